/** A device of a soak, and what lies between it and its ports: faults reach it here. */
import type { DevicePorts } from '../../device/app/device.js';
import { TimeSetter } from '../../device/clock/time-setter.js';
import type { Bank, Clock, OpenBank, Store } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';
import type { EmulatedDevice } from '../../simulator/ports/emulated-device.js';
import type { MemoryStore } from '../../simulator/ports/memory-store.js';
import { TornStore, type TEARS } from '../../test/device/app/torn-store.js';
import { seededRandom } from '../virtual/seeded-random.js';
import { Gate } from './gate.js';
import type { VirtualSystem } from './system.js';
import type { Watch } from './watch.js';
import { Wire } from './wire.js';

/** As at the relay, so at the fake Spotify. */
export type AccountName = 'owner' | 'listener';

export interface SeatOptions {
  readonly system: VirtualSystem;
  readonly seed: number;
  readonly settings: Partial<DeviceSettings>;
  readonly account: AccountName;
  readonly watch: Watch;
  readonly complain: (what: string) => void;
  readonly onNoGrant: () => void;
  /** A fault planted by a test, between the device and its ports. */
  readonly plant?: (ports: DevicePorts) => DevicePorts;
}

/** Of the edges while they are flawed. */
const FLAWED_ONE_IN = 50;
const POWER_IS_OFF_MS = 2_000;
const TIME_SERVERS = ['a.ntp.invalid', 'b.ntp.invalid'];
/** For a reply of one of them, and for the relay's date. */
const TIME_WAIT_MS = 1_000;

export class Seat {
  readonly account: AccountName;
  readonly watch: Watch;
  readonly device: EmulatedDevice;
  readonly gate: Gate;
  readonly wire: Wire;
  readonly memory: MemoryStore;
  readonly logLines: readonly string[];
  /** Its clock is so much ahead; undefined: not set. */
  clockOffsetMs: number | undefined = 0;
  /** Of E. */
  edges: 'well' | 'lost' | 'doubled' = 'well';
  readonly #system: VirtualSystem;
  readonly #random: () => number;
  readonly #wiring: DeviceSettings['wiring'];
  /** Takes the place of the store until the power has gone. */
  #torn: TornStore | undefined;

  constructor(options: SeatOptions) {
    const { system, seed, settings, account, complain, onNoGrant, plant } = options;
    const { time, fakeSpotify } = system;
    this.#system = system;
    this.account = account;
    this.watch = options.watch;
    this.#wiring = settings.wiring ?? system.settings.wiring;
    this.#random = seededRandom(seed + 2);
    this.wire = new Wire({
      timer: time.timer,
      random: seededRandom(seed + 1),
      answer: (request) => {
        const token = fakeSpotify.grants.readAccessToken(
          request.headers['authorization']?.replace('Bearer ', '') ?? '',
        );
        if (typeof token === 'object' && token.terms.userId !== account)
          complain('uses a token of another account');
        if (typeof token === 'object' && system.relays.lost.has(account))
          complain('uses a token that the relay did not keep');
        return fakeSpotify.handle(request);
      },
    });
    const { relayUrl } = system.settings;
    this.gate = new Gate({
      http: { relay: system.http, spotify: this.wire },
      timer: time.timer,
      nowMs: () => time.clock.nowUs() / 1000,
      hostOf: (url) => (url.startsWith(relayUrl) ? 'relay' : 'spotify'),
      onEarly: (host, byMs) =>
        complain(
          `a request to ${host} came ${Math.ceil(byMs / 1000)} s before its Retry-After was over`,
        ),
      onRelayAsked: () => this.watch.asksRelay(),
      onNoGrant,
    });
    const made = system.addDevice(seed, this.gate, settings, (ports) =>
      plant ? plant(this.#between(ports)) : this.#between(ports),
    );
    this.device = made.device;
    this.memory = made.store;
    this.logLines = made.logLines;
  }

  press(): void {
    this.device.device.press();
  }

  /** Off and on at once. */
  restart(): void {
    this.device.chip.powerOff();
    this.device.chip.powerOn();
  }

  /** @returns what turns the power on again */
  cutPower(): () => void {
    this.device.chip.powerOff();
    return () => this.device.chip.powerOn();
  }

  /** It starts without a time, and asks servers that do not reply yet. */
  startWithoutTime(silentForMs: number): void {
    const { clock, timer } = this.#system.time;
    const { network } = this.device;
    const trueMs = (): number => clock.epochMs() ?? 0;
    const untilMs = trueMs() + silentForMs;
    this.clockOffsetMs = undefined;
    this.restart();
    network.become({ kind: 'setting-clock' });
    new TimeSetter({
      timer,
      clock: this.#clock,
      log: { write: () => undefined },
      store: this.memory,
      servers: TIME_SERVERS,
      requestServer: (_host, onReply) =>
        timer.set(
          () => onReply(trueMs() < untilMs ? undefined : { kind: 'time', epochMs: trueMs() }),
          TIME_WAIT_MS,
        ),
      requestRelay: (onDate) => timer.set(() => onDate(trueMs()), TIME_WAIT_MS),
      setTime: (epochMs) => (this.clockOffsetMs = epochMs - trueMs()),
    }).start(
      () => network.become({ kind: 'online' }),
      () => network.become({ kind: 'setting-clock', isLate: true }),
    );
  }

  /** The power goes within the next change of its store, or at the end where there was none. */
  tearNextWrite(tear: (typeof TEARS)[number]): () => void {
    this.#torn = new TornStore(this.memory, 0, tear);
    return () => {
      if (this.#torn) this.#cutAfterTear();
    };
  }

  #cutAfterTear(): void {
    this.#torn = undefined;
    this.device.chip.powerOff();
    this.#system.time.timer.set(() => this.device.chip.powerOn(), POWER_IS_OFF_MS);
  }

  #between(ports: DevicePorts): DevicePorts {
    return {
      ...ports,
      clock: this.#clock,
      store: this.#store(),
      openBank: this.#flawed(ports.openBank),
    };
  }

  get #clock(): Clock {
    const { clock } = this.#system.time;
    return {
      nowUs: () => clock.nowUs(),
      waitUntilUs: (deadlineUs) => clock.waitUntilUs(deadlineUs),
      epochMs: () => {
        const { clockOffsetMs } = this;
        return clockOffsetMs === undefined ? undefined : (clock.epochMs() ?? 0) + clockOffsetMs;
      },
    };
  }

  #store(): Store {
    const change = (how: (store: Store) => void): void => {
      if (!this.#torn) return how(this.memory);
      const { timer } = this.#system.time;
      // Not within the write: the device's own stack is above it.
      timer.set(() => this.#torn && this.#cutAfterTear(), 0);
      how(this.#torn);
    };
    return {
      read: (key) => (this.#torn ?? this.memory).read(key),
      write: (key, value) => change((store) => store.write(key, value)),
      remove: (key) => change((store) => store.remove(key)),
    };
  }

  #flawed(openBank: OpenBank): OpenBank {
    const wiring = this.#wiring;
    if (wiring.bus !== 'gpio') return openBank;
    const e = 1 << wiring.pins.e;
    return (mask): Bank => {
      const bank = openBank(mask);
      return {
        close: () => bank.close?.(),
        write: (levels) => {
          const isFlawed =
            this.edges !== 'well' && (levels & e) !== 0 && this.#random() * FLAWED_ONE_IN < 1;
          if (isFlawed && this.edges === 'lost') return;
          bank.write(levels);
          if (!isFlawed) return;
          bank.write(levels & ~e);
          bank.write(levels);
        },
      };
    };
  }
}
