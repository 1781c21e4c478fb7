/**
 * Sets the chip's clock, which certificates are checked against. Tries NTP servers until one replies. If none does within
 * a minute or so, it starts with a less exact time and keeps trying.
 */
import { readRecord, writeRecord } from '../resilience/stored-record.js';
import { nothing } from '../shared/nothing.js';
import type { Cancel, Clock, Log, Store, Timer } from '../shared/ports.js';
import type { NtpReply } from './ntp-packet.js';
import { isPlausible } from './plausible-time.js';

export interface TimeSetterOptions {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly store: Store;
  /** Host names, preferably of different operators. */
  readonly servers: readonly string[];
  /** One request to one server. Calls back once, later, unless cancelled: with undefined if nothing arrived in time. */
  readonly requestServer: (host: string, onReply: (reply: NtpReply | undefined) => void) => Cancel;
  /** The date of a response of the relay; undefined if the relay uses https, which needs the time already. */
  readonly requestRelay: ((onDate: (epochMs: number | undefined) => void) => Cancel) | undefined;
  readonly setTime: (epochMs: number) => void;
}

/** After this long without a reply the display says so. */
export const LATE_MS = 60_000;
/** Time to read that, before it goes on with another time. */
export const GO_ON_MS = 10_000;
const NEXT_SERVER_MS = 1_000;
/** Between two rounds of all servers; doubled each time. */
const ROUND_MS_MIN = 15_000;
const ROUND_MS_MAX = 300_000;
/** The chip drifts by seconds a day. A server that differs by more must be confirmed by another. */
const STEP_MS_MAX = 600_000;
const AGREE_MS = 60_000;
/** A stored time may be a little old, and a flash page survives some 100,000 writes. */
const KEEP_AGAIN_MS = 12 * 3_600_000;
const RECORD = 'time';

interface Opinion {
  readonly epochMs: number;
  readonly atUs: number;
  readonly server: string;
}

export class TimeSetter {
  readonly #options: TimeSetterOptions;
  /** Servers that refused; not used again until the program restarts. */
  readonly #refused: string[] = [];
  #next = 0;
  #roundMs = ROUND_MS_MIN;
  #onSet: (() => void) | undefined;
  /** The time of a server that contradicts the clock. */
  #opinion: Opinion | undefined;
  /** The clock was set by an NTP server, in this run or before a restart. */
  #isSure: boolean;
  #cancelRequest: Cancel | undefined;
  #cancelLate: Cancel = nothing;

  constructor(options: TimeSetterOptions) {
    this.#options = options;
    this.#isSure = options.clock.epochMs() !== undefined;
  }

  /**
   * Tries until a server has replied; a call while it does so only replaces the callbacks.
   * @param onSet called once, when there is a time to work with
   * @param onLate called if there is none after a minute
   */
  start(onSet: () => void, onLate: () => void): void {
    this.#onSet = onSet;
    if (this.#options.clock.epochMs() === undefined) {
      this.#cancelLate();
      this.#cancelLate = this.#options.timer.set(() => {
        this.#options.log.write('warn', 'no time from any server: is NTP (UDP port 123) blocked?');
        onLate();
        this.#cancelLate = this.#options.timer.set(() => this.goOn(), GO_ON_MS);
      }, LATE_MS);
    }
    if (this.#cancelRequest) return;
    this.#roundMs = ROUND_MS_MIN;
    this.request();
  }

  /** A certificate is not valid now: perhaps the clock is wrong. */
  doubt(): void {
    if (this.#cancelRequest) return;
    this.#options.log.write('info', 'the clock may be wrong: checking it');
    this.request();
  }

  private request(): void {
    const { servers, requestServer, timer } = this.#options;
    const usable = servers.filter((server) => !this.#refused.includes(server));
    const server = usable[this.#next % Math.max(1, usable.length)];
    if (server === undefined) {
      // All have refused: try again tomorrow.
      this.#refused.length = 0;
      this.later(ROUND_MS_MAX);
      return;
    }
    this.#cancelRequest = requestServer(server, (reply) => {
      this.#next += 1;
      if (this.isTakenFrom(server, reply)) {
        this.#cancelRequest = undefined;
        return;
      }
      const isRoundOver = this.#next % Math.max(1, usable.length) === 0;
      if (!isRoundOver) {
        this.#cancelRequest = timer.set(() => this.request(), NEXT_SERVER_MS);
        return;
      }
      this.later(this.#roundMs);
      this.#roundMs = Math.min(this.#roundMs * 2, ROUND_MS_MAX);
    });
  }

  private later(delayMs: number): void {
    this.#cancelRequest = this.#options.timer.set(() => this.request(), delayMs);
  }

  private isTakenFrom(server: string, reply: NtpReply | undefined): boolean {
    const { log } = this.#options;
    switch (reply?.kind) {
      case 'time':
        return this.isTaken(server, reply.epochMs);
      case 'refused':
        this.#refused.push(server);
        log.write('warn', `${server} refused the request: ${reply.code}`);
        return false;
      case 'unusable':
        log.write('warn', `no time from ${server}: ${reply.why}`);
        return false;
      case 'foreign':
      case undefined:
        log.write('warn', `no time from ${server}`);
        return false;
    }
  }

  private isTaken(server: string, epochMs: number): boolean {
    const { clock, log } = this.#options;
    const nowMs = clock.epochMs();
    const isStep = nowMs !== undefined && Math.abs(epochMs - nowMs) > STEP_MS_MAX;
    if (isStep && this.#isSure && !this.isAgreed(server, epochMs)) {
      log.write('warn', `${server} contradicts the clock; trying another`);
      this.#opinion = { epochMs, atUs: clock.nowUs(), server };
      return false;
    }
    log.write('info', `clock set by ${server}`);
    this.#isSure = true;
    this.#opinion = undefined;
    this.set(epochMs);
    this.keep(epochMs);
    return true;
  }

  /** Another server agrees; with only one server, it has said so twice. */
  private isAgreed(server: string, epochMs: number): boolean {
    const { clock, servers } = this.#options;
    const opinion = this.#opinion;
    if (!opinion || (opinion.server === server && servers.length > 1)) return false;
    const elapsedMs = (clock.nowUs() - opinion.atUs) / 1000;
    return Math.abs(opinion.epochMs + elapsedMs - epochMs) <= AGREE_MS;
  }

  /** No server has replied: use the relay's date, or the last stored time, which is too early but not otherwise wrong. */
  private goOn(): void {
    const { requestRelay, log, timer } = this.#options;
    const take = (epochMs: number, source: string): void => {
      log.write('warn', `no NTP server replied: clock set to ${source}`);
      this.set(epochMs);
    };
    const takeKept = (): void => {
      const kept = this.kept();
      if (kept !== undefined) return take(kept, 'the last stored time');
      this.#cancelLate = timer.set(() => this.goOn(), LATE_MS);
    };
    if (!requestRelay) return takeKept();
    this.#cancelLate = requestRelay((epochMs) => {
      if (epochMs !== undefined && isPlausible(epochMs)) take(epochMs, 'the relay’s date');
      else takeKept();
    });
  }

  private set(epochMs: number): void {
    this.#cancelLate();
    this.#options.setTime(epochMs);
    const onSet = this.#onSet;
    this.#onSet = undefined;
    onSet?.();
  }

  /** The stored time of an earlier run, plus the time since this start. */
  private kept(): number | undefined {
    const storedMs = this.stored();
    const epochMs = (storedMs ?? NaN) + this.#options.clock.nowUs() / 1000;
    return isPlausible(epochMs) ? epochMs : undefined;
  }

  private stored(): number | undefined {
    try {
      const text = readRecord(this.#options.store, RECORD);
      return text === undefined ? undefined : Number(text) * 1000;
    } catch {
      return undefined; // The flash cannot be read.
    }
  }

  private keep(epochMs: number): void {
    const { store, log } = this.#options;
    const storedMs = this.stored();
    if (storedMs !== undefined && Math.abs(storedMs - epochMs) < KEEP_AGAIN_MS) return;
    try {
      writeRecord(store, RECORD, String(Math.floor(epochMs / 1000)));
    } catch (error) {
      log.write('warn', `store: the time: ${String(error)}`);
    }
  }
}
