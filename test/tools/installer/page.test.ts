/** The installer in a real browser: it loads nothing from elsewhere, offers both variants and explains each step. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { IMAGE_FILES, VARIANTS, type Firmware } from '../../../tools/installer/firmware.js';
import { readPartitions } from '../../../tools/installer/manifest.js';
import { VERSIONS } from '../../../tools/moddable/sdk.js';
import { describeWithBrowser } from '../../support/browser-suite.js';
import { Chromium } from '../../support/chromium.js';
import { runTool } from '../run-tool.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
};
/** A board that is connected and says nothing. */
const MUTE_BOARD = `Object.defineProperty(Navigator.prototype, 'serial', { value: {
  requestPort: async () => ({
    open: async () => {}, close: async () => {}, getInfo: () => ({}), setSignals: async () => {},
    readable: new ReadableStream(), writable: new WritableStream(),
    addEventListener() {}, removeEventListener() {},
  }),
} })`;

let folder = '';
let server: Server;
let origin = '';

/** As build:firmware leaves it, with images of zeros. */
function writeFirmware(to: string): void {
  const csv = readFileSync(new URL('../../fixtures/partitions.csv', import.meta.url), 'utf8');
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const { name } of VARIANTS) {
    mkdirSync(join(to, name), { recursive: true });
    for (const file of Object.values(IMAGE_FILES)) {
      writeFileSync(join(to, name, file), Buffer.alloc(1000));
      files[`${name}/${file}`] = { bytes: 1000, sha256: 'f'.repeat(64) };
    }
  }
  const firmware: Firmware = {
    version: '0.2.0',
    moddable: VERSIONS.moddable,
    espIdf: VERSIONS.espIdf,
    partitions: readPartitions(csv),
    files,
  };
  writeFileSync(join(to, 'firmware.json'), JSON.stringify(firmware));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'installer-'));
  const firmware = join(folder, 'firmware');
  const page = join(folder, 'page');
  writeFirmware(firmware);
  const built = await runTool('build-installer', [], ['--firmware', firmware, '--out', page]);
  if (built.code !== 0) throw new Error(built.errors);
  server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    try {
      response.end(readFileSync(join(page, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('reports that the firmware is missing', async () => {
  const { code, errors } = await runTool(
    'build-installer',
    [],
    ['--firmware', join(folder, 'none')],
  );
  expect([code, errors]).toEqual([1, expect.stringContaining('npm run build:firmware')]);
});

describeWithBrowser('in Chromium', () => {
  let chromium: Chromium;
  let requests: string[] = [];
  let complaints: string[] = [];

  beforeEach(async () => {
    chromium = await Chromium.open();
    requests = [];
    complaints = [];
    chromium.page.on('request', (request) => requests.push(request.url()));
    chromium.page.on('pageerror', (error) => complaints.push(error.message));
    chromium.page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await chromium.close();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
  });

  it.each([1280, 390])(
    'offers both variants at a width of %i, with three pictures',
    async (width) => {
      await chromium.resize(width, 844);
      await chromium.open(origin);
      const buttons = chromium.page.getByRole('button');
      expect(await buttons.allInnerTexts()).toEqual(['Install normal', 'Install lite']);
      expect(await chromium.page.getByRole('img').count()).toBe(3);
      expect(await chromium.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    },
  );

  it('reads the chosen variant’s manifest once a port is chosen', async () => {
    await chromium.page.addInitScript(MUTE_BOARD);
    await chromium.open(origin);
    // The dialog may say its title before it has read the manifest.
    const manifest = chromium.page.waitForRequest(`${origin}/lite/manifest.json`);
    await chromium.page.getByRole('button', { name: 'Install lite' }).click();
    await chromium.page.getByText('sixteen-by-two', { exact: false }).last().waitFor();
    await chromium.page
      .getByText(/Install sixteen-by-two/i)
      .last()
      .waitFor();
    await manifest;
    expect(requests).not.toContain(`${origin}/normal/manifest.json`);
  });

  it('explains what to do without Web Serial', async () => {
    await chromium.page.addInitScript('delete Navigator.prototype.serial');
    await chromium.open(origin);
    await chromium.page.getByText('Open this page in Chrome, Edge or Opera').first().waitFor();
    expect(await chromium.page.getByRole('button').count()).toBe(0);
    // The files can still be flashed by hand.
    expect(await chromium.page.getByRole('link', { name: 'normal/xs_esp32.bin' }).count()).toBe(1);
  });
});
