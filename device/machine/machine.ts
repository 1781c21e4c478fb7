/** The engine under the table of states: one state, at most one call and one wait at a time, and what failed. */
import type { Fault, Origin } from '../shared/faults.js';
import { FAULT_CLASS } from '../shared/faults.js';
import type { Cancel } from '../shared/ports.js';
import { retryDelayMs } from './retry.js';
import type { DeviceSettings, SentSettings } from '../shared/settings.js';
import type { Playback } from '../spotify/playback.js';
import type { Verdict } from '../spotify/schedule.js';
import type { Desk, Holdings, MachinePorts } from './context.js';
import { faultLine } from './fault-line.js';
import type { Screen, Trouble } from './screen.js';
import { LOST_FOR_MS, screenOf } from './screen.js';
import { ScheduleKeeper } from './schedule-keeper.js';
import type { Event, StateName } from './states.js';
import { nextState } from './states.js';
import { AFTER_WAIT, WORKS } from './handlers.js';

export interface MachineOptions {
  readonly ports: MachinePorts;
  readonly settings: () => DeviceSettings;
  /** What is to be shown from now on. */
  readonly onScreen: (screen: Screen) => void;
  readonly onSettings: (sent: SentSettings) => void;
}

/** Longer delays wrap in some engines' timers; what is due later is looked at again then. */
const TIMER_MAX_MS = 86_400_000;
/** Every call has a deadline of its own, of 15 s at most: who has not called back by now never will. */
const CALL_MAX_MS = 30_000;
/** Between the end of a question and the next. */
const REST_MIN_MS = 5000;
/** A press asks at once, but nobody hammers: so long after the press before it, and longer where asking mends little. */
const PRESS_REST_MS = 5000;
const PRESS_RARE_REST_MS = 30_000;
/** With less than this of the day's questions left a press must not take the rest. */
const PRESS_SHARE_MIN = 0.25;
/** Of these the trouble is one and the same: no song. */
const AFTER_LINKING: readonly StateName[] = Object.freeze(['getting token', 'playing']);

export class Machine implements Desk {
  readonly ports: MachinePorts;
  readonly keeper: ScheduleKeeper;
  readonly holdings: Holdings = {
    link: undefined,
    token: undefined,
    rejected: undefined,
    refusalCount: 0,
    pending: undefined,
    codeEndsAtMs: 0,
    codeOverWhy: 'expired',
  };
  readonly #options: MachineOptions;
  /** What each server told us to wait for: it binds whatever else happens meanwhile. */
  readonly #told: Partial<Record<Origin, Trouble>> = {};
  #state: StateName = 'offline';
  #trouble: Trouble | undefined;
  #failureCount = 0;
  #failingSinceMs: number | undefined;
  #playback: Playback | undefined;
  #answeredAtMs = 0;
  #cancelCall: Cancel = nothing;
  #cancelWait: Cancel = nothing;
  /** When the wait or the call must be over. */
  #dueAtMs = 0;
  #isCalling = false;
  #calledAtMs = 0;
  /** What came with the last answer told us to wait until then. */
  #welcomeFromMs = -Infinity;
  /** When a press was last answered with a question. */
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
    this.rest();
  }

  /** Whatever is waited for is tried at once, unless a server told us to wait, or as soon as it is no hammering. */
  hurry(): void {
    if (!this.#isStarted) return this.start();
    if (this.#isCalling || this.#state === 'linking' || this.#state === 'resting') return;
    const nowMs = this.nowMs();
    const fromMs = this.pressFromMs(nowMs);
    if (fromMs > nowMs && fromMs >= this.#dueAtMs) return;
    this.#pressedAtMs = fromMs;
    if (fromMs <= nowMs || this.#state === 'offline') return this.nudge();
    if (this.#trouble) this.hold(this.#trouble.fault, fromMs - nowMs);
    else this.again(fromMs - nowMs);
  }

  /** The next step now, whatever is waited for. */
  nudge(): void {
    if (this.#state === 'resting') return;
    this.rest();
    this.waited();
  }

  /** The owner has ended the link. */
  unlink(): void {
    if (this.holdings.link) this.move('link gone');
  }

  turnOff(): void {
    this.move('turned off');
  }

  turnOn(): void {
    if (this.#state !== 'resting') return;
    const nowMs = this.nowMs();
    this.#pressedAtMs = this.pressFromMs(nowMs);
    if (this.#pressedAtMs <= nowMs) return this.move('turned on');
    this.go('turned on');
    this.again(this.#pressedAtMs - nowMs);
  }

  get isLinked(): boolean {
    return this.holdings.link !== undefined;
  }

  get state(): StateName {
    return this.#state;
  }

  /** Says again what is to be shown. */
  report(): void {
    this.#options.onScreen(
      screenOf({
        state: this.#state,
        trouble: this.#trouble,
        failingSinceMs: this.#failingSinceMs,
        playback: this.#playback,
        answeredAtMs: this.#answeredAtMs,
        pending: this.holdings.pending,
        codeOverWhy: this.holdings.codeOverWhy,
        network: this.ports.network.state,
        nowMs: this.nowMs(),
        relayUrl: this.settings.relayUrl,
      }),
    );
  }

  /** Answers so far that could be used: whether anything comes of the steps that are taken. */
  get successCount(): number {
    return this.#successCount;
  }

  /** How late the next step is: a port has forgotten us. 0 where the next step is somebody else's. */
  get overdueMs(): number {
    const isOthers = this.#state === 'resting' || !this.#isStarted || this.#isStopped;
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
    if (next === undefined) throw new Error(`${before}: ${event} leads nowhere`);
    this.rest();
    this.#state = next;
    this.#failureCount = 0;
    if (!AFTER_LINKING.includes(next) || !AFTER_LINKING.includes(before)) this.#trouble = undefined;
    if (next === 'offline') this.#failingSinceMs ??= this.nowMs();
    if (next === 'link gone' || next === 'resting' || this.isOldNews(before))
      this.#playback = undefined;
    this.report();
  }

  again(delayMs: number): void {
    this.rest();
    // A code that has ended must not stay on the display, whatever is waited for.
    const codeMs = this.#state === 'linking' ? this.holdings.codeEndsAtMs - this.nowMs() : Infinity;
    const waitMs = Math.ceil(Math.min(delayMs, TIMER_MAX_MS, Math.max(0, codeMs)));
    this.#dueAtMs = this.nowMs() + waitMs;
    this.#cancelWait = this.ports.timer.set(() => this.waited(), waitMs);
  }

  call(asked: Origin, start: () => Cancel): void {
    if (this.isHeld(asked)) return;
    this.rest();
    this.#isCalling = true;
    this.#calledAtMs = this.nowMs();
    this.#dueAtMs = this.#calledAtMs + CALL_MAX_MS;
    this.#cancelWait = this.ports.timer.set(() => {
      this.fail({ kind: 'unreachable', origin: asked, cause: 'timed-out' }, asked);
    }, CALL_MAX_MS);
    this.#cancelCall = start();
  }

  isHeld(asked: Origin): boolean {
    const told = this.#told[asked];
    const toldMs = told ? told.retryAtMs - this.nowMs() : 0;
    if (!told || toldMs <= 0) return false;
    this.hold(told.fault, toldMs);
    return true;
  }

  hold(fault: Fault, delayMs: number): void {
    const nowMs = this.nowMs();
    this.#failingSinceMs ??= nowMs;
    this.#trouble = { fault, retryAtMs: nowMs + delayMs };
    this.report();
    this.again(delayMs);
  }

  fail(fault: Fault, asked: Origin, failureCount = this.#failureCount + 1): void {
    this.#failureCount = failureCount;
    const nowMs = this.nowMs();
    const usualMs = this.usualDelayMs(fault, failureCount, nowMs);
    const isBlock = fault.kind === 'rate-limited' && asked === 'spotify';
    const delayMs = isBlock ? this.keeper.schedule.blocked(usualMs, fault.quota, nowMs) : usualMs;
    this.keeper.keep(nowMs);
    this.ports.log.write('warn', `${this.#state}: ${faultLine(fault)}`);
    const toldS = 'retryAfterS' in fault ? fault.retryAfterS : undefined;
    // Beyond what was told we wait of our own accord: a person need not.
    if (toldS !== undefined)
      this.#told[asked] = { fault, retryAtMs: nowMs + (isBlock ? delayMs : toldS * 1000) };
    this.hold(fault, delayMs);
  }

  succeed(): void {
    this.#successCount += 1;
    this.#trouble = undefined;
    this.#failureCount = 0;
    this.#failingSinceMs = undefined;
    this.report();
  }

  played(playback: Playback, kind: Verdict['kind'], restMs: number): void {
    const nowMs = this.nowMs();
    this.#welcomeFromMs = nowMs + restMs;
    if (kind !== 'doubt') {
      this.#playback = kind === 'over' ? { kind: 'nothing' } : playback;
      // Where the position does not move, the time since it was first reported runs on.
      if (kind !== 'stuck') this.#answeredAtMs = nowMs;
    }
    this.succeed();
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
      if (block) this.#told.spotify = block;
      this.rest();
      this.work();
    }
  }

  private work(): void {
    WORKS[this.#state](this);
  }

  private waited(): void {
    if (this.#isStopped) return;
    const event = AFTER_WAIT[this.#state];
    if (event) return this.move(event);
    // Without a network nothing but the picture has waited.
    if (this.#state === 'offline') this.report();
    this.work();
  }

  /** From question to question, so that a server which lets us hang is asked no less often than one that refuses. */
  private usualDelayMs(fault: Fault, failureCount: number, nowMs: number): number {
    const delayMs = retryDelayMs(fault, failureCount, this.ports.random);
    if (fault.kind !== 'unreachable') return delayMs;
    return Math.max(Math.min(delayMs, REST_MIN_MS), delayMs - (nowMs - this.#calledAtMs));
  }

  /** When a person's wish may be asked. */
  private pressFromMs(nowMs: number): number {
    const asked: Origin =
      this.#state === 'playing' && this.settings.source === 'spotify' ? 'spotify' : 'relay';
    const { schedule } = this.keeper;
    const { made, allowed } = schedule.calls(nowMs);
    const fault = this.#trouble?.fault;
    const isRare =
      allowed - made < PRESS_SHARE_MIN * allowed ||
      (fault && (FAULT_CLASS[fault.kind] !== 'transient' || fault.kind === 'rate-limited'));
    return Math.max(
      nowMs,
      this.#welcomeFromMs,
      this.#pressedAtMs + (isRare ? PRESS_RARE_REST_MS : PRESS_REST_MS),
      this.#told[asked]?.retryAtMs ?? 0,
      this.#state === 'playing' ? nowMs + schedule.waitMs(nowMs) : 0,
    );
  }

  /** After a long silence without a network what played before it is history. */
  private isOldNews(before: StateName): boolean {
    const sinceMs = this.#failingSinceMs ?? this.nowMs();
    return before === 'offline' && this.nowMs() - sinceMs > LOST_FOR_MS;
  }

  /** Ends what runs and what is planned. */
  private rest(): void {
    this.#isCalling = false;
    this.#cancelCall();
    this.#cancelCall = nothing;
    this.#cancelWait();
    this.#cancelWait = nothing;
  }
}

function nothing(): void {
  // There is nothing to cancel yet.
}
