/**
 * A device without any build setting, whose panel is not the usual one: a 20x4 behind a backpack, on other pins. Its
 * display stays blank, so its owner opens the menu blindly, sets it up on a phone, and it links and plays.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Device } from '../../../device/app/device.js';
import { readSettings } from '../../../device/app/build-settings.js';
import { setUpHardware, withStoredHardware } from '../../../device/app/hardware.js';
import { newAccessPoint, RANDOM_BYTES } from '../../../device/setup/new-access-point.js';
import type { AccessPoint, Radio } from '../../../device/setup/ports.js';
import { SetUp } from '../../../device/setup/set-up.js';
import { noteJoined, planStart, requestSetUp } from '../../../device/setup/start-plan.js';
import type { Bank, Http, I2c, Network, System } from '../../../device/shared/ports.js';
import { BEHIND_BACKPACK, EmulatedBackpack } from '../../../simulator/hd44780/backpack.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import { seenState } from '../../../simulator/seen-state.js';
import { textTables } from '../../../simulator/node/text-tables.js';
import { Chip } from '../../../simulator/ports/chip.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { ScriptedButton } from '../../../simulator/ports/scripted-button.js';
import { ScriptedNetwork } from '../../../simulator/ports/scripted-network.js';
import { VirtualSystem } from '../../../tools/soak/system.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { describeWithBrowser } from '../../support/browser-suite.js';
import { Chromium } from '../../support/chromium.js';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../../support/database.js';
import { NodeNetwork } from './node-network.js';
import { AIR } from './scene.js';

const RELAY = 'https://relay.example.org';
const SPOTIFY = 'https://api.spotify.com';
const BUILT_IN = { name: '', password: undefined, relay: '' };
/** Where the backpack really is. */
const BACKPACK = { sda: 25, scl: 26, address: 0x3f };
const SCREEN_MS = 3_000;

/** As in device/main.ts, on an emulated chip and display. */
class Board {
  readonly store = new MemoryStore();
  readonly button = new ScriptedButton();
  readonly lcd: Hd44780Emulator;
  readonly lines: string[] = [];
  readonly opened: AccessPoint[] = [];
  readonly chip: Chip;
  /** One for each start, the last one first. */
  readonly networks: NodeNetwork[] = [];
  readonly #system: VirtualSystem;
  readonly #backpack: EmulatedBackpack;

  constructor(system: VirtualSystem) {
    this.#system = system;
    const { clock, timer } = system.time;
    this.lcd = new Hd44780Emulator({
      geometry: { columns: 20, rows: 4 },
      ...BEHIND_BACKPACK,
      nowNs: () => clock.nowUs() * 1000,
    });
    this.#backpack = new EmulatedBackpack({ lcd: this.lcd, clock, address: BACKPACK.address });
    this.chip = new Chip({ timer, start: (chip) => this.#start(chip) });
  }

  rows(): string[] {
    return this.lcd.text().map((row) => row.trimEnd());
  }

  async hold(seconds: number): Promise<void> {
    this.button.become(true);
    await this.#system.pass(seconds * 1000);
    this.button.become(false);
  }

  #start(system: System): Device {
    this.button.forgetWatchers();
    const { store } = this;
    const log = { write: (_level: string, line: string): void => void this.lines.push(line) };
    const { clock, timer } = this.#system.time;
    const restart = (): void => system.restart();
    const chosen = withStoredHardware({}, store, log);
    const plan = planStart(store, BUILT_IN, log);
    const known = plan.kind === 'join' ? plan.wifi : plan.known;
    if (plan.kind === 'join') noteJoined(store, plan.wifi, BUILT_IN, log);
    this.networks.unshift(new NodeNetwork());
    const [localNetwork = new NodeNetwork()] = this.networks;
    const network: Network =
      plan.kind === 'join'
        ? new ScriptedNetwork()
        : new SetUp({
            ...newAccessPoint(new Uint8Array(RANDOM_BYTES).fill(7), plan.isKeyless),
            ...{ address: [127, 0, 0, 1], port: 0, dnsPort: 0, radio: this.#radio() },
            ...{ network: localNetwork, timer, store, log, restart, known },
            builtIn: BUILT_IN,
            couldNotJoin: plan.couldNotJoin,
            hardware: setUpHardware(chosen, store, (settings) => device.test(settings)),
          });
    const read = readSettings({ ...chosen, relay: known.relay });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const device = new Device(
      {
        ...{ clock, timer, store, network, system, log, button: this.button },
        openBank: notConnected,
        openI2c: ({ sda, scl }) =>
          sda === BACKPACK.sda && scl === BACKPACK.scl ? this.#backpack : NO_BUS,
        http: this.#http(),
        random: seededRandom(3),
        tables: textTables(),
        openSetUp: () => {
          if (requestSetUp(store, 'menu', log)) restart();
        },
      },
      read.settings,
    );
    device.start();
    return device;
  }

  #radio(): Radio {
    return {
      scan: (onDone) => void this.#system.time.timer.set(() => onDone(AIR), 2_000),
      openAccessPoint: (accessPoint) => void this.opened.push(accessPoint),
    };
  }

  /** The names that a person types lead to this computer. */
  #http(): Http {
    const { http, settings } = this.#system;
    return {
      send: (request, handlers) => {
        const url = request.url
          .replace(RELAY, settings.relayUrl)
          .replace(SPOTIFY, settings.spotifyUrl);
        return http.send({ ...request, url }, handlers);
      },
    };
  }
}

/** The usual pins lead nowhere. */
const notConnected = (): Bank => ({ write: () => undefined });
const NO_BUS: I2c = {
  khz: 100,
  write: () => {
    throw new Error('write failed');
  },
};

describeWithBrowser('a device whose display stays blank', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-'));
  let database: TestDatabase;
  let system: VirtualSystem;
  let chromium: Chromium;
  let board: Board;

  beforeAll(async () => {
    database = await openTestDatabase();
    system = await VirtualSystem.start({
      env: { ...databaseEnv(database, folder), LOG_LEVEL: 'warn' },
      startEpochMs: Date.UTC(2026, 10, 25, 18),
      seed: 7,
    });
    chromium = await Chromium.open();
    await chromium.resize(390, 844);
    board = new Board(system);
  }, 90_000);
  afterAll(async () => {
    board.chip.powerOff();
    await Promise.all(board.networks.map((network) => network.close()));
    await chromium.close();
    await system.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const openPage = async (): Promise<void> => {
    await system.pass(SCREEN_MS);
    await chromium.open(`http://127.0.0.1:${(await board.networks[0]!.ports()).http}`);
  };
  const fill = (fields: Readonly<Record<string, string>>): Promise<void> =>
    chromium.choose(Object.entries(fields).map(([name, value]) => [`[name=${name}]`, value]));
  const test = (): Promise<unknown> =>
    Promise.all([
      chromium.page.waitForResponse((response) => response.url().endsWith('/test')),
      chromium.page.locator('[formaction="/test"]').click(),
    ]);

  // One story: its chapters have no meaning alone.
  it('is set up on a phone, shows the test pattern, restarts with the chosen hardware, links and plays', async () => {
    board.chip.powerOn();
    await system.pass(1_000);
    // Nothing is seen: hold, let go, wait.
    await board.hold(4);
    await system.pass(9_000);
    await openPage();
    expect(board.opened.at(-1)).toEqual({ name: expect.stringMatching(/^16x2-/), password: '' });
    expect(board.rows()).toEqual(['', '', '', '']);

    // Pins that are impossible are refused, and wrong ones show nothing.
    await fill({ panel: '20x4', bus: 'pcf8574', pin_sda: '34', pin_scl: '26' });
    await test();
    const said = chromium.page.frameLocator('iframe').locator('[role=status]');
    expect(await said.innerText()).toMatch(/^Display, SDA: /);
    await fill({ pin_sda: '27' });
    await test();
    expect(board.rows()).toEqual(['', '', '', '']);
    expect(await said.innerText()).toMatch(/^No backpack answers/);

    await fill({ pin_sda: '25' });
    await test();
    await system.pass(1_000);
    expect(board.rows()).toEqual([
      'Row 1 ABCDEFGHIJKLM|',
      'Row 2 ABCDEFGHIJKLM|',
      'Row 3 ABCDEFGHIJKLM|',
      'Row 4 ABCDEFGHIJKLM|',
    ]);
    expect(board.store.contents()).not.toHaveProperty('hardware.a');

    await chromium.page.locator('input[value=Home]').check();
    await fill({ password: 'correct horse', relay: RELAY, pin_button: '13' });
    await chromium.submit({}, 'button');
    expect(await chromium.evaluate('document.body.innerText')).toContain('will join Home');

    await system.pass(SCREEN_MS + 2_000);
    expect(board.chip.restartCount).toBe(2);
    const person = await system.person('somebody', 'a good password');
    await person.authorize();
    const { code } = seenState(board.lcd.text());
    await person.link(code ?? '');
    await system.pass(10_000);
    const title = system.fakeSpotify.state().now?.title ?? '';
    expect(board.rows()[0]?.slice(0, 8)).toBe(title.slice(0, 8));
    expect(board.rows()[3]).toMatch(/\d:\d\d$/);
    expect(board.lcd.violations).toEqual([]);

    // All of it is still there after a power cut.
    board.chip.powerOff();
    board.chip.powerOn();
    await system.pass(10_000);
    expect(board.rows()[3]).toMatch(/\d:\d\d$/);
  }, 60_000);
});
