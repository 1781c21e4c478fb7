/**
 * All text of the display; `npm run screens` shows it on every panel. Plain ASCII, written for 16 columns. In a long text
 * what the person must do comes last, where the marquee pauses.
 */
import type { Fault, Origin } from '../shared/faults.js';
import { assertNever, FAULT_CLASS } from '../shared/faults.js';
import type { RestartCause, StartReason } from '../shared/ports.js';
import type { MenuEntry, Notice, StatusPage } from './notices.js';

export const PRIVATE_TITLE = 'Private session';
export const AD_TITLE = 'Advertisement';
export const UNKNOWN_TITLE = 'Unknown item';

/** The clock shortens them to three letters. */
export const WEEKDAYS: readonly string[] = Object.freeze([
  ...['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
]);
export const MONTHS: readonly string[] = Object.freeze([
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]);

/** `A`, `A and B`, or `A etc` for three and more. */
export function bylineOf(artists: readonly string[]): string {
  const [first = '', second] = artists;
  if (second === undefined) return first;
  return artists.length === 2 ? `${first} and ${second}` : `${first} etc`;
}

type Rows = readonly [first: string, second: string];

/** Below this the short texts are used; panels have 8 columns, or 16 and more. */
const WIDE_COLUMNS = 14;

/** Two rows; the first may scroll, the second is for what must not, such as a code. */
export function noticeTexts(notice: Notice, columns: number): Rows {
  const narrow = columns < WIDE_COLUMNS ? narrowTexts(notice, columns) : undefined;
  return narrow ?? wideTexts(notice, columns);
}

/** A shorter first text, if there is one, for panels of four rows where the long one does not fit. */
export function briefText(notice: Notice, columns: number): string {
  if (notice.kind === 'set-up') return `Join ${notice.accessPoint} open ${notice.address}`;
  return noticeTexts(notice, columns)[0];
}

function wideTexts(notice: Notice, columns: number): Rows {
  switch (notice.kind) {
    case 'starting':
      return ['sixteen-by-two', 'Starting...'];
    case 'joining':
      return ['Joining Wi-Fi', notice.network];
    case 'no-network':
      return [`No Wi-Fi: ${notice.network}`, retryText(notice.retryInMs, columns) || 'Retrying...'];
    case 'setting-clock':
      return notice.isLate
        ? ['No time yet: is NTP (UDP port 123) blocked?', 'Retrying...']
        : ['Syncing time...', ''];
    case 'set-up':
      return [
        `Set up Wi-Fi: join ${notice.accessPoint}, then open ${notice.address}`,
        notice.password === '' ? 'No key needed' : labelled('Key', notice.password, columns),
      ];
    case 'getting-code':
      return ['Contacting relay', 'Getting code...'];
    case 'link':
      return [`Open ${withoutScheme(notice.address)}`, codeText(notice.code, columns)];
    case 'link-over':
      return [notice.why === 'denied' ? 'Link denied' : 'Code expired', 'Getting new code'];
    case 'getting-token':
      return ['Linked', 'Please wait...'];
    case 'nothing':
      return ['Nothing playing', `on ${notice.device ?? 'Spotify'}`];
    case 'fault':
      return [
        faultText(notice.fault, withoutScheme(notice.relay), notice.retryInMs),
        isForPress(notice.fault, notice.retryInMs)
          ? pressText(columns)
          : retryText(notice.retryInMs, columns),
      ];
    case 'command':
      return [COMMAND_TEXT[notice.command], ''];
    case 'command-failed':
      return commandFailedTexts(notice, columns);
    case 'bad-setting':
      return [`Setting ${notice.name}`, notice.problem];
    case 'status':
      return statusTexts(notice.page);
    case 'menu':
      return [
        MENU_TEXT[notice.entry],
        notice.isHeld ? 'Release button' : opensText(notice.retryInMs, columns),
      ];
    case 'test-pattern':
      return [patternText(0, columns), patternText(1, columns)];
    case 'wiring-test':
      return ['Wiring test: RS', 'Press: next line'];
    case 'unlinking':
      return ['Release to keep link', countdown('Unlinking', notice.retryInMs, columns)];
    case 'restarting':
      return ['Restarting', startText(notice.why)];
    case 'restarted':
      return [
        `Restarted: ${startText(notice.why)}`,
        countdown('Resuming', notice.retryInMs, columns),
      ];
    default:
      return assertNever(notice);
  }
}

/** Shorter texts for eight columns, so that fewer must scroll. */
function narrowTexts(notice: Notice, columns: number): Rows | undefined {
  switch (notice.kind) {
    case 'starting':
      return ['16 x 2', 'Starting'];
    case 'joining':
      return ['Wi-Fi...', notice.network];
    case 'no-network':
      return ['No Wi-Fi', retryText(notice.retryInMs, columns) || notice.network];
    case 'setting-clock':
      return notice.isLate ? ['No time', 'No NTP?'] : ['Syncing', 'time...'];
    case 'getting-code':
      return ['Getting', 'code...'];
    case 'link-over':
      return [notice.why === 'denied' ? 'Denied' : 'Expired', 'New code'];
    case 'getting-token':
      return ['Linked', 'Wait...'];
    case 'nothing':
      return ['Nothing', 'playing'];
    case 'command':
      return NARROW_COMMAND_TEXT[notice.command];
    case 'menu':
      return [
        NARROW_MENU_TEXT[notice.entry],
        notice.isHeld ? 'Release' : opensText(notice.retryInMs, columns),
      ];
    case 'wiring-test':
      return ['Wires:RS', 'Press...'];
    default:
      return undefined;
  }
}

function statusTexts(page: StatusPage): Rows {
  switch (page.kind) {
    case 'dark-in-utc':
      return ['Dark hours: UTC', 'No time zone set'];
    case 'account':
      return ['Account', page.uid ?? 'not linked'];
    case 'relay':
      return ['Relay', page.url.slice(page.url.indexOf('://') + 3)];
    case 'requests':
      return ['Requests today', `${page.made} of ${page.allowed}`];
    case 'start':
      return ['Start reason', startText(page.why)];
    case 'display-errors':
      return ['Display errors', `${page.count}: check wires`];
    case 'version':
      return ['Version', page.version];
    case 'signal':
      return ['Wi-Fi signal', `${page.dBm} dBm`];
    default:
      return assertNever(page);
  }
}

type CommandWord = Extract<Notice, { kind: 'command' }>['command'];

const COMMAND_TEXT: Readonly<Record<CommandWord, string>> = Object.freeze({
  play: 'Resuming...',
  next: 'Next track',
  previous: 'Previous track',
});
const NARROW_COMMAND_TEXT: Readonly<Record<CommandWord, Rows>> = Object.freeze({
  play: Object.freeze(['Resuming', ''] as const),
  next: Object.freeze(['Next', 'track'] as const),
  previous: Object.freeze(['Previous', 'track'] as const),
});

function commandFailedTexts(
  { fault, relay, retryInMs }: Extract<Notice, { kind: 'command-failed' }>,
  columns: number,
): Rows {
  const isWide = columns >= WIDE_COLUMNS;
  if (fault.kind !== 'command-refused') {
    const again =
      retryInMs === undefined ? 'Press again' : countdown('Try again', retryInMs, columns);
    const text = faultText(fault, withoutScheme(relay), retryInMs);
    return [text, isWide || retryInMs !== undefined ? again : 'Again?'];
  }
  const { reason } = fault;
  switch (reason) {
    case 'no-player':
      return isWide ? ['No active player', 'Open Spotify'] : ['Open', 'Spotify'];
    case 'no-premium':
      return isWide ? ['Buttons need', 'Spotify Premium'] : ['Needs', 'Premium'];
    case 'restricted':
      return isWide ? ["Player can't be", 'controlled'] : ['Player', 'refuses'];
    case 'no-control':
      return [
        `Buttons need permission: reconnect Spotify at ${withoutScheme(relay)}`,
        isWide ? 'and tick control' : 'Control',
      ];
    case 'not-now':
      return isWide ? ["Spotify can't do", 'that right now'] : ['Not', 'possible'];
    default:
      return assertNever(reason);
  }
}

const MENU_TEXT: Readonly<Record<MenuEntry, string>> = Object.freeze({
  'set-up': 'Set up by phone. Press for tests',
  'panel-test': 'Test the panel',
  'wiring-test': 'Test the wiring',
});
const NARROW_MENU_TEXT: typeof MENU_TEXT = Object.freeze({
  'set-up': 'Set-up',
  'panel-test': 'Panel?',
  'wiring-test': 'Wires?',
});

function opensText(opensInMs: number | undefined, columns: number): string {
  if (opensInMs !== undefined) return countdown('Opens', opensInMs, columns);
  return columns < WIDE_COLUMNS ? 'Hold: go' : 'Hold to choose';
}

const PATTERN_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** From the first column to the last, which has a mark of its own. @param row from 0 */
export function patternText(row: number, columns: number): string {
  return `${`Row ${row + 1} ${PATTERN_LETTERS}`.slice(0, columns - 1)}|`;
}

const START_TEXT: Readonly<Record<string, string>> = Object.freeze({
  power: 'power on',
  requested: 'on request',
  crash: 'crash',
  watchdog: 'watchdog',
  'brown-out': 'low voltage',
  unknown: 'unknown',
  stuck: 'no progress',
  error: 'error',
} as const satisfies Record<StartReason | RestartCause, string>);

/** Anything that is not in the table is an error's own message. */
function startText(why: string): string {
  return START_TEXT[why] ?? why;
}

const NAME_OF: Readonly<Record<Origin, string>> = Object.freeze({
  spotify: 'Spotify',
  relay: 'Relay',
});
/** From here on the display says that the rate limit is long. */
const LONG_BLOCK_FROM_MS = 600_000;
/** RFC 6585: network authentication required. */
const NETWORK_SIGN_IN = 511;

/** @param relay its address without the scheme */
function faultText(fault: Fault, relay: string, retryInMs = 0): string {
  switch (fault.kind) {
    case 'unreachable':
      return unreachableText(fault, relay);
    case 'unavailable':
      if (fault.status === NETWORK_SIGN_IN) return signInText(fault.origin);
      // Below 500 the server has not failed: it is not ready yet.
      return `${NAME_OF[fault.origin]} is ${fault.status < 500 ? 'busy' : 'down'} (${fault.status})`;
    case 'rate-limited':
      if (fault.quota) return 'Spotify: daily quota used up';
      return `${NAME_OF[fault.origin]}: ${retryInMs >= LONG_BLOCK_FROM_MS ? 'long ' : ''}rate limit`;
    case 'malformed':
      return malformedText(fault, relay);
    case 'token-rejected':
      return 'Spotify rejected the token';
    case 'relink-required':
      return `Connect Spotify at ${relay}`;
    case 'device-unknown':
      return 'Device unlinked';
    case 'not-allowed':
      return notAllowedText(fault, relay);
    case 'refused':
      return `${NAME_OF[fault.origin]} rejected a request (${fault.status}): please report it`;
    default:
      return assertNever(fault);
  }
}

function signInText(origin: Origin): string {
  return `Can't reach ${origin === 'relay' ? 'the relay' : 'Spotify'}: does this Wi-Fi need a sign-in?`;
}

/** A body that is not JSON comes from something else: a captive portal, a router, another server. */
function malformedText(
  { origin, path }: Extract<Fault, { kind: 'malformed' }>,
  relay: string,
): string {
  const isElsewhere = path === 'body' || path === 'redirect';
  // The log names the field.
  if (!isElsewhere) return `${NAME_OF[origin]} sent invalid data`;
  if (origin === 'spotify') return signInText(origin);
  return path === 'redirect'
    ? `Relay redirected: check http/https in ${relay}`
    : `No relay found: check ${relay}`;
}

function notAllowedText(
  { reason }: Extract<Fault, { kind: 'not-allowed' }>,
  relay: string,
): string {
  switch (reason) {
    case 'not-registered':
      return 'User not registered: add them at developer.spotify.com';
    case 'no-premium':
      return 'App owner needs Spotify Premium';
    case 'scope':
      return `Reconnect Spotify at ${relay}`;
    case 'app-rejected':
      return `Invalid app ID or secret: sign in at ${relay}`;
    case 'other':
      return 'Spotify rejected this app or user: check its dashboard';
    default:
      return assertNever(reason);
  }
}

const UNREACHABLE_TEXT: Readonly<Record<Extract<Fault, { kind: 'unreachable' }>['cause'], string>> =
  Object.freeze({
    unresolved: ' not found',
    unreachable: ' unreachable',
    'timed-out': ' timed out',
    'cut-off': ': connection lost',
    invalid: ': invalid response',
    untrusted: ': certificate not trusted',
    'other-name': ': certificate is for another host',
    expired: ': certificate expired',
    'clock-wrong': ': certificate not valid yet, or wrong clock',
    'no-common-tls': ': no common TLS version or cipher',
    'tls-failed': ': TLS failed',
  } as const);

/** The relay's name comes last, where the marquee pauses, so that it can be read whole. */
function unreachableText(
  { origin, cause }: Extract<Fault, { kind: 'unreachable' }>,
  relay: string,
): string {
  const text = `${NAME_OF[origin]}${UNREACHABLE_TEXT[cause]}`;
  return origin === 'relay' ? `${text}: ${relay}` : text;
}

function retryText(retryInMs: number | undefined, columns: number): string {
  return retryInMs === undefined ? '' : countdown('Retrying', retryInMs, columns);
}

/** From here on a press retries at once: the person may have fixed it already. */
const PRESS_FROM_MS = 30_000;

/** A transient fault passes by itself, and a rate limit must not be retried early. */
function isForPress(fault: Fault, retryInMs = 0): boolean {
  return FAULT_CLASS[fault.kind] !== 'transient' && retryInMs > PRESS_FROM_MS;
}

function pressText(columns: number): string {
  const text = 'Press to retry';
  return text.length <= columns ? text : 'Press';
}

/** A countdown must not scroll: a narrow row drops the words. */
function countdown(what: string, waitMs: number, columns: number): string {
  const wait = waitText(waitMs);
  const texts = [`${what} in ${wait}`, `In ${wait}`];
  return texts.find((text) => text.length <= columns) ?? wait;
}

/** Eight columns have room for the eight letters only. */
function codeText(code: string, columns: number): string {
  const text = labelled('Code', code, columns);
  return text.length <= columns ? text : code.replaceAll('-', '');
}

/** Drops the label if the row has no room for both, since the value must not scroll. */
function labelled(label: string, value: string, columns: number): string {
  const text = `${label} ${value}`;
  return text.length <= columns ? text : value;
}

/** Keeps `http://` as a warning that traffic can be read, except for this same machine. */
function withoutScheme(address: string): string {
  if (address.startsWith('https://')) return address.slice('https://'.length);
  const isOwn = address.startsWith('http://localhost') || address.startsWith('http://127.');
  return isOwn ? address.slice('http://'.length) : address;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** At most two digits, so that it fits a narrow row. */
const SECONDS_UP_TO_MS = 99 * SECOND_MS;
const MINUTES_UP_TO_MS = 99 * MINUTE_MS;

function waitText(waitMs: number): string {
  // Never "0s".
  if (waitMs <= SECONDS_UP_TO_MS) return `${Math.max(1, Math.ceil(waitMs / SECOND_MS))}s`;
  if (waitMs <= MINUTES_UP_TO_MS) return `${Math.ceil(waitMs / MINUTE_MS)}m`;
  return `${Math.ceil(waitMs / HOUR_MS)}h`;
}

/** Time until a countdown's text changes: a wait of hours is not redrawn each second. */
export function waitTickMs(waitMs: number): number {
  if (waitMs <= SECONDS_UP_TO_MS) return waitMs % SECOND_MS || SECOND_MS;
  if (waitMs <= MINUTES_UP_TO_MS)
    return Math.min(waitMs % MINUTE_MS || MINUTE_MS, waitMs - SECONDS_UP_TO_MS);
  return Math.min(waitMs % HOUR_MS || HOUR_MS, waitMs - MINUTES_UP_TO_MS);
}
