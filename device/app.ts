/**
 * The device: connecting → linking → playing, each with its faults. The only file that knows every room.
 *
 *   offline        network online            → asking-code, or getting-token where a link is stored
 *   asking-code    code                      → linking
 *   linking        linked                    → getting-token        code over → asking-code
 *   getting-token  token                     → playing              link unknown → asking-code
 *   playing        token near its end, 401   → getting-token
 *   any            network lost              → offline              fault → the same state again, later
 */
import type { Fault, Origin, Result } from './faults.js';
import { FAULT_CLASS } from './faults.js';
import { exchange } from './http/exchange.js';
import type { AccessToken, TokenAnswer } from './linking/access-token.js';
import { judgeRefresh, refreshRequest, tokenReader } from './linking/access-token.js';
import type { Link, LinkStep, PendingLink } from './linking/device-flow.js';
import * as flow from './linking/device-flow.js';
import { readLink, removeLink, writeLink } from './linking/stored-link.js';
import type {
  Button,
  Cancel,
  Clock,
  Http,
  Log,
  Network,
  OpenBank,
  Random,
  Store,
  System,
  Timer,
} from './ports.js';
import { retryDelayMs } from './retry.js';
import type { Notice } from './screen/notices.js';
import { Painter } from './painter.js';
import type { DeviceSettings, SettingProblem } from './settings.js';
import { DEFAULTS, applyRelaySettings } from './settings.js';
import type { Playback } from './spotify/playback.js';
import { askPlayer } from './spotify/player.js';
import { Schedule } from './spotify/schedule.js';
import { memoryText, readMemory } from './spotify/schedule-memory.js';
import type { TextTables, Transliterator } from './text/transliterate.js';
import { createTransliterator } from './text/transliterate.js';

export interface DevicePorts {
  readonly openBank: OpenBank;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly http: Http;
  readonly store: Store;
  readonly network: Network;
  readonly system: System;
  /** Absent where nobody can press one. */
  readonly button?: Button;
  readonly log: Log;
  readonly random: Random;
  readonly tables: TextTables;
}

type State =
  | { readonly kind: 'offline' }
  | { readonly kind: 'asking-code' }
  | { readonly kind: 'linking'; readonly pending: PendingLink; readonly expiresAtMs: number }
  | { readonly kind: 'getting-token'; readonly link: Link; readonly rejected: string | undefined }
  | { readonly kind: 'playing'; readonly link: Link; readonly token: AccessToken };

export type StateKind = State['kind'];

/** How a state's work failed, and when it is tried again. */
interface Trouble {
  readonly fault: Fault;
  readonly retryAtMs: number;
}

/** For whoever watches the device from outside: a page, a log, a test. */
export interface DeviceStatus {
  readonly state: StateKind;
  readonly fault: Fault['kind'] | undefined;
  /** Time until the device asks somebody something, in ms; undefined while an answer is awaited. */
  readonly nextQuestionInMs: number | undefined;
}

/** How long a note such as "code has expired" stands before the next step. */
const NOTE_MS = 3000;
/** Nothing is said of a single failure while a song stands on the display: most are over before they are read. */
const QUIET_FAILURES = 1;
/** But a wait that outlasts the song is said at once. */
const QUIET_WAIT_MS = 30_000;
/** The store's key for what the schedule must not forget. */
const SCHEDULE_KEY = 'schedule';
/** Our own budget guards Spotify's: who reads the display can do the same about either, wait. */
const BUDGET_SPENT: Fault = Object.freeze({ kind: 'rate-limited', origin: 'spotify', quota: true });
/** Longer delays wrap in some engines' timers; what is due later is looked at again then. */
const TIMER_MAX_MS = 86_400_000;

export class Device {
  readonly #ports: DevicePorts;
  readonly #painter: Painter;
  readonly #transliterator: Transliterator;
  readonly #schedule: Schedule;
  /** What each server told us to wait for: it binds whatever else happens meanwhile. */
  readonly #told: Partial<Record<Origin, Trouble>> = {};
  #settings: DeviceSettings;
  #state: State = { kind: 'offline' };
  #trouble: Trouble | undefined;
  #failureCount = 0;
  #playback: Playback | undefined;
  #answeredAtMs = 0;
  #isScheduleRecalled = false;
  /** Tokens that Spotify refused since it took one: after the first another is fetched at once, then ever later. */
  #refusalCount = 0;
  #cancelCall: Cancel = nothing;
  #cancelWait: Cancel = nothing;
  #wakesAtMs: number | undefined;
  #isStopped = false;

  constructor(ports: DevicePorts, settings: DeviceSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#schedule = new Schedule(settings.callBudget);
    this.#transliterator = createTransliterator(ports.tables);
    this.#painter = new Painter({ ...ports, settings, transliterator: this.#transliterator });
  }

  /** Lights the display, then joins the network and goes on from there; returns at once. */
  start(): void {
    this.#painter.start({ kind: 'starting' });
    this.#ports.network.watch(() => this.#networkChanged());
    this.#networkChanged();
  }

  /** Ends every call and timer; the display keeps what it shows. */
  stop(): void {
    this.#isStopped = true;
    this.#rest();
    this.#painter.stop();
  }

  /** The button: whatever the device waits for, it tries at once, unless a server told it to wait. */
  press(): void {
    this.#painter.touch();
    if (this.#wakesAtMs === undefined || this.#state.kind === 'linking') return;
    this.#rest();
    this.#work();
  }

  get status(): DeviceStatus {
    return {
      state: this.#state.kind,
      fault: this.#trouble?.fault.kind,
      nextQuestionInMs:
        this.#wakesAtMs === undefined ? undefined : Math.max(0, this.#wakesAtMs - this.#nowMs()),
    };
  }

  #nowMs(): number {
    return this.#ports.clock.nowUs() / 1000;
  }

  #networkChanged(): void {
    const { state } = this.#ports.network;
    if (state.kind === 'online') {
      if (this.#state.kind !== 'offline') return;
      this.#recallSchedule();
      const link = readLink(this.#ports.store);
      this.#enter(
        link ? { kind: 'getting-token', link, rejected: undefined } : { kind: 'asking-code' },
      );
      return;
    }
    if (this.#state.kind !== 'offline') {
      this.#rest();
      this.#state = { kind: 'offline' };
      this.#trouble = undefined;
      this.#playback = undefined;
    }
    if (state.kind === 'setting-clock') this.#painter.notice({ kind: 'setting-clock' });
    else if (state.kind === 'set-up') this.#painter.notice(state);
    else
      this.#painter.notice({
        kind: state.kind === 'lost' ? 'no-network' : 'joining',
        network: this.#transliterator.transliterate(state.name),
      });
  }

  /** Goes to a state and does its work at once. */
  #enter(state: State): void {
    this.#rest();
    this.#state = state;
    this.#trouble = undefined;
    this.#failureCount = 0;
    this.#paint();
    this.#work();
  }

  /** Ends what runs and what is planned. */
  #rest(): void {
    this.#cancelCall();
    this.#cancelCall = nothing;
    this.#cancelWait();
    this.#cancelWait = nothing;
    this.#wakesAtMs = undefined;
  }

  #workIn(delayMs: number, work: () => void = () => this.#work()): void {
    const waitMs = Math.min(delayMs, TIMER_MAX_MS);
    this.#wakesAtMs = this.#nowMs() + waitMs;
    this.#cancelWait = this.#ports.timer.set(() => {
      this.#wakesAtMs = undefined;
      if (!this.#isStopped) work();
    }, waitMs);
  }

  #work(): void {
    const state = this.#state;
    const told = this.#told[state.kind === 'playing' ? 'spotify' : 'relay'];
    const toldMs = told ? told.retryAtMs - this.#nowMs() : 0;
    if (state.kind !== 'offline' && told && toldMs > 0) {
      this.#trouble = told;
      this.#paint();
      return this.#workIn(Math.ceil(toldMs));
    }
    switch (state.kind) {
      case 'offline':
        return; // The network's change wakes us.
      case 'asking-code':
        return this.#askCode();
      case 'linking':
        return this.#pollLink(state.pending, state.expiresAtMs);
      case 'getting-token':
        return this.#getToken(state.link, state.rejected);
      case 'playing':
        return this.#ask(state.link, state.token);
    }
  }

  #askCode(): void {
    const fields = flow.codeReader();
    const request = flow.codeRequest(this.#settings.relayUrl, this.#settings.deviceName);
    this.#cancelCall = exchange(this.#ports.http, request, fields, (answer) => {
      const result = flow.judgeCode(answer, fields);
      if (!result.ok) return this.#fail(result.fault);
      const pending = result.value;
      const expiresAtMs = this.#nowMs() + pending.expiresInS * 1000;
      this.#rest();
      this.#state = { kind: 'linking', pending, expiresAtMs };
      this.#recover();
      this.#workIn(pending.intervalS * 1000);
    });
  }

  #pollLink(pending: PendingLink, expiresAtMs: number): void {
    if (this.#nowMs() >= expiresAtMs) return this.#linkOver('expired');
    const fields = flow.linkReader();
    const request = flow.pollRequest(this.#settings.relayUrl, pending.deviceCode);
    this.#cancelCall = exchange(this.#ports.http, request, fields, (answer) => {
      const result = flow.judgePoll(answer, fields);
      if (!result.ok) return this.#fail(result.fault);
      this.#recover();
      this.#stepLink(result.value, pending, expiresAtMs);
    });
  }

  #stepLink(step: LinkStep, pending: PendingLink, expiresAtMs: number): void {
    switch (step.kind) {
      case 'linked':
        writeLink(this.#ports.store, step.link);
        this.#ports.log.write('info', `linked to account ${step.link.uid}`);
        return this.#enter({ kind: 'getting-token', link: step.link, rejected: undefined });
      case 'over':
        return this.#linkOver(step.why);
      case 'slow-down': {
        const slower = { ...pending, intervalS: pending.intervalS + flow.SLOW_DOWN_S };
        this.#state = { kind: 'linking', pending: slower, expiresAtMs };
        return this.#workIn(slower.intervalS * 1000);
      }
      case 'pending':
        return this.#workIn(pending.intervalS * 1000);
    }
  }

  #linkOver(why: 'expired' | 'denied'): void {
    this.#painter.notice({ kind: 'link-over', why });
    this.#workIn(NOTE_MS, () => this.#enter({ kind: 'asking-code' }));
  }

  #getToken(link: Link, rejected: string | undefined): void {
    const fields = tokenReader();
    const request = refreshRequest(this.#settings.relayUrl, link, rejected);
    this.#cancelCall = exchange(this.#ports.http, request, fields, (answer) => {
      const result = judgeRefresh(answer, fields, this.#nowMs());
      if (result.ok) return this.#gotToken(link, result.value);
      if (result.fault.kind !== 'device-unknown') return this.#fail(result.fault);
      // Revoked, or the account is gone: only a new link helps.
      this.#ports.log.write('warn', 'the relay does not know this link any more');
      removeLink(this.#ports.store);
      this.#playback = undefined;
      this.#state = { kind: 'asking-code' };
      this.#painter.notice(this.#faultNotice(result.fault, undefined));
      this.#workIn(NOTE_MS, () => this.#enter({ kind: 'asking-code' }));
    });
  }

  #gotToken(link: Link, { token, settings }: TokenAnswer): void {
    const applied = applyRelaySettings(this.#settings, settings);
    this.#settings = applied.settings;
    this.#painter.settings = applied.settings;
    for (const name of applied.ignored)
      this.#ports.log.write('warn', `the relay's setting ${name} is of no use here: ignored`);
    this.#enter({ kind: 'playing', link, token });
  }

  #ask(link: Link, token: AccessToken): void {
    if (this.#nowMs() >= token.renewAtMs)
      return this.#enter({ kind: 'getting-token', link, rejected: undefined });
    const waitMs = this.#schedule.waitMs(this.#nowMs());
    if (waitMs > 0) {
      // With a song on the display nobody misses the answer yet; without one, somebody wonders.
      if (!this.#playback)
        this.#painter.notice(this.#faultNotice(BUDGET_SPENT, this.#nowMs() + waitMs));
      return this.#workIn(Math.ceil(waitMs));
    }
    this.#schedule.asked(this.#nowMs());
    const { http } = this.#ports;
    this.#cancelCall = askPlayer(http, this.#settings.spotifyUrl, token.value, (result) =>
      this.#answered(result, link, token),
    );
  }

  #answered(result: Result<Playback>, link: Link, token: AccessToken): void {
    if (!result.ok) {
      if (FAULT_CLASS[result.fault.kind] !== 'needs-token') return this.#fail(result.fault);
      this.#refusalCount += 1;
      const next: State = { kind: 'getting-token', link, rejected: token.value };
      if (this.#refusalCount === 1) return this.#enter(next);
      this.#state = next;
      this.#failureCount = this.#refusalCount - 2;
      return this.#fail(result.fault);
    }
    const playback = result.value;
    const nowMs = this.#nowMs();
    this.#playback = playback;
    this.#answeredAtMs = nowMs;
    this.#refusalCount = 0;
    this.#recover();
    this.#workIn(this.#schedule.answered(playback, nowMs));
    this.#keepSchedule();
  }

  /** The same state again, later; what is shown meanwhile depends on what there is to show. */
  #fail(fault: Fault): void {
    this.#failureCount += 1;
    const nowMs = this.#nowMs();
    const usualMs = retryDelayMs(fault, this.#failureCount, this.#ports.random);
    const isBlock = fault.kind === 'rate-limited' && fault.origin === 'spotify';
    const delayMs = isBlock ? this.#schedule.blocked(usualMs, fault.quota, nowMs) : usualMs;
    this.#trouble = { fault, retryAtMs: nowMs + delayMs };
    if ('retryAfterS' in fault) this.#told[fault.origin] = this.#trouble;
    this.#keepSchedule();
    this.#ports.log.write('warn', `${this.#state.kind}: ${faultLine(fault)}`);
    this.#paint();
    this.#workIn(delayMs);
  }

  /** Once the wall clock is known: only by it can an earlier run's times be read. */
  #recallSchedule(): void {
    const epochMs = this.#ports.clock.epochMs();
    if (this.#isScheduleRecalled || epochMs === undefined) return;
    this.#isScheduleRecalled = true;
    const nowMs = this.#nowMs();
    const text = this.#ports.store.read(SCHEDULE_KEY);
    const memory = text === undefined ? undefined : readMemory(text, epochMs - nowMs);
    if (memory) this.#schedule.recall(memory, nowMs);
    const { block } = this.#schedule;
    if (!block || block.untilMs <= nowMs) return;
    const fault: Fault = {
      kind: 'rate-limited',
      origin: 'spotify',
      quota: block.isQuota,
      retryAfterS: Math.ceil(block.toldMs / 1000),
    };
    this.#told.spotify = { fault, retryAtMs: block.untilMs };
  }

  #keepSchedule(): void {
    const epochMs = this.#ports.clock.epochMs();
    const nowMs = this.#nowMs();
    if (epochMs === undefined) return;
    const memory = this.#schedule.memoryIfDue(nowMs);
    if (memory) this.#ports.store.write(SCHEDULE_KEY, memoryText(memory, epochMs - nowMs));
  }

  #recover(): void {
    this.#trouble = undefined;
    this.#failureCount = 0;
    this.#paint();
  }

  #paint(): void {
    const hasSong = this.#playback !== undefined && this.#playback.kind !== 'nothing';
    const isTransient = this.#trouble && FAULT_CLASS[this.#trouble.fault.kind] === 'transient';
    const waitMs = this.#trouble ? this.#trouble.retryAtMs - this.#nowMs() : 0;
    const isQuiet =
      hasSong && isTransient && this.#failureCount <= QUIET_FAILURES && waitMs <= QUIET_WAIT_MS;
    if (this.#trouble && !isQuiet)
      this.#painter.notice(this.#faultNotice(this.#trouble.fault, this.#trouble.retryAtMs));
    else if (this.#state.kind === 'asking-code') this.#painter.notice({ kind: 'asking-code' });
    else if (this.#state.kind === 'linking') this.#painter.notice(linkNotice(this.#state.pending));
    else if (this.#playback) this.#painter.playback(this.#playback, this.#answeredAtMs);
    else this.#painter.notice({ kind: 'getting-token' });
  }

  #faultNotice(fault: Fault, retryAtMs: number | undefined): Notice {
    const retryInMs = retryAtMs === undefined ? undefined : retryAtMs - this.#nowMs();
    return { kind: 'fault', fault, relay: this.#settings.relayUrl, retryInMs };
  }
}

/**
 * Shows what is wrong with the build's settings, on the default pins and size: nothing else can be done without them.
 * @param problems at least one
 */
export function showSettingsProblem(
  ports: Pick<DevicePorts, 'openBank' | 'clock' | 'timer' | 'log'>,
  problems: readonly SettingProblem[],
): void {
  for (const { name, problem } of problems) ports.log.write('error', `setting ${name} ${problem}`);
  const [first] = problems;
  if (first) new Painter({ ...ports, settings: DEFAULTS }).start({ kind: 'bad-setting', ...first });
}

function linkNotice({ userCode, verificationUri }: PendingLink): Notice {
  return { kind: 'link', code: userCode, address: verificationUri };
}

/** For the log: the kind and what it names, never a value from a body. */
function faultLine(fault: Fault): string {
  const { kind, ...rest } = fault;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  return [kind, ...details].join(', ');
}

function nothing(): void {
  // There is nothing to cancel yet.
}
