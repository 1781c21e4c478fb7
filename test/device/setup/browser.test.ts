/** The page in a real browser, at a phone's width: filled in and sent as a person does, with and without an error. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { planStart } from '../../../device/setup/start-plan.js';
import { describeWithBrowser } from '../../support/browser-suite.js';
import { Chromium } from '../../support/chromium.js';
import { BUILT_IN, SetUpScene } from './scene.js';

const PASSWORD = 'correct horse';

describeWithBrowser('the page in a browser', () => {
  let chromium: Chromium;
  let scene: SetUpScene;

  beforeAll(async () => {
    chromium = await Chromium.open();
    await chromium.resize(390, 844);
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    // The browser's own host, so that the page is not led elsewhere.
    scene = new SetUpScene({ address: [127, 0, 0, 1] });
    await chromium.open(await scene.open());
  });
  afterEach(() => scene.network.close());

  const choose = (name: string): Promise<unknown> =>
    chromium.evaluate(
      `[...document.querySelectorAll('input[name=network]')].find((one) => one.value === ${JSON.stringify(name)}).click()`,
    );

  it('has no violations of axe, as it opens, with a mistake, and when it is done', async () => {
    for (const scheme of ['dark', 'light'] as const) {
      await chromium.page.emulateMedia({ colorScheme: scheme });
      expect(await chromium.violations()).toEqual([]);
    }
    await chromium.submit({ password: 'short' }, 'button');
    expect(await chromium.violations()).toEqual([]);
    await choose('Home');
    await chromium.submit({ password: PASSWORD }, 'button');
    expect(await chromium.violations()).toEqual([]);
  });

  it('accepts a network, its password and the prefilled relay', async () => {
    await choose('Home');
    await chromium.submit({ password: PASSWORD }, 'button');
    expect(await chromium.evaluate('document.body.innerText')).toContain('will join Home');
    expect(planStart(scene.store, BUILT_IN)).toMatchObject({
      kind: 'join',
      wifi: { name: 'Home', password: PASSWORD, relay: BUILT_IN.relay },
    });
  });

  it('shows a name full of HTML as text, and can choose it', async () => {
    const name = 'Café <b>"Nord"</b> & Söhne';
    expect(await chromium.evaluate('document.querySelectorAll("b, img, body script").length')).toBe(
      0,
    );
    await choose(name);
    await chromium.submit({}, 'button');
    expect(planStart(scene.store, BUILT_IN)).toMatchObject({ kind: 'join', wifi: { name } });
  });

  it('offers a field for an unlisted name, and shows what is wrong', async () => {
    const isShown = 'getComputedStyle(document.querySelector(".other")).display !== "none"';
    const before = await chromium.evaluate(isShown);
    await choose('');
    const after = await chromium.evaluate(isShown);
    await chromium.submit({ password: 'short' }, 'button');
    expect([before, after]).toEqual([false, true]);
    expect(await chromium.evaluate('document.querySelector("[role=alert]").innerText')).toBe(
      'Network: choose one, or choose “Another network” and type its name.',
    );
    expect(await chromium.evaluate('document.getElementById("password").value')).toBe('');
  });

  it('always shows that field in a browser without `:has`', async () => {
    await chromium.page.route('**/*', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(':has(', ':no-such-selector(');
      await route.fulfill({ response, body });
    });
    await chromium.page.reload();
    const isShown = 'document.querySelector("input[name=other]").offsetParent !== null';
    expect(await chromium.evaluate(isShown)).toBe(true);
    await chromium.page.unroute('**/*');
  });

  it('asks once about a typed name that is listed with other spaces, then accepts it', async () => {
    await choose('');
    await chromium.page.locator('input[name=other]').fill('Home ');
    await chromium.submit({ password: PASSWORD }, 'button');
    expect(await chromium.evaluate('document.querySelector("[role=alert]").innerText')).toContain(
      'different spaces',
    );
    expect(planStart(scene.store, BUILT_IN).kind).toBe('set-up');
    await chromium.submit({ password: PASSWORD }, 'button');
    expect(planStart(scene.store, BUILT_IN)).toMatchObject({ wifi: { name: 'Home ' } });
  });

  it('fits a phone: no sideways scrolling, nothing too small to tap', async () => {
    const overflow = 'document.documentElement.scrollWidth - innerWidth';
    const heights = '[...document.querySelectorAll(".row, button")].map((one) => one.offsetHeight)';
    expect(await chromium.evaluate(overflow)).toBe(0);
    expect(Math.min(...((await chromium.evaluate(heights)) as number[]))).toBeGreaterThanOrEqual(
      44,
    );
  });

  it('shows the password on demand, with the only script that the policy allows', async () => {
    await chromium.evaluate('document.querySelector(".tick input").click()');
    expect(await chromium.evaluate('document.getElementById("password").type')).toBe('text');
  });
});
