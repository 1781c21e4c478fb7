/** The section *Display* in a real browser, at a phone's width: what it offers, rejects, tests and stores. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { hardwareFields } from '../../../device/app/hardware.js';
import { goodPins } from '../../../device/shared/board-pins.js';
import { PANELS } from '../../../device/shared/panels.js';
import { planStart } from '../../../device/setup/start-plan.js';
import type { SetUpOptions } from '../../../device/setup/set-up.js';
import { describeWithBrowser } from '../../support/browser-suite.js';
import { Chromium } from '../../support/chromium.js';
import { BUILT_IN, SetUpScene } from './scene.js';

const HOME = { name: 'Home', password: 'correct horse', relay: BUILT_IN.relay, mayBePlain: false };

describeWithBrowser('the section Display', () => {
  let chromium: Chromium;
  let scene: SetUpScene;
  let scenes: SetUpScene[] = [];

  beforeAll(async () => {
    chromium = await Chromium.open();
    await chromium.resize(390, 844);
  });
  afterAll(() => chromium.close());
  beforeEach(() => open());
  afterEach(async () => {
    await Promise.all(scenes.map(({ network }) => network.close()));
    scenes = [];
  });

  async function open(change: Partial<SetUpOptions> = {}): Promise<void> {
    scene = new SetUpScene({ address: [127, 0, 0, 1], ...change });
    scenes.push(scene);
    await chromium.open(await scene.open());
  }

  const choose = (fields: Readonly<Record<string, string>>): Promise<void> =>
    chromium.choose(Object.entries(fields).map(([name, value]) => [`[name=${name}]`, value]));
  const isShown = (selector: string): Promise<boolean> =>
    chromium.page.locator(selector).isVisible();
  const unfold = (): Promise<void> => chromium.page.locator('summary').click();
  /** What the frame below the button says. */
  async function test(): Promise<string> {
    await Promise.all([
      chromium.page.waitForResponse((response) => response.url().endsWith('/test')),
      chromium.page.locator('[formaction="/test"]').click(),
    ]);
    return chromium.page.frameLocator('iframe').locator('[role=status]').innerText();
  }
  const save = (): Promise<void> => chromium.submit({}, 'button');

  it('is collapsed at first, and shows the fields of one bus at a time', async () => {
    const seen = [await isShown('[name=pin_rs]')];
    await unfold();
    seen.push(await isShown('[name=pin_rs]'), await isShown('[name=pin_sda]'));
    await choose({ bus: 'pcf8574' });
    seen.push(await isShown('[name=pin_rs]'), await isShown('[name=pin_sda]'));
    expect(seen).toEqual([false, true, false, false, true]);
  });

  it('offers every panel and the good pins of the board, and fits a phone', async () => {
    await unfold();
    const listOf = (selector: string): Promise<unknown> =>
      chromium.evaluate(`[...document.querySelectorAll('${selector}')].map((one) => one.value)`);
    expect([await listOf('[name=panel] option'), await listOf('#pins option')]).toEqual([
      [...PANELS.map((size) => size.join('x')), '16x1 split'],
      goodPins().map(String),
    ]);
    expect(await chromium.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  });

  it('tests the hardware at once, keeps what was typed, and stores nothing', async () => {
    await chromium.page.locator('#password').fill('half typed');
    await unfold();
    await choose({ panel: '20x4', bus: 'pcf8574', pin_sda: '25', pin_scl: '26', rom: 'A00' });
    expect(await test()).toContain('should show its number');
    expect(scene.testedHardware).toEqual([
      hardwareFields({
        ...{ columns: 20, rows: 4, bus: 'pcf8574', pin_sda: '25', pin_scl: '26', rom: 'A00' },
      }),
    ]);
    expect(await chromium.evaluate('document.getElementById("password").value')).toBe('half typed');
    expect([scene.storedHardware, scene.store.contents()]).toEqual([[], {}]);
  });

  it.each([
    [{ pin_rs: '7' }, 'Display, RS: GPIO 7 is used by the flash.'],
    [{ pin_d7: '19' }, 'Display, D7: is GPIO 19, the same as RS.'],
    [{ pin_e: '34' }, /^Display, E: /],
    [{ pin_button: '23' }, 'Display, Button pin: GPIO 23 is a line of the display.'],
    [{ pin_backlight: '"><b>' }, /^Display, Backlight pin: must be a whole number/],
  ])('refuses %j, in the test and when saving', async (fields, problem) => {
    await unfold();
    await choose(fields);
    expect(await test()).toMatch(problem);
    await chromium.page.locator('input[value=Home]').check();
    await chromium.page.locator('#password').fill(HOME.password);
    await save();
    expect(await chromium.page.locator('[role=alert]').innerText()).toMatch(problem);
    // What was typed is still there to be corrected, unfolded.
    const [[name, value] = ['', '']] = Object.entries(fields);
    expect([
      await isShown(`[name=${name}]`),
      await chromium.page.locator(`[name=${name}]`).inputValue(),
    ]).toEqual([true, value]);
    expect([scene.testedHardware, scene.storedHardware]).toEqual([[], []]);
  });

  it('stores the choice with the network, and nothing if unchanged', async () => {
    await chromium.page.locator('input[value=Home]').check();
    await chromium.page.locator('#password').fill(HOME.password);
    await save();
    expect([scene.storedHardware, planStart(scene.store, BUILT_IN).kind]).toEqual([[], 'join']);

    await open();
    await chromium.page.locator('input[value=Home]').check();
    await chromium.page.locator('#password').fill(HOME.password);
    await unfold();
    await choose({ panel: '16x1 split', backlight_active: 'low' });
    await save();
    expect(scene.storedHardware).toMatchObject([
      { columns: '16', rows: '1', addressing: 'split', backlight_active: 'low' },
    ]);
    expect(planStart(scene.store, BUILT_IN).kind).toBe('join');
  });

  it('treats a cleared field as empty', async () => {
    await unfold();
    await choose({ pin_backlight: 'none', pin_play: ' none', pin_button: 'BOOT' });
    await test();
    expect(scene.testedHardware).toEqual([hardwareFields({})]);
  });

  it('changes the display alone: the password of the known network may stay empty', async () => {
    await open({ known: HOME });
    await unfold();
    await choose({ panel: '20x4' });
    await save();
    expect(await chromium.evaluate('document.body.innerText')).toContain('will join Home');
    expect(planStart(scene.store, BUILT_IN)).toMatchObject({ wifi: HOME });
  });

  it('requires the password again if the network could not be joined with it', async () => {
    await open({ known: HOME, couldNotJoin: true });
    await save();
    expect(await chromium.page.locator('[role=alert]').innerText()).toBe(
      'Password: this network needs one.',
    );
  });

  it('is expanded in a set-up without a key, which ends after five minutes', async () => {
    await open({ accessPoint: { name: '16x2-4F2A', password: '' }, known: HOME });
    expect(await isShown('[name=panel]')).toBe(true);
    scene.time.advanceUs(299_000_000);
    const before = scene.restarts;
    scene.time.advanceUs(2_000_000);
    expect([before, scene.restarts]).toEqual([0, 1]);
  });
});
