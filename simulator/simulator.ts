/**
 * The simulator's composition root: the relay on its own store, a fake Spotify where no app is configured, the device on
 * the emulated display, and the views of it. One process, one port.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlayerButton } from '../device/shared/ports.js';
import type { DeviceSettings } from '../device/shared/settings.js';
import { readSettings } from '../device/app/build-settings.js';
import { LOG_LEVELS, readConfig, type Config } from '../relay/config.js';
import { createLog } from '../relay/log.js';
import { redirectOf } from '../relay/grant/redirect-uri.js';
import { listen, startRelay, StartError, stopListening } from '../relay/start.js';
import { Hd44780Emulator } from './hd44780/emulator.js';
import { parseRom } from './hd44780/rom.js';
import { liveDevice, livePlaying } from './lcd-view.js';
import { RealClock, RealTimer } from './real-time.js';
import { FileStore } from './node/file-store.js';
import { NodeHttp } from './node/http.js';
import { textTables } from './node/text-tables.js';
import type { SimulatorOptions } from './options.js';
import { Person } from './person.js';
import { EmulatedDevice, wiringOf } from './ports/emulated-device.js';
import { MemoryStore } from './ports/memory-store.js';
import { addSimulatorRoutes } from './routes.js';
import { seenState } from './seen-state.js';
import type { FakeSpotify } from './spotify/fake-spotify.js';
import type { PlaylistStep } from './spotify/playlist.js';
import { startFakeSpotify } from './spotify/server.js';

export interface SimulatorEnvironment {
  readonly options: SimulatorOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Lines for the terminal: progress, the device's log, errors. */
  readonly onLine: (line: string) => void;
  /** After each change of what the display shows. */
  readonly onChange: (lcd: Hd44780Emulator) => void;
  /** The display shows a code; the address has it too. */
  readonly onLink?: (address: string) => void;
  /** The demo could not link itself. */
  readonly onFailure: (error: Error) => void;
  /** Of the fake Spotify; the demo's by default. */
  readonly playlist?: readonly PlaylistStep[];
}

export interface Simulator {
  readonly url: string;
  /** Spotify's API as the device knows it, so that a second device can use it too. */
  readonly spotifyUrl: string;
  readonly lcd: Hd44780Emulator;
  readonly device: EmulatedDevice;
  /** What plays, as Spotify has it; empty while a notice is shown. */
  title(): string;
  /** Presses the device's button, or one of those that control playback. */
  press(name?: PlayerButton): void;
  /** @returns false with the real Spotify, whose player is elsewhere */
  control(action: 'toggle' | 'next' | 'previous'): boolean;
  close(): Promise<void>;
}

const DEMO_UID = 'demo';
const BACKLIGHT_PIN = 26;
/** Longer than the button may bounce, shorter than a hold. */
const PRESS_MS = 100;
const DEFAULT_DATA_DIR = './data';
const ROMS = Object.freeze({
  A00: new URL('./hd44780/rom/a00.tsv', import.meta.url),
  A02: new URL('./hd44780/rom/a02.tsv', import.meta.url),
});

/** @throws StartError with a line for each problem */
export async function startSimulator(environment: SimulatorEnvironment): Promise<Simulator> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await compose(environment, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Pushes to `undo` how to close each thing that it opens. */
async function compose(
  environment: SimulatorEnvironment,
  undo: (() => Promise<void> | void)[],
): Promise<Omit<Simulator, 'close'>> {
  const { options, onLine, onChange } = environment;
  const isDemo = !isSpotifySet(environment.env);
  const dataDir = join(environment.env['DATA_DIR'] || DEFAULT_DATA_DIR, isDemo ? 'demo' : '');
  const ownEnv = { ...environment.env, DATA_DIR: dataDir };
  const fake = isDemo
    ? await startFakeSpotify(redirectOf(configOf(ownEnv)).uri, {
        now: () => Date.now(),
        random: Math.random,
        ...(environment.playlist ? { playlist: environment.playlist } : {}),
      })
    : undefined;
  if (fake) undo.push(() => fake.server.close());
  const config = configOf({ ...ownEnv, ...fake?.env });
  const local = localUrl(config);
  const settings = settingsOf(config, local, options);

  const clock = new RealClock();
  const views = new Set<() => void>();
  const lcd = new Hd44780Emulator({
    geometry: settings,
    ...wiringOf(settings.wiring),
    rom: parseRom(readFileSync(ROMS[options.settings['rom'] === 'A02' ? 'A02' : 'A00'], 'utf8')),
    nowNs: () => clock.nowUs() * 1000,
    onByte: afterBatch(() => {
      for (const view of views) view();
    }),
  });
  views.add(() => onChange(lcd));

  const running: { device?: EmulatedDevice } = {};
  const fakeSpotify: Pick<FakeSpotify, 'control' | 'state'> | undefined = fake && {
    state: () => fake.spotify.state(),
    control: (fields) => {
      const result = fake.spotify.control(fields);
      // A press makes the device poll at once, so that the display follows the controls.
      if (result.ok) running.device?.device.press();
      return result;
    },
  };
  const relay = await startRelay({
    config,
    demo: isDemo,
    log: relayLog(environment),
    onProgress: onLine,
    extraRoutes: (router) =>
      addSimulatorRoutes(router, {
        lcd,
        onChange: (listener) => {
          views.add(listener);
          return () => views.delete(listener);
        },
        device: () => liveDevice(lcd, settings, config.publicUrl, running.device),
        expose: options.expose,
        publicHost: new URL(config.publicUrl).hostname,
        onButton: (isDown, name) => running.device?.buttonOf(name).become(isDown),
        ...(fakeSpotify ? { fakeSpotify } : {}),
      }),
  });
  undo.push(() => relay.close());
  const server = await listen(relay.app, config);
  undo.push(async () => {
    // An open event stream would delay the stop.
    server.closeAllConnections();
    await stopListening(server);
  });

  const device = new EmulatedDevice({
    settings,
    hasPlayerButtons: true,
    clock,
    timer: new RealTimer(),
    http: new NodeHttp(),
    random: Math.random,
    lcd,
    // The demo links again at each start; an account of your own is linked once.
    store: isDemo ? new MemoryStore() : new FileStore(join(dataDir, 'device', 'store.json')),
    tables: textTables(),
    onLog: (level, message) => onLine(`device: ${level === 'info' ? '' : `${level}: `}${message}`),
  });
  running.device = device;
  device.chip.powerOn();
  undo.push(() => device.chip.powerOff());
  if (isDemo && !options.byHand) {
    const aliases = [config.publicUrl, redirectOf(config).uri].map((url) => new URL(url).origin);
    const password = demoPassword(dataDir);
    const person = new Person({ relayUrl: local, aliases, uid: DEMO_UID, password });
    linkBy(person, lcd, views)
      // The playlist has run since the start: from the beginning now.
      .then(() => fake?.spotify.control({ action: 'item', item: 'plain' }))
      .catch((error: unknown) => environment.onFailure(asError(error)));
  }
  if (!isDemo || options.byHand) {
    let shownCode: string | undefined;
    views.add(() => {
      const { link } = liveDevice(lcd, settings, config.publicUrl);
      if (!link || link.code === shownCode) return;
      shownCode = link.code;
      environment.onLink?.(link.complete);
    });
  }
  return {
    // At any other address it is rejected.
    url: `${options.expose ? config.publicUrl : local}/simulator`,
    spotifyUrl: config.spotifyApiUrl,
    lcd,
    device,
    title: () => (device.shown ? livePlaying(device.shown).original : ''),
    press: (name) => {
      const button = device.buttonOf(name);
      button.become(true);
      setTimeout(() => button.become(false), PRESS_MS);
    },
    control: (action) => {
      if (!fakeSpotify) return false;
      const toggle = fakeSpotify.state().now?.isPlaying ? 'pause' : 'play';
      fakeSpotify.control({ action: action === 'toggle' ? toggle : action });
      return true;
    },
  };
}

function isSpotifySet(env: Readonly<Record<string, string | undefined>>): boolean {
  return Object.entries(env).some(([name, value]) => name.startsWith('SPOTIFY_') && value);
}

/** @throws StartError with a line for each invalid variable */
function configOf(env: Readonly<Record<string, string | undefined>>): Config {
  const result = readConfig(env);
  if (result.ok) return result.config;
  throw new StartError(result.problems.map(({ name, problem }) => `${name} ${problem}`).join('\n'));
}

/** Where this process listens: the public address may lead through a proxy that is not running yet. */
function localUrl({ host, port }: Config): string {
  const isWildcard = host === '0.0.0.0' || host === '::' || host === '[::]' || host === '*';
  const name = isWildcard ? '127.0.0.1' : host;
  return new URL(
    `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`,
  ).origin;
}

function settingsOf(config: Config, relay: string, options: SimulatorOptions): DeviceSettings {
  const { bus, columns, rows, source, settings } = options;
  const result = readSettings({
    spotify: config.spotifyApiUrl,
    bus,
    columns,
    rows,
    source,
    // Until a time zone is set at the relay.
    utc_offset_min: -new Date().getTimezoneOffset(),
    ...settings,
    // A backlight to switch, on a free pin.
    pin_backlight: BACKLIGHT_PIN,
    device_name: 'Simulated display',
  });
  // The relay is this process, over plain http: the rules for the address of a real device do not apply.
  if (result.ok) return { ...result.settings, relayUrl: relay };
  throw new StartError(result.problems.map(({ name, problem }) => `${name} ${problem}`).join('\n'));
}

/** The relay's log in the terminal: warnings and errors, unless LOG_LEVEL says otherwise. */
function relayLog({ env, onLine }: SimulatorEnvironment): ReturnType<typeof createLog> {
  const level = LOG_LEVELS.find((one) => one === env['LOG_LEVEL']) ?? 'warn';
  return createLog(level, { write: (line: string) => onLine(`relay: ${line.trimEnd()}`) });
}

/** Calls `notify` once after any number of calls in a row: half a frame is of no use to a view. */
function afterBatch(notify: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      notify();
    });
  };
}

async function linkBy(person: Person, lcd: Hd44780Emulator, views: Set<() => void>): Promise<void> {
  await person.signIn();
  await person.authorize();
  await person.link(await codeOn(lcd, views));
}

/** Resolves once the display shows a code. */
function codeOn(lcd: Hd44780Emulator, views: Set<() => void>): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { code } = seenState(lcd.text());
      if (code === undefined) return;
      views.delete(look);
      resolve(code);
    };
    views.add(look);
    look();
  });
}

/** Kept beside the demo's database, as long as its account. */
function demoPassword(dataDir: string): string {
  const path = join(dataDir, 'password');
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const password = randomBytes(18).toString('base64url');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path, password, { mode: 0o600 });
  return password;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
