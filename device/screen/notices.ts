/** What the display says instead of what plays: a state, or a fault. Its words are in `lcd-text.ts`. */
import type { Fault } from '../shared/faults.js';

export type Notice =
  | { readonly kind: 'starting' }
  | { readonly kind: 'joining'; readonly network: string }
  | {
      readonly kind: 'no-network';
      readonly network: string;
      /** Time to the next attempt, where the network tells. */
      readonly retryInMs?: number | undefined;
    }
  | { readonly kind: 'setting-clock'; readonly isLate?: boolean }
  /** Wi-Fi is chosen on a phone: it joins `accessPoint`, and its browser opens `address`. The password never scrolls. */
  | {
      readonly kind: 'set-up';
      readonly accessPoint: string;
      readonly password: string;
      readonly address: string;
    }
  | { readonly kind: 'asking-code' }
  /** The code and where to type it: the code never scrolls. */
  | { readonly kind: 'link'; readonly code: string; readonly address: string }
  | { readonly kind: 'link-over'; readonly why: 'expired' | 'denied' }
  | { readonly kind: 'getting-token' }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'fault';
      readonly fault: Fault;
      /** Where the relay is, for what a person must do there. */
      readonly relay: string;
      readonly retryInMs: number | undefined;
    }
  | { readonly kind: 'bad-setting'; readonly name: string; readonly problem: string }
  | { readonly kind: 'status'; readonly page: StatusPage }
  /** The button is held: the link ends unless it is released. */
  | { readonly kind: 'unlinking'; readonly retryInMs: number }
  /** `why`: a reason of `ports.ts`, or the message of an error. */
  | { readonly kind: 'restarting'; readonly why: string }
  /** It waits before it resumes, so that it does not restart in a loop. */
  | { readonly kind: 'restarted'; readonly why: string; readonly retryInMs: number };

/** One of the pages that a long press shows. */
export type StatusPage =
  /** There are dark hours, and nobody has said in which time zone. */
  | { readonly kind: 'dark-in-utc' }
  | { readonly kind: 'account'; readonly uid: string | undefined }
  | { readonly kind: 'relay'; readonly url: string }
  | { readonly kind: 'requests'; readonly made: number; readonly allowed: number }
  /** `why`: as of `restarted`. */
  | { readonly kind: 'start'; readonly why: string }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'signal'; readonly dBm: number };

/** Whether the second of the texts must stand still: a countdown, or letters to type. */
export function hasStillText(notice: Notice): boolean {
  if (notice.kind === 'link' || notice.kind === 'set-up') return true;
  return 'retryInMs' in notice && notice.retryInMs !== undefined;
}
