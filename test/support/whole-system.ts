/**
 * Device, relay and fake Spotify over real HTTP, all three on one virtual clock: it stands while an exchange is under way and
 * else jumps to the device's next deadline, so that hours pass in moments and nothing depends on the machine's speed.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { Device } from '../../device/app/device.js';
import type { Http, HttpRequest } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { readConfig, type Config } from '../../relay/config.js';
import { createLog } from '../../relay/log.js';
import { listen, startRelay, type Relay } from '../../relay/start.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { NodeHttp } from '../../simulator/node/http.js';
import { Person } from '../../simulator/person.js';
import { timedBank } from '../../simulator/ports/bank.js';
import { Chip } from '../../simulator/ports/chip.js';
import { MemoryStore } from '../../simulator/ports/memory-store.js';
import { ScriptedNetwork } from '../../simulator/ports/scripted-network.js';
import { seededRandom } from '../../tools/virtual/seeded-random.js';
import { VirtualTime } from '../../tools/virtual/virtual-clock.js';
import { seenState } from '../../simulator/seen-state.js';
import { SettlingHttp } from '../../tools/virtual/settling-http.js';
import type { FakeSpotify } from '../../simulator/spotify/fake-spotify.js';
import { startFakeSpotify, type RunningFakeSpotify } from '../../simulator/spotify/server.js';
import { freePort } from './free-port.js';

/** What no log may hold. */
export const PASSWORD = 'a good password';
const START_EPOCH_MS = Date.UTC(2026, 10, 25, 18);
/** How often a person looks at the display. */
const LOOK_MS = 500;
const TABLES = {
  text: readFileSync(new URL('../../device/text/tables.bin', import.meta.url)),
  japanese: readFileSync(new URL('../../device/text/japanese.bin', import.meta.url)),
};

/** Real sockets, counted: time must not pass while one is under way. */
class CountedHttp implements Http {
  readonly requests: string[] = [];
  /** Every bearer token that the device has sent. */
  readonly tokens = new Set<string>();
  readonly #http = new SettlingHttp(new NodeHttp());

  send(...[request, handlers]: Parameters<Http['send']>): ReturnType<Http['send']> {
    this.requests.push(`${request.method} ${pathOf(request)}`);
    const { authorization } = request.headers;
    if (authorization) this.tokens.add(authorization.replace('Bearer ', ''));
    return this.#http.send(request, handlers);
  }

  /** Resolves once nothing is under way. */
  settled(): Promise<void> {
    return this.#http.settled();
  }

  count(pattern: RegExp): number {
    return this.requests.filter((request) => pattern.test(request)).length;
  }
}

function pathOf({ url }: HttpRequest): string {
  return new URL(url).pathname;
}

interface WholeSystemOptions {
  /** Of the device's build. */
  readonly settings?: Partial<DeviceSettings>;
  readonly startEpochMs?: number;
}

export class WholeSystem {
  readonly time: VirtualTime;
  readonly http = new CountedHttp();
  readonly store = new MemoryStore();
  readonly logLines: string[];
  readonly lcd: Hd44780Emulator;
  readonly #fake: RunningFakeSpotify;
  readonly #relay: Relay;
  readonly #server: Server;
  readonly #settings: DeviceSettings;
  #chip: Chip | undefined;

  private constructor(parts: {
    readonly fake: RunningFakeSpotify;
    readonly relay: Relay;
    readonly server: Server;
    readonly settings: DeviceSettings;
    readonly time: VirtualTime;
    readonly logLines: string[];
  }) {
    this.time = parts.time;
    this.logLines = parts.logLines;
    this.#fake = parts.fake;
    this.#relay = parts.relay;
    this.#server = parts.server;
    this.#settings = parts.settings;
    this.lcd = new Hd44780Emulator({
      geometry: DEFAULTS,
      nowNs: () => this.time.clock.nowUs() * 1000,
    });
  }

  get fakeSpotify(): FakeSpotify {
    return this.#fake.spotify;
  }

  /** The secret of the relay's app at Spotify, which no log may hold. */
  get clientSecret(): string {
    return this.#fake.env['SPOTIFY_CLIENT_SECRET'] ?? '';
  }

  /** @param database environment that leads to a database of its own: see `databaseEnv` */
  static async start(
    database: Readonly<Record<string, string>>,
    { settings: chosen = {}, startEpochMs = START_EPOCH_MS }: WholeSystemOptions = {},
  ): Promise<WholeSystem> {
    const time = new VirtualTime({ startEpochMs });
    const epochMs = (): number => time.clock.epochMs() ?? 0;
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const fake = await startFakeSpotify(`${publicUrl}/callback`, {
      now: epochMs,
      random: seededRandom(7),
    });
    const config = configOf({ ...database, PORT: `${port}`, ...fake.env });
    const logLines: string[] = [];
    const relay = await startRelay({
      config,
      log: createLog('debug', { write: (line) => logLines.push(line) }),
      clock: { nowMs: epochMs, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    });
    const server = await listen(relay.app, config);
    const settings = {
      ...DEFAULTS,
      ...chosen,
      relayUrl: publicUrl,
      spotifyUrl: fake.server.url,
    };
    return new WholeSystem({
      fake,
      relay,
      server,
      settings,
      time,
      logLines,
    });
  }

  /** Power-on: the device starts with what its store holds. */
  async powerOn(): Promise<void> {
    this.#chip?.powerOff();
    const ports = {
      openBank: timedBank(this.lcd.openBank(DEFAULTS.pins), this.time.clock),
      clock: this.time.clock,
      timer: this.time.timer,
      http: this.http,
      store: this.store,
      log: {
        write: (level: string, message: string) =>
          void this.logLines.push(`device ${level} ${message}`),
      },
      random: seededRandom(11),
      tables: TABLES,
    };
    this.#chip = new Chip({
      timer: this.time.timer,
      start: (system) => {
        const device = new Device(
          { ...ports, network: new ScriptedNetwork(), system },
          this.#settings,
        );
        device.start();
        return device;
      },
    });
    this.#chip.powerOn();
    await this.http.settled();
  }

  /** Lets time pass, a deadline at a time. */
  async pass(ms: number): Promise<void> {
    const endUs = this.time.clock.nowUs() + ms * 1000;
    for (;;) {
      await this.http.settled();
      const nowUs = this.time.clock.nowUs();
      if (nowUs >= endUs) return;
      const nextUs = Math.min(endUs, this.time.nextDeadlineUs() ?? endUs);
      this.time.advanceUs(Math.max(0, nextUs - nowUs));
    }
  }

  /** Lets time pass until the display reads so. @throws Error after `limitMs` without it */
  async passUntil(wanted: RegExp, limitMs: number): Promise<void> {
    for (let passedMs = 0; passedMs <= limitMs; passedMs += LOOK_MS) {
      if (wanted.test(this.rows().join('\n'))) return;
      await this.pass(LOOK_MS);
    }
    throw new Error(`${String(wanted)} was not shown: ${this.rows().join(' / ')}`);
  }

  /** With a browser; each has an account of its own session. */
  async person(): Promise<Person> {
    const person = new Person({
      relayUrl: this.#settings.relayUrl,
      aliases: [],
      uid: 'somebody',
      password: PASSWORD,
    });
    await person.signIn();
    return person;
  }

  /** The code that stands on the display. */
  code(): string {
    return seenState(this.lcd.text()).code ?? '';
  }

  rows(): string[] {
    return this.lcd.text();
  }

  async close(): Promise<void> {
    this.#chip?.powerOff();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#relay.close();
    await this.#fake.server.close();
  }
}

function configOf(env: Readonly<Record<string, string>>): Config {
  const result = readConfig(env);
  if (result.ok) return result.config;
  throw new Error(JSON.stringify(result.problems));
}
