/** The Network port: joins the Wi-Fi, stays on it, and sets the clock before it says online. */
import type { Clock, Log, Network, NetworkState, Timer } from '../../ports.js';
import type { WifiSettings } from './wifi-settings.js';

/** ECMA-419's Wi-Fi station, as far as it is used: `station.ts` opens Moddable's. */
export interface Station {
  /** @throws where it is connecting already, or the driver refuses */
  connect(options: { SSID: string; password?: string }): void;
  disconnect(): void;
  readonly connection: number;
}

/** Linked, with an IPv4 and an IPv6 address (modules/io/wifi/esp32). */
const HAS_ADDRESS = 500;
/** Idle: left, refused or out of reach; the driver gives no reason and does not try again by itself. */
const DISCONNECTED = 200;

/** A router restarts in a minute or two: quick at first, and never so seldom that one would pull the plug. */
const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** From `connect` to an address. A DHCP server that never answers looks like this, and nobody else reports it. */
const JOIN_TIMEOUT_MS = 25_000;

export interface WifiOptions {
  readonly settings: WifiSettings;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly openStation: (onChanged: () => void) => Station;
  /** Asks the network for the time until it is told, sets the clock, then calls back once. */
  readonly setClock: (log: Log, onSet: () => void) => void;
}

export class WifiNetwork implements Network {
  readonly #options: WifiOptions;
  readonly #watchers: (() => void)[] = [];
  #state: NetworkState;
  #station: Station | undefined;
  #retryMs = RETRY_MIN_MS;
  /** The one thing that we wait for beside the driver: the join's deadline, or the next attempt. */
  #cancelWait: () => void = () => undefined;
  #isSettingClock = false;

  constructor(options: WifiOptions) {
    this.#options = options;
    this.#state = { kind: 'joining', name: options.settings.name };
  }

  get state(): NetworkState {
    return this.#state;
  }

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
    if (this.#station) return;
    this.#station = this.#options.openStation(() => this.#onChanged());
    this.#join();
  }

  #join(): void {
    const { settings, timer, log } = this.#options;
    this.#cancelWait = timer.set(() => {
      log.write('warn', `Wi-Fi ${settings.name}: no address in ${JOIN_TIMEOUT_MS} ms`);
      this.#station?.disconnect();
      this.#onLost();
    }, JOIN_TIMEOUT_MS);
    try {
      this.#station?.connect({
        SSID: settings.name,
        ...(settings.password === undefined ? {} : { password: settings.password }),
      });
    } catch (error) {
      // "already connecting" or the driver's refusal; either way the next attempt is the cure.
      log.write('warn', `Wi-Fi ${settings.name}: ${error instanceof Error ? error.message : ''}`);
      this.#onLost();
    }
  }

  #onChanged(): void {
    const connection = this.#station?.connection ?? DISCONNECTED;
    if (connection >= HAS_ADDRESS) this.#onJoined();
    else if (connection <= DISCONNECTED) this.#onLost();
  }

  #onJoined(): void {
    this.#cancelWait();
    this.#retryMs = RETRY_MIN_MS;
    if (this.#options.clock.epochMs() !== undefined) {
      this.#become({ kind: 'online' });
      return;
    }
    this.#become({ kind: 'setting-clock' });
    // One question outlives a lost network: it repeats until it is answered.
    if (this.#isSettingClock) return;
    this.#isSettingClock = true;
    this.#options.setClock(this.#options.log, () => {
      this.#isSettingClock = false;
      if (this.#state.kind === 'setting-clock') this.#become({ kind: 'online' });
    });
  }

  #onLost(): void {
    const { settings, timer } = this.#options;
    this.#cancelWait();
    this.#cancelWait = timer.set(() => this.#join(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
    this.#become({ kind: 'lost', name: settings.name });
  }

  #become(state: NetworkState): void {
    if (state.kind === this.#state.kind) return;
    this.#state = state;
    this.#options.log.write('info', `network: ${state.kind}`);
    for (const watcher of this.#watchers) watcher();
  }
}
