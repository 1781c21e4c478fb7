/** Runs the state table: one state, with at most one request or wait at a time, and the current fault. */
import type { Fault, Origin } from '../shared/faults.js';
import { FAULT_CLASS } from '../shared/faults.js';
import { nothing } from '../shared/nothing.js';
import type { Cancel } from '../shared/ports.js';
import { retryDelayMs } from './retry.js';
import type { DeviceSettings, SentSettings } from '../shared/settings.js';
import type { Playback } from '../spotify/playback.js';
import { positionMs } from '../spotify/playback.js';
import type { Context, Session, MachinePorts } from './context.js';
import { faultLine } from './fault-line.js';
import type { Screen, ActiveFault } from './screen.js';
import { LOST_FOR_MS, screenOf } from './screen.js';
import { ScheduleKeeper } from './schedule-keeper.js';
import type { Event, StateName } from './states.js';
import { nextState } from './states.js';
import { AFTER_WAIT, HANDLERS } from './handlers.js';

export interface MachineOptions {
  readonly ports: MachinePorts;
  readonly settings: () => DeviceSettings;
  /** Called with each new screen. */
  readonly onScreen: (screen: Screen) => void;
  readonly onSettings: (sent: SentSettings) => void;
}

/** Longer delays overflow some engines' timers; a longer wait is split. */
const TIMER_MAX_MS = 86_400_000;
/** Requests have deadlines of 15 s at most: a port that has not called back by now never will. */
const CALL_MAX_MS = 30_000;
/** Least time between the end of a request and the next. */
const REST_MIN_MS = 5000;
/** Least time between polls caused by presses; more when the budget is low. */
const PRESS_REST_MS = 5000;
const PRESS_RARE_REST_MS = 30_000;
/** Below this share of the budget, presses must not use up the rest. */
const PRESS_SHARE_MIN = 0.25;
/** A fault in one of these states is kept in the other. */
const AFTER_LINKING: readonly StateName[] = Object.freeze(['getting token', 'playing']);

export class Machine implements Context {
  readonly ports: MachinePorts;
  readonly keeper: ScheduleKeeper;
  readonly session: Session = {
    link: undefined,
    token: undefined,
    rejected: undefined,
    refusalCount: 0,
    isChanged: false,
    wantsSettings: false,
    pending: undefined,
    codeEndsAtMs: 0,
    codeOverWhy: 'expired',
  };
  readonly #options: MachineOptions;
  /** Until when each server wants no requests. */
  readonly #limits: Partial<Record<Origin, ActiveFault>> = {};
  #state: StateName = 'offline';
  #activeFault: ActiveFault | undefined;
  #failureCount = 0;
  #failingSinceMs: number | undefined;
  #playback: Playback | undefined;
  #rate = 1;
  #respondedAtMs = 0;
  #cancelCall: Cancel = nothing;
  #cancelWait: Cancel = nothing;
  /** When the wait or the request must be over. */
  #dueAtMs = 0;
  #isCalling = false;
  #calledAtMs = 0;
  /** The last response wants no polls until then. */
  #nextPollFromMs = -Infinity;
  /** When a press last caused a poll. */
  #pressedAtMs = -Infinity;
  #successCount = 0;
  #isStarted = false;
  #isStopped = false;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.ports = options.ports;
    const { source, callBudget } = options.settings();
    this.keeper = new ScheduleKeeper(options.ports, source, callBudget);
  }

  start(): void {
    if (this.#isStarted || this.#isStopped) return;
    this.#isStarted = true;
    this.#dueAtMs = this.nowMs();
    this.ports.network.watch(() => this.networkChanged());
    this.networkChanged();
  }

  stop(): void {
    this.#isStopped = true;
    this.cancelAll();
  }

  /** Polls now, unless a server wants no requests; after recent presses, as soon as that is allowed. */
  pollNow(): void {
    if (!this.#isStarted) return this.start();
    if (this.#isCalling || this.#state === 'linking' || this.#state === 'off') return;
    const nowMs = this.nowMs();
    const fromMs = this.pressFromMs(nowMs);
    if (fromMs > nowMs && fromMs >= this.#dueAtMs) return;
    this.#pressedAtMs = fromMs;
    this.session.wantsSettings = true;
    if (fromMs <= nowMs || this.#state === 'offline') return this.nudge();
    if (this.#activeFault) this.waitOut(this.#activeFault.fault, fromMs - nowMs);
    else this.repeatIn(fromMs - nowMs);
  }

  /** Ends any wait at once. */
  nudge(): void {
    if (this.#state === 'off') return;
    this.cancelAll();
    this.afterWait();
  }

  /** Polls then, or as soon as it is allowed. A poll that is under way is dropped: it may show what was before. */
  pollIn(delayMs: number): void {
    if (this.#state === 'playing')
      this.repeatIn(Math.max(delayMs, this.#nextPollFromMs - this.nowMs()));
  }

  /** Shows what a command will cause; the next poll confirms it or not. */
  expectPlaying(isPlaying: boolean): void {
    const playback = this.#playback;
    if (!playback || playback.kind === 'nothing' || playback.isPlaying === isPlaying) return;
    const nowMs = this.nowMs();
    const position = positionMs(playback, this.#rate * (nowMs - this.#respondedAtMs));
    const progressMs = playback.progressMs === undefined ? undefined : position;
    this.#playback = { ...playback, isPlaying, progressMs };
    this.#respondedAtMs = nowMs;
    this.report();
  }

  /** Unlinks the device on a person's request. */
  unlink(): void {
    if (this.session.link) this.move('link gone');
  }

  turnOff(): void {
    this.move('turned off');
  }

  turnOn(): void {
    if (this.#state !== 'off') return;
    const nowMs = this.nowMs();
    this.#pressedAtMs = this.pressFromMs(nowMs);
    if (this.#pressedAtMs <= nowMs) return this.move('turned on');
    this.go('turned on');
    this.repeatIn(this.#pressedAtMs - nowMs);
  }

  get isLinked(): boolean {
    return this.session.link !== undefined;
  }

  get isOnline(): boolean {
    return this.ports.network.state.kind === 'online';
  }

  /** What is shown, or would be without a notice. */
  get playback(): Playback | undefined {
    return this.#playback;
  }

  /** A server wants no requests yet. */
  get limit(): ActiveFault | undefined {
    const { spotify, relay } = this.#limits;
    return [spotify, relay].find((limit) => limit && limit.retryAtMs > this.nowMs());
  }

  get state(): StateName {
    return this.#state;
  }

  /** Updates what is shown. */
  report(): void {
    this.#options.onScreen(
      screenOf({
        state: this.#state,
        activeFault: this.#activeFault,
        failingSinceMs: this.#failingSinceMs,
        playback: this.#playback,
        rate: this.#rate,
        respondedAtMs: this.#respondedAtMs,
        pending: this.session.pending,
        codeOverWhy: this.session.codeOverWhy,
        network: this.ports.network.state,
        nowMs: this.nowMs(),
        relayUrl: this.settings.relayUrl,
      }),
    );
  }

  /** Usable responses so far, as a measure of progress. */
  get successCount(): number {
    return this.#successCount;
  }

  /** How late the next step is, because a port lost our callback. 0 if no step is planned. */
  get overdueMs(): number {
    const isOthers = this.#state === 'off' || !this.#isStarted || this.#isStopped;
    return isOthers ? 0 : Math.max(0, this.nowMs() - this.#dueAtMs);
  }

  get settings(): DeviceSettings {
    return this.#options.settings();
  }

  nowMs(): number {
    return this.ports.clock.nowUs() / 1000;
  }

  move(event: Event): void {
    if (this.#isStopped) return;
    this.go(event);
    this.work();
  }

  go(event: Event): void {
    const before = this.#state;
    const next = nextState(before, event);
    if (next === undefined) throw new Error(`${before}: ${event} is not expected`);
    this.cancelAll();
    this.#state = next;
    this.#failureCount = 0;
    if (!AFTER_LINKING.includes(next) || !AFTER_LINKING.includes(before))
      this.#activeFault = undefined;
    if (next === 'offline') this.#failingSinceMs ??= this.nowMs();
    if (next === 'link gone' || next === 'off' || this.isOutdated(before))
      this.#playback = undefined;
    this.report();
  }

  repeatIn(delayMs: number): void {
    this.cancelAll();
    // An expired code must not stay on the display.
    const codeMs = this.#state === 'linking' ? this.session.codeEndsAtMs - this.nowMs() : Infinity;
    const waitMs = Math.ceil(Math.min(delayMs, TIMER_MAX_MS, Math.max(0, codeMs)));
    this.#dueAtMs = this.nowMs() + waitMs;
    this.#cancelWait = this.ports.timer.set(() => this.afterWait(), waitMs);
  }

  call(server: Origin, start: () => Cancel): void {
    if (this.isLimited(server)) return;
    this.cancelAll();
    this.#isCalling = true;
    this.#calledAtMs = this.nowMs();
    this.#dueAtMs = this.#calledAtMs + CALL_MAX_MS;
    this.#cancelWait = this.ports.timer.set(() => {
      this.fail({ kind: 'unreachable', origin: server, cause: 'timed-out' }, server);
    }, CALL_MAX_MS);
    this.#cancelCall = start();
  }

  isLimited(server: Origin): boolean {
    const limit = this.#limits[server];
    const leftMs = limit ? limit.retryAtMs - this.nowMs() : 0;
    if (!limit || leftMs <= 0) return false;
    this.waitOut(limit.fault, leftMs);
    return true;
  }

  waitOut(fault: Fault, delayMs: number): void {
    const nowMs = this.nowMs();
    this.#failingSinceMs ??= nowMs;
    this.#activeFault = { fault, retryAtMs: nowMs + delayMs };
    this.report();
    this.repeatIn(delayMs);
  }

  fail(fault: Fault, server: Origin, failureCount = this.#failureCount + 1): void {
    this.#failureCount = failureCount;
    const nowMs = this.nowMs();
    const usualMs = this.usualDelayMs(fault, failureCount, nowMs);
    const isBlock = fault.kind === 'rate-limited' && server === 'spotify';
    const delayMs = isBlock ? this.keeper.schedule.blocked(usualMs, fault.quota, nowMs) : usualMs;
    this.keeper.keep(nowMs);
    this.ports.log.write('warn', `${this.#state}: ${faultLine(fault)}`);
    this.obey(fault, server, isBlock ? delayMs : undefined);
    this.waitOut(fault, delayMs);
  }

  /**
   * No requests before a fault's `Retry-After`. We may wait longer by choice, and a press can end that.
   * @param blockMs of a block, whose time is not only the server's
   */
  obey(fault: Fault, server: Origin, blockMs?: number): void {
    const retryAfterS = 'retryAfterS' in fault ? fault.retryAfterS : undefined;
    if (retryAfterS === undefined) return;
    this.#limits[server] = { fault, retryAtMs: this.nowMs() + (blockMs ?? retryAfterS * 1000) };
  }

  succeed(): void {
    this.#successCount += 1;
    this.#activeFault = undefined;
    this.#failureCount = 0;
    this.#failingSinceMs = undefined;
    this.report();
  }

  played(playback: Playback, restMs = 0): void {
    const nowMs = this.nowMs();
    const { kind, rate = 1, waitMs } = this.keeper.schedule.observed(playback, nowMs);
    this.#nextPollFromMs = nowMs + restMs;
    if (kind !== 'doubt') {
      this.session.isChanged = false;
      this.#playback = kind === 'over' ? { kind: 'nothing' } : playback;
      this.#rate = rate;
      // If the position is stuck, keep counting from when it was first reported.
      if (kind !== 'stuck') this.#respondedAtMs = nowMs;
    }
    this.succeed();
    this.repeatIn(Math.max(restMs, waitMs));
    this.keeper.keep(nowMs);
  }

  settingsSent(sent: SentSettings | undefined): void {
    if (sent) this.#options.onSettings(sent);
  }

  private networkChanged(): void {
    if (this.#isStopped) return;
    if (this.ports.network.state.kind !== 'online') {
      if (this.#state === 'offline') this.report();
      else this.move('network lost');
    } else if (this.#state === 'offline') {
      const block = this.keeper.recall(this.nowMs());
      if (block) this.#limits.spotify = block;
      this.cancelAll();
      this.work();
    }
  }

  private work(): void {
    HANDLERS[this.#state](this);
  }

  private afterWait(): void {
    if (this.#isStopped) return;
    const event = AFTER_WAIT[this.#state];
    if (event) return this.move(event);
    // Without a network this wait was only for the screen.
    if (this.#state === 'offline') this.report();
    this.work();
  }

  /** Counted from the start of the request, so that a hanging server is retried as often as a refusing one. */
  private usualDelayMs(fault: Fault, failureCount: number, nowMs: number): number {
    const delayMs = retryDelayMs(fault, failureCount, this.ports.random);
    if (fault.kind !== 'unreachable') return delayMs;
    return Math.max(Math.min(delayMs, REST_MIN_MS), delayMs - (nowMs - this.#calledAtMs));
  }

  /** When a press may next cause a poll. */
  private pressFromMs(nowMs: number): number {
    const server: Origin =
      this.#state === 'playing' && this.settings.source === 'spotify' ? 'spotify' : 'relay';
    const { schedule } = this.keeper;
    const { made, allowed } = schedule.calls(nowMs);
    const fault = this.#activeFault?.fault;
    const isRare =
      allowed - made < PRESS_SHARE_MIN * allowed ||
      (fault && (FAULT_CLASS[fault.kind] !== 'transient' || fault.kind === 'rate-limited'));
    return Math.max(
      nowMs,
      this.#nextPollFromMs,
      this.#pressedAtMs + (isRare ? PRESS_RARE_REST_MS : PRESS_REST_MS),
      this.#limits[server]?.retryAtMs ?? 0,
      this.#state === 'playing' ? nowMs + schedule.waitMs(nowMs) : 0,
    );
  }

  /** After a long time without a network the last playback is outdated. */
  private isOutdated(before: StateName): boolean {
    const sinceMs = this.#failingSinceMs ?? this.nowMs();
    return before === 'offline' && this.nowMs() - sinceMs > LOST_FOR_MS;
  }

  /** Cancels the request and the wait. */
  private cancelAll(): void {
    this.#isCalling = false;
    this.#cancelCall();
    this.#cancelCall = nothing;
    this.#cancelWait();
    this.#cancelWait = nothing;
  }
}
