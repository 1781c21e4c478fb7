/** The Network port: joins the Wi-Fi, rejoins it when lost, and sets the clock before it reports online. */
import { nothing } from '../../shared/nothing.js';
import type { Cancel, Clock, Log, Network, NetworkState, Timer } from '../../shared/ports.js';
import { ipv4 } from '../../http/url.js';
import type { WifiSettings } from './wifi-settings.js';

/** The part of ECMA-419's Wi-Fi station that we use; `station.ts` opens Moddable's. */
export interface Station {
  /** @throws if it is already connecting, or the driver refuses */
  connect(options: { SSID: string; password?: string }): void;
  disconnect(): void;
  readonly connection: number;
  /** IPv4 if there is one, otherwise IPv6. */
  readonly address: string | undefined;
  /** In dBm, while joined. */
  readonly RSSI: number | undefined;
}

/** Linked, with an IPv4 and an IPv6 address (modules/io/wifi/esp32). */
const HAS_ADDRESS = 500;
/** Linked. With IPv4 only it stays in this state: there is no event for that, so check the address. */
const LINKED = 400;
const LOOK_FOR_ADDRESS_MS = 1_000;
/** Idle: disconnected, refused or out of range; the driver gives no reason and does not retry by itself. */
const DISCONNECTED = 200;

/** A router restarts in a minute or two: retry quickly at first, and often enough that nobody unplugs the device. */
const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** From `connect` to an address: a DHCP server that does not respond causes no event. */
const JOIN_TIMEOUT_MS = 25_000;
/** The chip's clock drifts by some seconds a day, which certificates tolerate; minutes would be too much. */
const SET_CLOCK_EVERY_MS = 86_400_000;

export interface WifiOptions {
  readonly settings: Pick<WifiSettings, 'name' | 'password'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly openStation: (onChanged: () => void) => Station;
  /** Sets the clock, then calls `onSet` once; calls `onLate` if that takes so long that the display should say so. */
  readonly setClock: (onSet: () => void, onLate: () => void) => void;
  /** Time without the network, at a stretch, before `onGivenUp`. */
  readonly giveUpAfterMs: number;
  readonly onGivenUp: () => void;
  /** Called once, with the first address. */
  readonly onJoined: () => void;
}

export class WifiNetwork implements Network {
  readonly #options: WifiOptions;
  readonly #watchers: (() => void)[] = [];
  #state: NetworkState;
  #station: Station | undefined;
  #retryMs = RETRY_MIN_MS;
  /** The current timer: the join's deadline, or the next attempt. */
  #cancelWait: Cancel = nothing;
  #cancelLook: Cancel = nothing;
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
      // Already connecting, or the driver refused: the next attempt may work.
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

  /** Counts from the loss of the network, across attempts. */
  private losePatience(): void {
    const { timer, giveUpAfterMs, onGivenUp } = this.#options;
    this.#cancelPatience ??= timer.set(onGivenUp, giveUpAfterMs);
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
      // The chip keeps its clock across a restart.
      this.setClockTomorrow();
      this.become({ kind: 'online' });
    }
  }

  /** Keeps trying while the network is lost, so it is started only once. */
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
    // Lost again: the next attempt comes later.
    if (state.kind === this.#state.kind && state.kind !== 'lost' && !isLate) return;
    if (state.kind !== this.#state.kind) this.#options.log.write('info', `network: ${state.kind}`);
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
