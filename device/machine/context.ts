/** What a state's work may use and do: the machine shows itself so to `handlers.ts`. */
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
export interface Holdings {
  link: Link | undefined;
  token: AccessToken | undefined;
  /** The token that Spotify has just refused: the relay must not hand it out again. */
  rejected: string | undefined;
  /** Tokens that Spotify refused since it took one: after the first another is fetched at once, then ever later. */
  refusalCount: number;
  pending: PendingLink | undefined;
  codeEndsAtMs: number;
  codeOverWhy: 'expired' | 'denied';
}

export interface Desk {
  readonly ports: MachinePorts;
  readonly settings: DeviceSettings;
  readonly holdings: Holdings;
  readonly keeper: ScheduleKeeper;
  nowMs(): number;
  /** Goes where the event leads, and does the work there at once. */
  move(event: Event): void;
  /** Goes there, and leaves to the caller what comes next. */
  go(event: Event): void;
  /** The same work again, later. */
  again(delayMs: number): void;
  /** Waits for an answer, or for the end of patience: a port that never calls back must not stop us. */
  call(asked: Origin, start: () => Cancel): void;
  /** Whether whoever is to be asked wants no questions yet; then the wait is planned. */
  isHeld(asked: Origin): boolean;
  /** Nothing is asked for `delayMs`, and this is why. */
  hold(fault: Fault, delayMs: number): void;
  /**
   * The work has failed; it is tried again when the fault, or who was asked, says so.
   * @param failureCount in a row; counted where it is not given
   */
  fail(fault: Fault, asked: Origin, failureCount?: number): void;
  /** An answer came that could be used. */
  succeed(): void;
  /**
   * @param kind what the schedule makes of it
   * @param restMs how long the server wants no more polls
   */
  played(playback: Playback, kind: Verdict['kind'], restMs: number): void;
  /** What the relay sent along; undefined where it sent none. */
  settingsSent(sent: SentSettings | undefined): void;
}
