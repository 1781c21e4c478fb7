/** What the handlers of the states may use and do: their view of the machine. */
import type { Fault, Origin } from '../shared/faults.js';
import type { AccessToken } from '../relay-client/access-token.js';
import type { Link, PendingLink } from '../relay-client/device-flow.js';
import type { Cancel, Clock, Http, Log, Network, Random, Store, Timer } from '../shared/ports.js';
import type { DeviceSettings, SentSettings } from '../shared/settings.js';
import type { Playback } from '../spotify/playback.js';
import type { Verdict } from '../spotify/schedule.js';
import type { ScheduleKeeper } from './schedule-keeper.js';
import type { Event } from './states.js';

export interface MachinePorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly http: Http;
  readonly store: Store;
  readonly network: Network;
  readonly log: Log;
  readonly random: Random;
}

/** What is carried from state to state. */
export interface Session {
  link: Link | undefined;
  token: AccessToken | undefined;
  /** The token that Spotify has just rejected: the relay must not hand it out again. */
  rejected: string | undefined;
  /** Tokens that Spotify rejected since it last took one: the first is replaced at once, the next ones later and later. */
  refusalCount: number;
  pending: PendingLink | undefined;
  codeEndsAtMs: number;
  codeOverWhy: 'expired' | 'denied';
}

export interface Context {
  readonly ports: MachinePorts;
  readonly settings: DeviceSettings;
  readonly session: Session;
  readonly keeper: ScheduleKeeper;
  nowMs(): number;
  /** Goes where the event leads, and runs the handler there at once. */
  move(event: Event): void;
  /** Goes there; the caller says what comes next. */
  go(event: Event): void;
  /** The same handler again, later. */
  repeatIn(delayMs: number): void;
  /** One request. It times out even if the port never calls back. */
  call(server: Origin, start: () => Cancel): void;
  /** Whether the server wants no requests yet; then the wait is planned. */
  isLimited(server: Origin): boolean;
  /** No requests for `delayMs`, because of this fault. */
  waitOut(fault: Fault, delayMs: number): void;
  /**
   * The request has failed; it is retried when the fault or the server says so.
   * @param failureCount in a row; counted where it is not given
   */
  fail(fault: Fault, server: Origin, failureCount?: number): void;
  /** A usable response came. */
  succeed(): void;
  /**
   * @param kind what the schedule makes of it
   * @param restMs how long the server wants no more polls
   */
  played(playback: Playback, kind: Verdict['kind'], restMs: number): void;
  /** What the relay sent with a response; undefined where it sent none. */
  settingsSent(sent: SentSettings | undefined): void;
}
