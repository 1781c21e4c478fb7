/** The pages in a real browser, in the order in which a user opens them. SCREENSHOTS names a folder for screenshots. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../support/browser-suite.js';
import { Chromium } from '../support/chromium.js';
import { jsonOf, PASSWORD } from '../support/relay.js';
import { relaySuite } from '../support/relay-suite.js';

const FOLDER = process.env['SCREENSHOTS'];
const PHONE = 360;
const PAGE_BYTES_MAX = 60 * 1024;
const suite = relaySuite();
let chromium: Chromium;

describeWithBrowser('in Chromium', () => {
  beforeAll(async () => {
    chromium = await Chromium.open();
  }, 60_000);
  afterAll(() => chromium.close());

  /** Loads it again. @returns the sum of its layout shifts, the bytes of all that it needs, and what came from elsewhere */
  async function weigh(): Promise<{ shift: unknown; bytes: number; foreign: string[] }> {
    const { page } = chromium;
    await page.goto(page.url(), { waitUntil: 'networkidle' });
    return (await chromium.evaluate(`new Promise((resolve) => {
      let shift = 0;
      const watch = (list) => { for (const { value } of list.getEntries()) shift += value; };
      new PerformanceObserver(watch).observe({ type: 'layout-shift', buffered: true });
      const loaded = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
      const bytes = loaded.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
      const foreign = loaded.map(({ name }) => name).filter((name) => !name.startsWith(origin));
      requestAnimationFrame(() => setTimeout(() => resolve({ shift, bytes, foreign }), 50));
    })`)) as { shift: unknown; bytes: number; foreign: string[] };
  }

  /** Whatever the page, it fits a phone, shifts nothing, weighs little, and says which field is which. */
  async function look(name: string, { isReloaded = true } = {}): Promise<string> {
    await chromium.resize(1280, 800);
    if (isReloaded) {
      const { shift, bytes, foreign } = await weigh();
      if (FOLDER !== undefined)
        process.stderr.write(`${name}: CLS ${String(shift)}, ${bytes} bytes\n`);
      expect([name, shift, foreign]).toEqual([name, 0, []]);
      expect(bytes).toBeLessThanOrEqual(PAGE_BYTES_MAX);
    }
    for (const details of await chromium.page.locator('details').all())
      await details.evaluate((element) => element.setAttribute('open', ''));
    for (const scheme of ['dark', 'light'] as const) {
      await chromium.page.emulateMedia({ colorScheme: scheme });
      expect([name, scheme, await chromium.violations()]).toEqual([name, scheme, []]);
    }
    for (const [width, height] of [
      [1280, 800],
      [PHONE, 740],
    ] as const) {
      await chromium.resize(width, height);
      if (FOLDER !== undefined) {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(join(FOLDER, `${name}-${width}.png`), await chromium.screenshot());
      }
      expect([
        name,
        width,
        await chromium.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      ]).toEqual([name, width, true]);
    }
    const unlabelled = await chromium.evaluate(
      `[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
        .filter((field) => field.labels.length === 0).map((field) => field.id).join()`,
    );
    expect([name, unlabelled]).toEqual([name, '']);
    return String(await chromium.evaluate('document.body.innerText'));
  }

  it('a user registers, connects Spotify, links a device, and sees it play', async () => {
    const { relay } = suite;
    await chromium.clearCookies();
    await chromium.open(`${relay.url}/`);
    expect(await look('welcome')).toContain('Sign in or register');
    await chromium.submit({}, 'a.button');
    await look('sign-in');
    const bare = await suite.openRelay({
      env: { SPOTIFY_CLIENT_ID: '', SPOTIFY_CLIENT_SECRET: '' },
    });
    await chromium.open(`${bare.url}/admin`);
    expect(await look('sign-in-own-app')).toContain('/callback');
    await chromium.open(`${relay.url}/admin`);
    await chromium.submit({ 'new-uid': 'ada', 'new-pass': PASSWORD }, 'button[value=register]');
    expect(await look('registered')).toContain('Your account is ready');
    // To Spotify, which agrees at once, and back.
    await chromium.submit({}, 'form[action="/authorize"] button');
    expect(await chromium.evaluate('location.href')).toBe(`${relay.url}/success`);
    expect(await look('authorized')).toContain('Spotify is connected');

    const device = relay.browser();
    const begun = await jsonOf(
      await device.post('/device_authorization', { client_id: 'test', device_name: 'Kitchen' }),
    );
    await chromium.open(`${relay.url}/link`);
    await look('link');
    await chromium.submit({ code: 'BCDF-GHJK' }, 'main button');
    expect(await look('wrong-code', { isReloaded: false })).toContain(
      "That code isn't on any waiting display",
    );
    await chromium.submit({ code: String(begun['user_code']).toLowerCase() }, 'main button');
    const confirm = await look('confirm', { isReloaded: false });
    expect(confirm).toContain('Kitchen');
    expect(confirm).toContain(String(begun['user_code']));
    await chromium.submit({}, 'button[value=approve]');
    expect(await look('linked')).toContain('The device is linked');

    await device.post('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(begun['device_code']),
      client_id: 'test',
    });
    await chromium.open(`${relay.url}/`);
    const home = await look('home');
    expect(home).toContain('Café del Mar');
    expect(home).toContain('Kitchen');
    await chromium.page.waitForSelector('canvas[aria-label*="Playing: Café del Mar by Energy 52"]');
    await chromium.submit({}, '.actions a');
    expect(await look('display')).toContain('Time zone');
    const zone = await chromium.evaluate('Intl.DateTimeFormat().resolvedOptions().timeZone');
    expect(await chromium.page.locator('#time_zone').inputValue()).toBe(zone);
    const tried = chromium.page.waitForResponse(/\/display\?device=[\w-]+&layout=classic/);
    await chromium.page.locator('#layout').selectOption('classic');
    expect((await tried).status()).toBe(200);
    const saved = { scroll_ms: 300, han: 'ja' };
    await chromium.page.locator('#import').setInputFiles({
      name: 'display-settings.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(saved)),
    });
    await chromium.page.waitForSelector('text=The form is filled in');
    expect(await chromium.page.locator('#scroll_ms').inputValue()).toBe('300');
    await chromium.submit({ scroll_ms: '250', off_hours: '23-7' }, 'main button');
    expect(await look('settings-saved')).toContain('The settings are saved');
  }, 180_000);

  it('a user is told what went wrong, and where to fix it', async () => {
    const { relay, spotify } = suite;
    await chromium.clearCookies();
    await chromium.open(`${relay.url}/nothing-here`);
    expect(await look('not-found')).toContain('This page does not exist');
    await chromium.open(`${relay.url}/admin`);
    await chromium.submit(
      { 'new-uid': suite.freshUid(), 'new-pass': PASSWORD },
      'button[value=register]',
    );
    await chromium.open(`${relay.url}/callback?state=x&code=y`);
    expect(await look('wrong-state', { isReloaded: false })).toContain('wrong state');
    spotify.nextToken.push({ status: 400, body: { error: 'invalid_client' } });
    await chromium.open(`${relay.url}/authorize`);
    expect(await look('app-refused', { isReloaded: false })).toContain(
      "Spotify rejects this relay's own app",
    );
  }, 180_000);
});
