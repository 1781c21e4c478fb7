/** What the display shows instead of what plays: a state or a fault. The texts are in `lcd-text.ts`. */
import type { CommandFault, Fault } from '../shared/faults.js';

export type Notice =
  | { readonly kind: 'starting' }
  | { readonly kind: 'joining'; readonly network: string }
  | {
      readonly kind: 'no-network';
      readonly network: string;
      /** Time to the next attempt, if known. */
      readonly retryInMs?: number | undefined;
    }
  | { readonly kind: 'setting-clock'; readonly isLate?: boolean }
  /** Wi-Fi set-up: a phone joins `accessPoint` and opens `address`. The password never scrolls. */
  | {
      readonly kind: 'set-up';
      readonly accessPoint: string;
      readonly password: string;
      readonly address: string;
    }
  | { readonly kind: 'getting-code' }
  /** The user code and where to type it; the code never scrolls. */
  | { readonly kind: 'link'; readonly code: string; readonly address: string }
  | { readonly kind: 'link-over'; readonly why: 'expired' | 'denied' }
  | { readonly kind: 'getting-token' }
  /** `device`: it shows only what plays there. */
  | { readonly kind: 'nothing'; readonly device?: string }
  | {
      readonly kind: 'fault';
      readonly fault: Fault;
      /** The relay's address, for faults that are fixed there. */
      readonly relay: string;
      readonly retryInMs: number | undefined;
    }
  /** A button was pressed: what it will cause cannot be shown yet. */
  | { readonly kind: 'command'; readonly command: 'play' | 'next' | 'previous' }
  | {
      readonly kind: 'command-failed';
      readonly fault: CommandFault;
      readonly relay: string;
      /** Time until commands are allowed again, if known. */
      readonly retryInMs: number | undefined;
    }
  | { readonly kind: 'bad-setting'; readonly name: string; readonly problem: string }
  | { readonly kind: 'status'; readonly page: StatusPage }
  /** `isHeld`: the press that opened the menu is not over. `retryInMs`: it opens by itself then. */
  | {
      readonly kind: 'menu';
      readonly entry: MenuEntry;
      readonly isHeld?: boolean;
      readonly retryInMs?: number | undefined;
    }
  /** Fills every cell, with each row's number. */
  | { readonly kind: 'test-pattern' }
  /** Stays while the lines are driven by hand. */
  | { readonly kind: 'wiring-test' }
  /** The button is held: the device unlinks unless it is released. */
  | { readonly kind: 'unlinking'; readonly retryInMs: number }
  /** `why`: a reason of `ports.ts`, or the message of an error. */
  | { readonly kind: 'restarting'; readonly why: string }
  /** It waits before it resumes, so it cannot restart in a tight loop. */
  | { readonly kind: 'restarted'; readonly why: string; readonly retryInMs: number };

export type MenuEntry = 'set-up' | 'panel-test' | 'wiring-test';

/** One of the pages that a long press shows. */
export type StatusPage =
  /** Dark hours are set, but no time zone. */
  | { readonly kind: 'dark-in-utc' }
  | { readonly kind: 'account'; readonly uid: string | undefined }
  | { readonly kind: 'relay'; readonly url: string }
  | { readonly kind: 'requests'; readonly made: number; readonly allowed: number }
  /** `why`: as in `restarted`. */
  | { readonly kind: 'start'; readonly why: string }
  /** Writes to it that failed since the start. */
  | { readonly kind: 'display-errors'; readonly count: number }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'signal'; readonly dBm: number };

/** Whether the second text must not scroll: a countdown, or letters to type. */
export function hasStillText(notice: Notice): boolean {
  if (notice.kind === 'link' || notice.kind === 'set-up') return true;
  return 'retryInMs' in notice && notice.retryInMs !== undefined;
}
