/** A screen for every state that is not playing: what is wrong or awaited, and what to do. Rows of plain letters. */
import type { Fault, Origin } from '../faults.js';
import { assertNever } from '../faults.js';
import type { Geometry } from './frame.js';
import { drawTexts } from './compose.js';
import type { Sheet } from './draw.js';
import type { Motion } from './marquee.js';
import { turnMs, USUAL_MOTION } from './marquee.js';
import { wrapped } from './wrap.js';

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

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Two digits of each unit: what a narrow row has room for. */
const SECONDS_UP_TO_MS = 99 * SECOND_MS;
const MINUTES_UP_TO_MS = 99 * MINUTE_MS;
/** What the longer words are made for; all panels have 8 columns, or 16 and more. */
const WIDE_COLUMNS = 14;
/** How long a single row shows the code before it shows the address again: time to type it. */
const CODE_MS = 8000;

/**
 * Draws into `frame`.
 * @param shownForMs since the notice came up: a long text's marquee
 * @returns time until the picture changes by itself, in ms; undefined while it stands still
 */
export function composeNotice(
  sheet: Sheet,
  notice: Notice,
  shownForMs: number,
  motion: Motion = USUAL_MOTION,
): number | undefined {
  const { columns, rows } = sheet.geometry;
  const texts = noticeTexts(notice, columns);
  if (rows === 1 && notice.kind === 'link') return drawInTurns(sheet, texts, shownForMs, motion);
  const nextMs = drawTexts(sheet, linesOf(texts, sheet.geometry), shownForMs, { motion });
  if (!('retryInMs' in notice) || notice.retryInMs === undefined) return nextMs;
  const tickMs = waitTickMs(notice.retryInMs);
  return nextMs === undefined ? tickMs : Math.min(nextMs, tickMs);
}

/** The code stands still, and there is no second row for it: it takes turns with the address. */
function drawInTurns(
  sheet: Sheet,
  [address = '', code = '']: readonly string[],
  shownForMs: number,
  motion: Motion,
): number {
  const addressMs = turnMs(address.length - sheet.geometry.columns, motion) || CODE_MS;
  const intoMs = shownForMs % (addressMs + CODE_MS);
  if (intoMs >= addressMs) {
    drawTexts(sheet, [code], 0);
    return addressMs + CODE_MS - intoMs;
  }
  const nextMs = drawTexts(sheet, [address], intoMs, { motion });
  return Math.min(nextMs ?? addressMs, addressMs - intoMs);
}

/** A single row says it all in one line; four have room for whole words, with what stands still on the last. */
function linesOf(
  [first = '', second = '']: readonly string[],
  { columns, rows }: Geometry,
): readonly string[] {
  if (rows === 1) return [first === '' || second === '' ? first + second : `${first} ${second}`];
  if (rows === 2) return [first, second];
  const above = wrapped(first, columns, rows - 1) ?? [first];
  return Array.from({ length: rows }, (_line, row) =>
    row === rows - 1 ? second : (above[row] ?? ''),
  );
}

/** Two rows; the first may scroll, the second holds what must stand still where there is such a thing. */
export function noticeTexts(notice: Notice, columns: number): readonly string[] {
  return columns < WIDE_COLUMNS ? narrowTexts(notice, columns) : wideTexts(notice, columns);
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
        faultText(notice.fault, withoutScheme(notice.relay)),
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

const NAME_OF: Readonly<Record<Origin, string>> = Object.freeze({
  spotify: 'Spotify',
  relay: 'Relay',
});

function faultText(fault: Fault, relay: string): string {
  switch (fault.kind) {
    case 'unreachable':
      return unreachableText(fault, relay);
    case 'unavailable':
      return `${NAME_OF[fault.origin]} is down: ${fault.status}`;
    case 'rate-limited':
      return fault.quota
        ? 'Spotify: daily limit used up'
        : `${NAME_OF[fault.origin]}: too many asks`;
    case 'malformed':
      return `${NAME_OF[fault.origin]} sent odd data: ${fault.path}`;
    case 'token-rejected':
      return 'Spotify refused the token';
    case 'relink-required':
      return `Authorize Spotify at ${relay}`;
    case 'device-unknown':
      return 'Link was removed';
    case 'not-allowed':
      return NOT_ALLOWED_TEXT[fault.reason];
    case 'refused':
      return `${NAME_OF[fault.origin]} refused: ${fault.status}`;
    default:
      return assertNever(fault);
  }
}

const NOT_ALLOWED_TEXT = Object.freeze({
  'not-registered': 'Not listed: add this user at developer.spotify.com',
  'no-premium': "App's owner needs Spotify Premium",
  scope: 'Spotify wants consent again: authorize at the relay',
  'app-rejected': "Spotify refused the app's id or secret: see the relay",
  other: 'Spotify says: not allowed',
} as const satisfies Record<Extract<Fault, { kind: 'not-allowed' }>['reason'], string>);

function unreachableText(
  { origin, cause }: Extract<Fault, { kind: 'unreachable' }>,
  relay: string,
): string {
  const who = origin === 'relay' ? `Relay ${relay}` : 'Spotify';
  switch (cause) {
    case 'unresolved':
      return `${who}: name not found`;
    case 'unreachable':
      return `${who}: no connection`;
    case 'untrusted':
      return `${who}: certificate not trusted`;
    case 'timed-out':
      return `${who}: no answer`;
    case 'cut-off':
      return `${who}: answer cut off`;
    default:
      return assertNever(cause);
  }
}

/** A countdown that scrolled would not be read in time: a narrow row drops the words. */
function retryLine(retryInMs: number | undefined, columns: number): string {
  return retryInMs === undefined ? '' : waitLine('Retry', retryInMs, columns);
}

function waitLine(what: string, waitMs: number, columns: number): string {
  const wait = waitText(waitMs);
  const line = `${what} in ${wait}`;
  return line.length <= columns ? line : `In ${wait}`;
}

function waitText(waitMs: number): string {
  if (waitMs <= SECONDS_UP_TO_MS) return `${Math.ceil(waitMs / SECOND_MS)} s`;
  if (waitMs <= MINUTES_UP_TO_MS) return `${Math.ceil(waitMs / MINUTE_MS)}min`;
  return `${Math.ceil(waitMs / HOUR_MS)} h`;
}

/** Time until `waitText` says something else: a wait of hours is not drawn anew each second. */
function waitTickMs(waitMs: number): number {
  if (waitMs <= SECONDS_UP_TO_MS) return waitMs % SECOND_MS || SECOND_MS;
  if (waitMs <= MINUTES_UP_TO_MS)
    return Math.min(waitMs % MINUTE_MS || MINUTE_MS, waitMs - SECONDS_UP_TO_MS);
  return Math.min(waitMs % HOUR_MS || HOUR_MS, waitMs - MINUTES_UP_TO_MS);
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
  return address.replace(/^(https:\/\/|http:\/\/(?=localhost|127\.))/, '');
}
