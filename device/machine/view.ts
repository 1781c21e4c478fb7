/** What the machine knows, as far as it shows: a fault, what plays, a code that waits. */
import type { Fault } from '../shared/faults.js';
import type { PendingLink } from '../relay-client/device-flow.js';
import type { Playback } from '../spotify/playback.js';
import type { StateName } from './states.js';

/** How a state's work failed, and when it is tried again. */
export interface Trouble {
  readonly fault: Fault;
  readonly retryAtMs: number;
}

export interface View {
  readonly state: StateName;
  readonly trouble: Trouble | undefined;
  /** Since when nobody has said what plays although somebody was asked; undefined while all is well. */
  readonly failingSinceMs: number | undefined;
  readonly playback: Playback | undefined;
  /** When `playback` was true. */
  readonly answeredAtMs: number;
  readonly pending: PendingLink | undefined;
  readonly codeOverWhy: 'expired' | 'denied';
}
