/** The pages in a real browser, by the way a person goes. SCREENSHOTS names a folder to keep what was seen. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chromium, chromiumPath } from '../support/chromium.js';
import { jsonOf, PASSWORD } from '../support/relay.js';
import { relaySuite } from '../support/relay-suite.js';

const FOLDER = process.env['SCREENSHOTS'];
const PHONE = 360;
const suite = relaySuite();
let chromium: Chromium;

if (chromiumPath === undefined)
  process.stderr.write("relay's pages: not looked at, since no Chromium is installed\n");

(chromiumPath === undefined ? describe.skip : describe)('in Chromium', () => {
  beforeAll(async () => {
    chromium = await Chromium.open(chromiumPath ?? '');
  }, 60_000);
  afterAll(() => chromium.close());

  /** Whatever the page, it fits a phone, and says which field is which. */
  async function look(name: string): Promise<string> {
    for (const [width, height] of [
      [1024, 768],
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

  it('a person registers, allows, links a display, and sees it play', async () => {
    const { relay } = suite;
    await chromium.clearCookies();
    await chromium.open(`${relay.url}/`);
    expect(await look('welcome')).toContain('Sign in or register');
    await chromium.submit({}, 'a.button');
    await look('sign-in');
    await chromium.submit({ 'new-uid': 'ada', 'new-pass': PASSWORD }, 'button[value=register]');
    expect(await look('registered')).toContain('Your account is ready');
    // To Spotify, which agrees at once, and back.
    await chromium.submit({}, 'a.button');
    expect(await chromium.evaluate('location.href')).toBe(`${relay.url}/success`);
    expect(await look('authorized')).toContain('Spotify is connected');

    const device = relay.browser();
    const begun = await jsonOf(
      await device.post('/device_authorization', { client_id: 'test', device_name: 'Kitchen' }),
    );
    await chromium.open(`${relay.url}/link`);
    await look('link');
    await chromium.submit({ code: 'BCDF-GHJK' }, 'main button');
    expect(await look('wrong-code')).toContain("That code isn't on any waiting display");
    await chromium.submit({ code: String(begun['user_code']).toLowerCase() }, 'main button');
    const confirm = await look('confirm');
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
    const picture = await chromium.evaluate(
      `document.querySelector('iframe.display').contentDocument.querySelector('.lcd').textContent`,
    );
    expect(String(picture).split('\n')[0]).toBe('Cafe del Mar - \u2026');
    await chromium.submit({}, '.actions a');
    expect(await look('display')).toContain('Time zone');
    await chromium.submit({ scroll_ms: '250', off_hours: '23-7' }, 'main button');
    expect(await look('settings-saved')).toContain('The settings are saved');
  }, 180_000);

  it('a person is told what went wrong, and where to mend it', async () => {
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
    expect(await look('wrong-state')).toContain('wrong state');
    spotify.nextToken.push({ status: 400, body: { error: 'invalid_client' } });
    await chromium.open(`${relay.url}/authorize`);
    expect(await look('app-refused')).toContain("Spotify rejects this relay's own app");
  }, 180_000);
});
