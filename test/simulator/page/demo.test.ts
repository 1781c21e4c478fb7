/** The built demo: opened from its folder in a real browser, without a server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeWithBrowser } from '../../support/browser-suite.js';
import { Chromium } from '../../support/chromium.js';
import { isLong } from '../../support/counts.js';
import { runTool } from '../../tools/run-tool.js';

const TAR_BYTES_MAX = 1_500_000;
/** In px. `npm test` tries the phone's. */
const SIZES = [
  [1280, 800],
  [390, 844],
] as const;

describe('npm run build:demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const address = pathToFileURL(join(folder, 'index.html')).href;
  beforeAll(async () => {
    const { code, errors } = await runTool('build-demo', [], ['--out', folder]);
    expect([code, errors]).toEqual([0, '']);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes a small folder of static files', () => {
    expect(readdirSync(folder).sort()).toEqual(['demo.js', 'index.html', 'style.css']);
    const tar = execFileSync('tar', ['cz', '-C', folder, '.'], { maxBuffer: 1e8 });
    expect(tar.length).toBeLessThan(TAR_BYTES_MAX);
  });

  describeWithBrowser('in Chromium, from file:', () => {
    let chromium: Chromium;
    const requested = new Set<string>();
    const problems: string[] = [];
    beforeAll(async () => {
      chromium = await Chromium.open();
      chromium.page.on('request', (request) => requested.add(new URL(request.url()).protocol));
      chromium.page.on('pageerror', (error) => problems.push(error.message));
    }, 60_000);
    afterAll(() => chromium.close());

    /** Resolves once the rows match. */
    const shown = (rows: RegExp): Promise<unknown> =>
      chromium.page.waitForFunction(
        `${String(rows)}s.test(document.getElementById('lcd-text')?.textContent ?? '')`,
      );

    it('links itself and plays what the controls choose, without other requests', async () => {
      await chromium.open(address);
      await shown(/\nCode [B-Z]{4}-[B-Z]{4} +\n$/);
      await shown(/^Paper Lanterns -\n[\ue000-\ue007]0:\d\d/);
      await chromium.page.getByRole('button', { name: 'Japanese' }).click();
      await shown(/^Ame Agari no Kam\n/);
      await chromium.page.getByRole('button', { name: 'Pause', exact: true }).click();
      await chromium.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      // Longer than a contact may bounce.
      await chromium.page.getByRole('button', { name: 'Device: next' }).click({ delay: 100 });
      await chromium.page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
      await shown(/^(?!Ame Agari).*\n[\ue000-\ue007]0:0\d/);
      expect(await chromium.evaluate("document.querySelector('.bad')")).toBeNull();
      expect([...requested]).toEqual(['file:']);
      expect(problems).toEqual([]);
    }, 120_000);

    it.each(isLong ? SIZES : SIZES.slice(-1))(
      'has a stable layout and no violations of axe at %i x %i',
      async (width, height) => {
        await chromium.resize(width, height);
        await chromium.open(address);
        await shown(/^Paper Lanterns -\n/);
        expect(await chromium.shift()).toBe(0);
        expect(await chromium.violations()).toEqual([]);
        expect(await chromium.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(
          true,
        );
      },
      120_000,
    );

    it('gives a screen reader the whole title as Spotify sends it', async () => {
      await chromium.open(address);
      await shown(/^Paper Lanterns -\n/);
      await chromium.page.getByRole('button', { name: 'Japanese' }).click();
      const reader = chromium.page.locator('#reader');
      await reader
        .getByText('Playing: 雨あがりのカメラ – 水野あおい')
        .waitFor({ state: 'attached' });
      await chromium.page.getByText('On the display: Ame Agari no Kamera - Mizuno Aoi').waitFor();
      await chromium.page
        .getByRole('img', { name: /^Ame Agari no Kamera - Mizuno Aoi\. playing 0:\d\d of 0:32$/ })
        .waitFor();
    }, 120_000);

    it('reads settings from its URL, and names an invalid one', async () => {
      await chromium.open(`${address}?columns=20&rows=4`);
      await shown(/^Paper Lanterns {6}\nMira Holt {11}\nNorthern Rooms {6}\n/);
      await chromium.open(`${address}?rows=three`);
      await chromium.page.getByText('rows must be').waitFor();
    }, 120_000);
  });
});
