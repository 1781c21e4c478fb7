/** The whole system with one device: waits until the display shows what a test expects. */
import type { Http } from '../../device/shared/ports.js';
import type { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import type { Person } from '../../simulator/person.js';
import { seenState } from '../../simulator/seen-state.js';
import type { FakeSpotify } from '../../simulator/spotify/fake-spotify.js';
import {
  VirtualSystem,
  type DeviceOfSystem,
  type VirtualSystemOptions,
} from '../../tools/soak/system.js';
import type { VirtualTime } from '../../tools/virtual/virtual-clock.js';

/** What no log may hold. */
export const PASSWORD = 'a good password';
const START_EPOCH_MS = Date.UTC(2026, 10, 25, 18);
/** How often a person looks at the display. */
const LOOK_MS = 500;

/** Counts what goes to the network. */
class CountedHttp implements Http {
  readonly requests: string[] = [];
  /** Every bearer token that the device has sent. */
  readonly tokens = new Set<string>();
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  send(...[request, handlers]: Parameters<Http['send']>): ReturnType<Http['send']> {
    this.requests.push(`${request.method} ${new URL(request.url).pathname}`);
    const { authorization } = request.headers;
    if (authorization) this.tokens.add(authorization.replace('Bearer ', ''));
    return this.#http.send(request, handlers);
  }

  count(pattern: RegExp): number {
    return this.requests.filter((request) => pattern.test(request)).length;
  }
}

export class WholeSystem {
  readonly http: CountedHttp;
  readonly lcd: Hd44780Emulator;
  readonly fakeSpotify: FakeSpotify;
  readonly clientSecret: string;
  /** What the device logged; `relayLines` has the rest. */
  readonly logLines: readonly string[];
  readonly relayLines: readonly string[];
  readonly #system: VirtualSystem;
  readonly #chip: DeviceOfSystem['device']['chip'];

  private constructor(system: VirtualSystem) {
    this.#system = system;
    this.http = new CountedHttp(system.http);
    const { device, logLines } = system.addDevice(11, this.http);
    this.lcd = device.lcd;
    this.#chip = device.chip;
    this.logLines = logLines;
    this.relayLines = system.relays.lines;
    this.fakeSpotify = system.fakeSpotify;
    this.clientSecret = system.clientSecret;
  }

  /** @param database environment that leads to a database of its own: see `databaseEnv` */
  static async start(
    database: Readonly<Record<string, string>>,
    options: Partial<Pick<VirtualSystemOptions, 'settings' | 'startEpochMs'>> = {},
  ): Promise<WholeSystem> {
    const env = { ...database, LOG_LEVEL: 'debug' };
    return new WholeSystem(
      await VirtualSystem.start({ startEpochMs: START_EPOCH_MS, ...options, env, seed: 7 }),
    );
  }

  /** Power-on: the device starts with what its store holds. */
  async powerOn(): Promise<void> {
    this.#chip.powerOff();
    this.#chip.powerOn();
    await this.#system.http.settled();
  }

  get time(): VirtualTime {
    return this.#system.time;
  }

  pass(ms: number): Promise<void> {
    return this.#system.pass(ms);
  }

  /** Lets time pass until the display reads so. @throws Error after `limitMs` without it */
  async passUntil(wanted: RegExp, limitMs: number): Promise<void> {
    for (let passedMs = 0; passedMs <= limitMs; passedMs += LOOK_MS) {
      if (wanted.test(this.rows().join('\n'))) return;
      await this.pass(LOOK_MS);
    }
    throw new Error(`${String(wanted)} was not shown: ${this.rows().join(' / ')}`);
  }

  person(): Promise<Person> {
    return this.#system.person('somebody', PASSWORD);
  }

  /** The code on the display. */
  code(): string {
    return seenState(this.lcd.text()).code ?? '';
  }

  rows(): string[] {
    return this.lcd.text();
  }

  close(): Promise<void> {
    return this.#system.close();
  }
}
