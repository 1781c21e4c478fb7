/** Devices, a real relay and the fake Spotify on one virtual clock, which stops while a request is open. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { Device } from '../../device/app/device.js';
import type { Random, System } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { readConfig } from '../../relay/config.js';
import { createLog } from '../../relay/log.js';
import { listen, startRelay, type Relay } from '../../relay/start.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { Person } from '../../simulator/person.js';
import { timedBank } from '../../simulator/ports/bank.js';
import { Chip } from '../../simulator/ports/chip.js';
import { MemoryStore } from '../../simulator/ports/memory-store.js';
import { ScriptedNetwork } from '../../simulator/ports/scripted-network.js';
import { seededRandom } from '../virtual/seeded-random.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import type { PlaylistStep } from '../../simulator/spotify/playlist.js';
import type { FakeSpotify } from '../../simulator/spotify/fake-spotify.js';
import { startFakeSpotify, type RunningFakeSpotify } from '../../simulator/spotify/server.js';
import { freePort } from '../../test/support/free-port.js';
import { Gate, type Host } from './gate.js';

const table = (name: string): Uint8Array =>
  readFileSync(new URL(`../../device/text/${name}`, import.meta.url));

/** One device and what is around it. */
export interface Seat {
  readonly lcd: Hd44780Emulator;
  readonly gate: Gate;
  readonly store: MemoryStore;
  readonly logLines: string[];
  network: ScriptedNetwork;
  chip: Chip;
}

export interface SoakSystemOptions {
  readonly relayUrl: string;
  readonly dataDir: string;
  readonly seed: number;
  readonly deviceCount: number;
  readonly startEpochMs: number;
  readonly playlist: readonly PlaylistStep[];
  readonly onEarly: (seat: number, host: Host, byMs: number) => void;
}

export class SoakSystem {
  readonly time: VirtualTime;
  readonly seats: readonly Seat[];
  readonly relayLines: string[] = [];
  readonly #options: SoakSystemOptions;
  readonly #fake: RunningFakeSpotify;
  readonly #settings: DeviceSettings;
  #earlierRestarts = 0;
  #relay: Relay | undefined;
  #server: Server | undefined;
  readonly #tables = { text: table('tables.bin'), japanese: table('japanese.bin') };

  private constructor(options: SoakSystemOptions, time: VirtualTime, fake: RunningFakeSpotify) {
    this.#options = options;
    this.time = time;
    this.#fake = fake;
    this.#settings = { ...DEFAULTS, relayUrl: options.relayUrl, spotifyUrl: fake.server.url };
    this.seats = Array.from({ length: options.deviceCount }, (_, index) => this.#seat(index));
  }

  static async start(options: Omit<SoakSystemOptions, 'relayUrl'>): Promise<SoakSystem> {
    const { startEpochMs, seed, playlist, dataDir } = options;
    const time = new VirtualTime({ startEpochMs });
    const nowMs = (): number => time.clock.epochMs() ?? 0;
    const port = await freePort();
    const relayUrl = `http://127.0.0.1:${port}`;
    const random = seededRandom(seed + 1);
    const fake = await startFakeSpotify(`${relayUrl}/callback`, { now: nowMs, random, playlist });
    const system = new SoakSystem({ ...options, relayUrl }, time, fake);
    const read = readConfig({ DATA_DIR: dataDir, PORT: `${port}`, ...fake.env });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const relay = await startRelay({
      config: read.config,
      log: createLog('warn', { write: (line) => void system.relayLines.push(line) }),
      clock: { nowMs, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    });
    system.#relay = relay;
    system.#server = await listen(relay.app, read.config);
    return system;
  }

  get fakeSpotify(): FakeSpotify {
    return this.#fake.spotify;
  }

  #seat(index: number): Seat {
    const { time } = this;
    const { onEarly } = this.#options;
    const gate = new Gate({
      timer: time.timer,
      nowMs: () => time.clock.nowUs() / 1000,
      hostOf: (url) => (url.startsWith(this.#settings.relayUrl) ? 'relay' : 'spotify'),
      onEarly: (host, byMs) => onEarly(index, host, byMs),
    });
    const lcd = new Hd44780Emulator({
      geometry: DEFAULTS,
      nowNs: () => time.clock.nowUs() * 1000,
    });
    const random = seededRandom(this.#options.seed * 31 + index);
    const seat: Seat = {
      lcd,
      gate,
      store: new MemoryStore(),
      logLines: [],
      network: new ScriptedNetwork(),
      chip: this.#chip((system) => this.#device(seat, random, system)),
    };
    return seat;
  }

  #chip(start: (system: System) => Device): Chip {
    return new Chip({ timer: this.time.timer, start });
  }

  #device(seat: Seat, random: Random, system: System): Device {
    // Each start watches the network again; the script sets its state.
    seat.network = new ScriptedNetwork(seat.network.state);
    const { time } = this;
    const device = new Device(
      {
        openBank: timedBank(seat.lcd.openBank(DEFAULTS.pins), time.clock),
        clock: time.clock,
        timer: time.timer,
        http: seat.gate,
        store: seat.store,
        network: seat.network,
        log: { write: (level, message) => void seat.logLines.push(`${level} ${message}`) },
        random,
        tables: this.#tables,
        system,
      },
      this.#settings,
    );
    device.start();
    return device;
  }

  /** After a power cut: the same program again, with what its store holds. */
  powerOn(seat: Seat): void {
    this.#earlierRestarts += seat.chip.restartCount;
    const random = seededRandom(this.#options.seed * 37 + seat.logLines.length);
    seat.chip = this.#chip((system) => this.#device(seat, random, system));
    seat.chip.powerOn();
  }

  /** Of all devices, without power cuts. */
  get restartCount(): number {
    return this.seats.reduce((sum, { chip }) => sum + chip.restartCount, this.#earlierRestarts);
  }

  /** Each has a browser of its own; to the relay all are one account. */
  async person(): Promise<Person> {
    const person = new Person({
      relayUrl: this.#settings.relayUrl,
      aliases: [],
      uid: 'soaker',
      password: 'a password of the soak',
    });
    await person.signIn();
    return person;
  }

  /** Lets time pass, one deadline at a time. */
  async pass(ms: number): Promise<void> {
    const endUs = this.time.clock.nowUs() + ms * 1000;
    for (;;) {
      for (const { gate } of this.seats) await gate.settled();
      const nowUs = this.time.clock.nowUs();
      if (nowUs >= endUs) return;
      const nextUs = Math.min(endUs, this.time.nextDeadlineUs() ?? endUs);
      this.time.advanceUs(Math.max(0, nextUs - nowUs));
    }
  }

  async close(): Promise<void> {
    for (const { chip } of this.seats) chip.powerOff();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(null)));
    await this.#relay?.close();
    await this.#fake.server.close();
  }
}
