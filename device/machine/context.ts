/** The part of the machine that the states' handlers can use. */
import type { Fault, Origin } from '../shared/faults.js';
import type { AccessToken } from '../relay-client/access-token.js';
import type { Link, PendingLink } from '../relay-client/device-flow.js';
import type { Cancel, Clock, Http, Log, Network, Random, Store, Timer } from '../shared/ports.js';
import type { DeviceSettings, SentSettings } from '../shared/settings.js';
import type { Playback } from '../spotify/playback.js';
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

/** Data that outlives a state. */
export interface Session {
  link: Link | undefined;
  token: AccessToken | undefined;
  /** The token that Spotify has just rejected: the relay must not hand it out again. */
  rejected: string | undefined;
  /** Tokens rejected since Spotify last accepted one: the first is replaced at once, later ones after growing waits. */
  refusalCount: number;
  /** After a press: the relay sends the settings with the access token, and a person may have just saved some. */
  wantsSettings: boolean;
  /** A command has changed what plays, and no poll has shown it yet. */
  isChanged: boolean;
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
  /** Moves to the event's next state and runs its handler at once. */
  move(event: Event): void;
  /** Moves only; the caller plans what comes next. */
  go(event: Event): void;
  /** Runs the same handler again, later. */
  repeatIn(delayMs: number): void;
  /** Sends one request. It times out even if the port never calls back. */
  call(server: Origin, start: () => Cancel): void;
  /** Whether the server wants no requests yet; if so, plans the wait. */
  isLimited(server: Origin): boolean;
  /** No requests for `delayMs`, because of this fault. */
  waitOut(fault: Fault, delayMs: number): void;
  /**
   * The request failed: plans the retry, by the fault and `Retry-After`.
   * @param failureCount in a row; default: counted here
   */
  fail(fault: Fault, server: Origin, failureCount?: number): void;
  /** A usable response arrived. */
  succeed(): void;
  /**
   * A poll's response: shows what the schedule makes of it, and plans the next poll.
   * @param restMs how long the server wants no more polls
   */
  played(playback: Playback, restMs?: number): void;
  /** Settings in a response of the relay; undefined if it sent none. */
  settingsSent(sent: SentSettings | undefined): void;
}
