/** The Network port: joins the Wi-Fi, stays on it, and sets the clock before it says online. */
import type { Cancel, Clock, Log, Network, NetworkState, Timer } from '../../shared/ports.js';
import { ipv4 } from '../../http/url.js';
import type { WifiSettings } from './wifi-settings.js';

/** ECMA-419's Wi-Fi station, as far as it is used: `station.ts` opens Moddable's. */
export interface Station {
  /** @throws where it is connecting already, or the driver refuses */
  connect(options: { SSID: string; password?: string }): void;
  disconnect(): void;
  readonly connection: number;
  /** IPv4 where there is one, else IPv6. */
  readonly address: string | undefined;
  /** In dBm, while an access point is joined. */
  readonly RSSI: number | undefined;
}

/** Linked, with an IPv4 and an IPv6 address (modules/io/wifi/esp32). */
const HAS_ADDRESS = 500;
/** Linked. It stays so without IPv6, which nothing here uses: there is no event for IPv4 alone. */
const LINKED = 400;
const LOOK_FOR_ADDRESS_MS = 1_000;
/** Idle: left, refused or out of reach; the driver gives no reason and does not try again by itself. */
const DISCONNECTED = 200;

/** A router restarts in a minute or two: quick at first, and never so seldom that one would pull the plug. */
const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** From `connect` to an address. A DHCP server that never answers looks like this, and nobody else reports it. */
const JOIN_TIMEOUT_MS = 25_000;
/** The chip's clock may be wrong by some seconds a day, and certificates do not mind; by some minutes they would. */
const SET_CLOCK_EVERY_MS = 86_400_000;

export interface WifiOptions {
  readonly settings: Pick<WifiSettings, 'name' | 'password'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly openStation: (onChanged: () => void) => Station;
  /** Sets the clock, then calls `onSet` once, and `onLate` where that takes so long that a person should know. */
  readonly setClock: (onSet: () => void, onLate: () => void) => void;
  /** How long it may be without the network at a stretch before `onGivenUp`; then another start looks further. */
  readonly patienceMs: number;
  readonly onGivenUp: () => void;
  /** Once, with the first address. */
  readonly onJoined: () => void;
}

export class WifiNetwork implements Network {
  readonly #options: WifiOptions;
  readonly #watchers: (() => void)[] = [];
  #state: NetworkState;
  #station: Station | undefined;
  #retryMs = RETRY_MIN_MS;
  /** The one thing that we wait for beside the driver: the join's deadline, or the next attempt. */
  #cancelWait: Cancel = () => undefined;
  #cancelLook: Cancel = () => undefined;
  #cancelPatience: Cancel | undefined;
  #isTomorrowPlanned = false;
  #isSettingClock = false;
  #wasJoined = false;

  constructor(options: WifiOptions) {
    this.#options = options;
    this.#state = { kind: 'joining', name: options.settings.name };
  }

  get state(): NetworkState {
    return this.#state;
  }

  get signalDbm(): number | undefined {
    return this.#station?.RSSI;
  }

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
    if (this.#station) return;
    this.#station = this.#options.openStation(() => this.onChanged());
    this.losePatience();
    this.join();
  }

  private join(): void {
    const { settings, timer, log } = this.#options;
    this.#cancelWait = timer.set(() => {
      log.write('warn', `Wi-Fi ${settings.name}: no address in ${JOIN_TIMEOUT_MS} ms`);
      this.#station?.disconnect();
      this.onLost();
    }, JOIN_TIMEOUT_MS);
    try {
      this.#station?.connect({
        SSID: settings.name,
        ...(settings.password === undefined ? {} : { password: settings.password }),
      });
    } catch (error) {
      // "already connecting" or the driver's refusal; either way the next attempt is the cure.
      log.write('warn', `Wi-Fi ${settings.name}: ${error instanceof Error ? error.message : ''}`);
      this.onLost();
    }
  }

  private onChanged(): void {
    const connection = this.#station?.connection ?? DISCONNECTED;
    if (connection >= HAS_ADDRESS) this.onJoined();
    else if (connection >= LINKED) this.lookForAddress();
    else if (connection <= DISCONNECTED) this.onLost();
  }

  private lookForAddress(): void {
    this.#cancelLook();
    this.#cancelLook = this.#options.timer.set(() => {
      const { connection = DISCONNECTED, address } = this.#station ?? {};
      if (connection < LINKED) return;
      if (address !== undefined && ipv4(address)) this.onJoined();
      else this.lookForAddress();
    }, LOOK_FOR_ADDRESS_MS);
  }

  /** Counts from the first moment without the network, whatever is tried meanwhile. */
  private losePatience(): void {
    const { timer, patienceMs, onGivenUp } = this.#options;
    this.#cancelPatience ??= timer.set(onGivenUp, patienceMs);
  }

  private onJoined(): void {
    this.#cancelWait();
    this.#cancelLook();
    this.#cancelPatience?.();
    this.#cancelPatience = undefined;
    this.#retryMs = RETRY_MIN_MS;
    if (!this.#wasJoined) {
      this.#wasJoined = true;
      this.#options.onJoined();
    }
    if (this.#options.clock.epochMs() === undefined) {
      this.become({ kind: 'setting-clock' });
      this.setClock();
    } else {
      // Kept by the chip over a restart.
      this.setClockTomorrow();
      this.become({ kind: 'online' });
    }
  }

  /** One question outlives a lost network: it repeats until it is answered. */
  private setClock(): void {
    if (this.#isSettingClock) return;
    this.#isSettingClock = true;
    this.#options.setClock(
      () => {
        this.#isSettingClock = false;
        this.setClockTomorrow();
        if (this.#state.kind === 'setting-clock') this.become({ kind: 'online' });
      },
      () => {
        if (this.#state.kind === 'setting-clock')
          this.become({ kind: 'setting-clock', isLate: true });
      },
    );
  }

  private setClockTomorrow(): void {
    if (this.#isTomorrowPlanned) return;
    this.#isTomorrowPlanned = true;
    this.#options.timer.set(() => {
      this.#isTomorrowPlanned = false;
      this.setClock();
    }, SET_CLOCK_EVERY_MS);
  }

  private onLost(): void {
    const { settings, timer, clock } = this.#options;
    this.losePatience();
    this.#cancelLook();
    this.#cancelWait();
    this.#cancelWait = timer.set(() => this.join(), this.#retryMs);
    const retryAtMs = clock.nowUs() / 1000 + this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
    this.become({ kind: 'lost', name: settings.name, retryAtMs });
  }

  private become(state: NetworkState): void {
    const isLate = 'isLate' in state;
    // Lost again is news: the next attempt is later.
    if (state.kind === this.#state.kind && state.kind !== 'lost' && !isLate) return;
    if (state.kind !== this.#state.kind) this.#options.log.write('info', `network: ${state.kind}`);
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
