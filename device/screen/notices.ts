/** What is said in every state that is not playing: what is wrong or awaited, and what to do. Rows of plain letters. */
import type { Fault } from '../shared/faults.js';
import { assertNever } from '../shared/faults.js';
import { faultText } from './fault-text.js';
import { waitText } from './wait-text.js';

export type Notice =
  | { readonly kind: 'starting' }
  | { readonly kind: 'joining'; readonly network: string }
  | {
      readonly kind: 'no-network';
      readonly network: string;
      /** Time to the next attempt, where the network tells. */
      readonly retryInMs?: number | undefined;
    }
  | { readonly kind: 'setting-clock' }
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
  /** One of the pages that a long press shows. */
  | { readonly kind: 'status'; readonly title: string; readonly text: string }
  /** The button is held on: what comes of it unless it is let go. */
  | { readonly kind: 'unlinking'; readonly retryInMs: number }
  /** It starts anew, because of `why`. */
  | { readonly kind: 'restarting'; readonly why: string }
  /** It has started anew, and waits so that it does not do so in a loop. */
  | { readonly kind: 'restarted'; readonly why: string; readonly retryInMs: number };

/** What the longer words are made for; all panels have 8 columns, or 16 and more. */
const WIDE_COLUMNS = 14;
/** Whether the second of the texts must stand still: a countdown, or letters to type. */
export function hasStillText(notice: Notice): boolean {
  if (notice.kind === 'link' || notice.kind === 'set-up') return true;
  return 'retryInMs' in notice && notice.retryInMs !== undefined;
}

/** Two rows; the first may scroll, the second holds what must stand still where there is such a thing. */
export function noticeTexts(notice: Notice, columns: number): readonly string[] {
  return columns < WIDE_COLUMNS ? narrowTexts(notice, columns) : wideTexts(notice, columns);
}

/** The first text in fewer words, for whole words on several rows; the same where there are no fewer. */
export function briefText(notice: Notice, columns: number): string {
  if (notice.kind === 'set-up') return `Join ${notice.accessPoint} open ${notice.address}`;
  return noticeTexts(notice, columns)[0] ?? '';
}

/** For eight columns: the same in fewer words, so that nothing scrolls that need not. */
function narrowTexts(notice: Notice, columns: number): readonly string[] {
  switch (notice.kind) {
    case 'starting':
      return ['16 x 2', 'Starting'];
    case 'joining':
      return ['Wi-Fi...', notice.network];
    case 'no-network':
      return [
        'No Wi-Fi',
        notice.retryInMs === undefined ? notice.network : retryLine(notice.retryInMs, columns),
      ];
    case 'setting-clock':
      return ['Setting', 'clock...'];
    case 'asking-code':
      return ['Asking', 'relay...'];
    case 'link-over':
      return [notice.why === 'denied' ? 'Denied' : 'Expired', 'New code'];
    case 'getting-token':
      return ['Linked', 'Wait...'];
    case 'nothing':
      return ['Nothing', 'playing'];
    default:
      return wideTexts(notice, columns);
  }
}

function wideTexts(notice: Notice, columns: number): readonly string[] {
  switch (notice.kind) {
    case 'starting':
      return ['sixteen-by-two', 'Starting...'];
    case 'joining':
      return ['Joining Wi-Fi', notice.network];
    case 'no-network':
      return [
        `No Wi-Fi: ${notice.network}`,
        notice.retryInMs === undefined ? 'Trying again...' : retryLine(notice.retryInMs, columns),
      ];
    case 'setting-clock':
      return ['Setting clock', 'Asking the net'];
    case 'set-up':
      return [
        `Wi-Fi set-up: join ${notice.accessPoint}, then open ${notice.address}`,
        labelled('Key', notice.password, columns),
      ];
    case 'asking-code':
      return ['Asking relay', 'for a code...'];
    case 'link':
      return [`Open ${withoutScheme(notice.address)}`, codeLine(notice.code, columns)];
    case 'link-over':
      return [notice.why === 'denied' ? 'Link was denied' : 'Code has expired', 'New code...'];
    case 'getting-token':
      return ['Linked', 'Asking Spotify'];
    case 'nothing':
      return ['Nothing playing', 'on Spotify'];
    case 'fault':
      return [
        faultText(notice.fault, withoutScheme(notice.relay), notice.retryInMs),
        retryLine(notice.retryInMs, columns),
      ];
    case 'bad-setting':
      return [`Setting ${notice.name}`, notice.problem];
    case 'status':
      return [notice.title, notice.text];
    case 'unlinking':
      return ['Let go, or the link ends', waitLine('Unlinks', notice.retryInMs, columns)];
    case 'restarting':
      return ['Fault: restart', notice.why];
    case 'restarted':
      return [`Restarted: ${notice.why}`, waitLine('Going on', notice.retryInMs, columns)];
    default:
      return assertNever(notice);
  }
}

/** A countdown that scrolled would not be read in time: a narrow row drops the words. */
function retryLine(retryInMs: number | undefined, columns: number): string {
  return retryInMs === undefined ? '' : waitLine('Retry', retryInMs, columns);
}

function waitLine(what: string, waitMs: number, columns: number): string {
  const wait = waitText(waitMs);
  const line = `${what} in ${wait}`;
  if (line.length <= columns) return line;
  const shorter = `In ${wait}`;
  return shorter.length <= columns ? shorter : wait;
}

/** Eight columns have room for the letters alone. */
function codeLine(code: string, columns: number): string {
  const line = labelled('Code', code, columns);
  return line.length <= columns ? line : code.replaceAll('-', '');
}

/** What must stand still goes without its label where the row has no room for both. */
function labelled(label: string, value: string, columns: number): string {
  const line = `${label} ${value}`;
  return line.length <= columns ? line : value;
}

/** The scheme stays where it warns: what goes to a plain address can be read on the way, but for this same machine. */
function withoutScheme(address: string): string {
  if (address.startsWith('https://')) return address.slice('https://'.length);
  const isOwn = address.startsWith('http://localhost') || address.startsWith('http://127.');
  return isOwn ? address.slice('http://'.length) : address;
}
