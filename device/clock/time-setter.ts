/**
 * Sets the chip's clock, by which certificates are judged. It asks NTP servers until one answers; where none does, the
 * wait has an end: another time will do to go on with, and the servers are asked again all the same.
 */
import { readRecord, writeRecord } from '../resilience/stored-record.js';
import type { Cancel, Clock, Log, Store, Timer } from '../shared/ports.js';
import type { NtpReply } from './ntp-packet.js';
import { isPlausible } from './plausible-time.js';

export interface TimeSetterOptions {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly store: Store;
  /** Names; of different operators where there are several. */
  readonly servers: readonly string[];
  /** One request to one server; calls back once, later, unless cancelled: with undefined where nothing came in time. */
  readonly askServer: (host: string, onReply: (reply: NtpReply | undefined) => void) => Cancel;
  /** The date of a response of the relay, where that is plain http: over https it would need the time already. */
  readonly askRelay: ((onDate: (epochMs: number | undefined) => void) => Cancel) | undefined;
  readonly setTime: (epochMs: number) => void;
}

/** No answer for so long, and a person is told. */
export const LATE_MS = 60_000;
/** For that to be read, before it goes on with another time. */
export const GO_ON_MS = 10_000;
const NEXT_SERVER_MS = 1_000;
/** Between two rounds of all servers; doubled from one to the next. */
const ROUND_MS_MIN = 15_000;
const ROUND_MS_MAX = 300_000;
/** A chip's clock is off by seconds a day. A server that says otherwise needs another that agrees. */
const STEP_MS_MAX = 600_000;
const AGREE_MS = 60_000;
/** A kept time that is a little old is as good, and a flash page bears some 100,000 writes. */
const KEEP_AGAIN_MS = 12 * 3_600_000;
const RECORD = 'time';

interface Opinion {
  readonly epochMs: number;
  readonly atUs: number;
  readonly server: string;
}

export class TimeSetter {
  readonly #options: TimeSetterOptions;
  /** Servers that refused; asked no more until the program restarts. */
  readonly #refused: string[] = [];
  #next = 0;
  #roundMs = ROUND_MS_MIN;
  #onSet: (() => void) | undefined;
  /** Of a server that contradicts the clock. */
  #opinion: Opinion | undefined;
  /** The clock was set by a server, or by one before a restart, and not by a makeshift. */
  #isSure: boolean;
  #cancelAsking: Cancel | undefined;
  #cancelLate: Cancel = () => undefined;

  constructor(options: TimeSetterOptions) {
    this.#options = options;
    this.#isSure = options.clock.epochMs() !== undefined;
  }

  /**
   * Asks until a server has answered; while it does, a further call only replaces who is told.
   * @param onSet called once, when there is a time to go on with
   * @param onLate called where there is none after a minute
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
    if (this.#cancelAsking) return;
    this.#roundMs = ROUND_MS_MIN;
    this.ask();
  }

  /** A certificate was found out of date: perhaps it is the clock that is. */
  doubt(): void {
    if (this.#cancelAsking) return;
    this.#options.log.write('info', 'is the clock right? Asking again');
    this.ask();
  }

  private ask(): void {
    const { servers, askServer, timer } = this.#options;
    const willing = servers.filter((server) => !this.#refused.includes(server));
    const server = willing[this.#next % Math.max(1, willing.length)];
    if (server === undefined) {
      // All have refused. Tomorrow is another day.
      this.#refused.length = 0;
      this.later(ROUND_MS_MAX);
      return;
    }
    this.#cancelAsking = askServer(server, (reply) => {
      this.#next += 1;
      if (this.isTakenFrom(server, reply)) {
        this.#cancelAsking = undefined;
        return;
      }
      const isRoundOver = this.#next % Math.max(1, willing.length) === 0;
      if (!isRoundOver) {
        this.#cancelAsking = timer.set(() => this.ask(), NEXT_SERVER_MS);
        return;
      }
      this.later(this.#roundMs);
      this.#roundMs = Math.min(this.#roundMs * 2, ROUND_MS_MAX);
    });
  }

  private later(delayMs: number): void {
    this.#cancelAsking = this.#options.timer.set(() => this.ask(), delayMs);
  }

  private isTakenFrom(server: string, reply: NtpReply | undefined): boolean {
    const { log } = this.#options;
    switch (reply?.kind) {
      case 'time':
        return this.isTaken(server, reply.epochMs);
      case 'refused':
        this.#refused.push(server);
        log.write('warn', `${server} refuses to tell the time: ${reply.code}`);
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
      log.write('warn', `${server} contradicts the clock; asking another`);
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

  /** Another server said the same; where there is only one, the same one did, later. */
  private isAgreed(server: string, epochMs: number): boolean {
    const { clock, servers } = this.#options;
    const opinion = this.#opinion;
    if (!opinion || (opinion.server === server && servers.length > 1)) return false;
    const elapsedMs = (clock.nowUs() - opinion.atUs) / 1000;
    return Math.abs(opinion.epochMs + elapsedMs - epochMs) <= AGREE_MS;
  }

  /** No server has answered: the relay's date, or the last time that was kept, which is early but no further off. */
  private goOn(): void {
    const { askRelay, log, timer } = this.#options;
    const take = (epochMs: number, whose: string): void => {
      log.write('warn', `clock set by ${whose}, for want of a server`);
      this.set(epochMs);
    };
    const takeKept = (): void => {
      const kept = this.kept();
      if (kept !== undefined) return take(kept, 'the last time known');
      this.#cancelLate = timer.set(() => this.goOn(), LATE_MS);
    };
    if (!askRelay) return takeKept();
    this.#cancelLate = askRelay((epochMs) => {
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

  /** As it was kept in an earlier run, and this one's time added to it. */
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
      return undefined; // A flash that cannot be read: nothing is known.
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
