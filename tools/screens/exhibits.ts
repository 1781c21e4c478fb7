/** Everything that the display can show: every sample of Spotify's responses, every known fault, every other notice. */
import type { CommandRefusal, Fault } from '../../device/shared/faults.js';
import { isForItsOwner, retryDelayMs } from '../../device/machine/retry.js';
import type { Notice } from '../../device/screen/notices.js';
import type { DisplaySettings } from '../../device/shared/settings.js';
import type { Playback } from '../../device/spotify/playback.js';
import type { FaultCase } from '../../test/device/app/fault-cases.js';
import { FAULT_CASES } from '../../test/device/app/fault-cases.js';
import type { Sample } from '../../test/device/spotify/samples.js';
import { samples } from '../../test/device/spotify/samples.js';
import { judged } from '../../test/support/player-response.js';

export type Exhibit =
  | { readonly name: string; readonly note?: string; readonly playback: Playback }
  | {
      readonly name: string;
      readonly note?: string;
      readonly notice: Notice;
      readonly settings?: Partial<DisplaySettings>;
    };

const RELAY = 'https://relay.example.org';
const PIECE_BYTES = 97;
const MIDDLE = (): number => 0.5;

/** As after the first failure. A device that was unlinked does not retry: a code comes next. */
function faultNotice(fault: Fault): Notice {
  if (fault.kind === 'device-unknown')
    return { kind: 'fault', fault, relay: RELAY, retryInMs: undefined };
  return { kind: 'fault', fault, relay: RELAY, retryInMs: retryDelayMs(fault, 1, MIDDLE) };
}

/** Through the device's own player; an unreadable response is a fault too. */
export function playerExhibits(): Exhibit[] {
  return samples()
    .filter(({ url }) => url.includes('api.spotify.com'))
    .map((sample) => exhibitOf(sample));
}

function exhibitOf(sample: Sample): Exhibit {
  const name = sample.file === '' ? `${sample.name} (no body)` : sample.file;
  const result = judged(sample, PIECE_BYTES);
  return result.ok
    ? { name, playback: result.value }
    : { name, note: retryNote(result.fault), notice: faultNotice(result.fault) };
}

/**
 * The relay gets the token endpoint's responses; the device gets a token, or the reason why there is none.
 */
export function tokenExhibits(): Exhibit[] {
  return samples()
    .filter(({ url }) => url.includes('accounts.spotify.com'))
    .map(({ file, expect }) =>
      'fault' in expect
        ? { name: file, note: retryNote(expect.fault), notice: faultNotice(expect.fault) }
        : { name: file, notice: { kind: 'getting-token' } },
    );
}

export function failureExhibits(origin: FaultCase['origin']): Exhibit[] {
  return FAULT_CASES.filter((one) => one.origin === origin).map(({ name, fault }) => ({
    name,
    note: retryNote(fault),
    notice: faultNotice(fault),
  }));
}

/** When the device retries, and who can fix it. */
function retryNote(fault: Fault): string {
  const [first, tenth] = [1, 10].map((count) => waitWords(retryDelayMs(fault, count, MIDDLE)));
  const later = first === tenth ? `every ${first}` : `after ${first}, later every ${tenth}`;
  const isExact = 'retryAfterS' in fault;
  return `Retry ${isExact ? `after ${first}, by Retry-After` : later}; ${fixOf(fault)}`;
}

function waitWords(waitMs: number): string {
  const seconds = Math.round(waitMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function fixOf(fault: Fault): string {
  switch (fault.kind) {
    case 'unreachable':
      return isForItsOwner(fault.cause)
        ? 'fix the clock, the certificate or the TLS of the server'
        : 'it ends by itself, or with the network';
    case 'unavailable':
    case 'rate-limited':
      return 'it ends by itself';
    case 'malformed':
      return fault.path === 'body' || fault.path === 'redirect'
        ? 'sign in to the Wi-Fi, or correct the address'
        : 'it ends by itself';
    case 'token-rejected':
      return 'the device gets another token at once';
    case 'relink-required':
      return 'reconnect Spotify at the relay';
    case 'device-unknown':
      return 'link the device again: a new code follows';
    case 'not-allowed':
      return fault.reason === 'scope' || fault.reason === 'app-rejected'
        ? 'fix it at the relay'
        : 'the owner of the Spotify app can fix it';
    case 'refused':
      return 'a bug: see the log';
  }
}

function refused(reason: CommandRefusal): Notice {
  const fault = { kind: 'command-refused', reason } as const;
  return { kind: 'command-failed', fault, relay: RELAY, retryInMs: undefined };
}

/** By kind, so that none is missing. */
const NOTICES: Readonly<Record<Notice['kind'], readonly (readonly [string, Notice])[]>> = {
  starting: [['power-on', { kind: 'starting' }]],
  'set-up': [
    [
      'no Wi-Fi is set up',
      {
        kind: 'set-up',
        accessPoint: 'sixteen-by-two',
        password: 'bcdf2345',
        address: '192.168.4.1',
      },
    ],
    [
      'set-up from the menu',
      { kind: 'set-up', accessPoint: '16x2-4F2A', password: '', address: '192.168.4.1' },
    ],
  ],
  menu: [
    ['the menu, while the button is still down', { kind: 'menu', entry: 'set-up', isHeld: true }],
    ['the menu, once it is let go', { kind: 'menu', entry: 'set-up', retryInMs: 8_000 }],
    ['its second entry', { kind: 'menu', entry: 'panel-test' }],
    ['its third entry', { kind: 'menu', entry: 'wiring-test' }],
  ],
  'test-pattern': [['the test pattern', { kind: 'test-pattern' }]],
  'wiring-test': [['the test of the wires', { kind: 'wiring-test' }]],
  joining: [['connecting to Wi-Fi', { kind: 'joining', network: 'Home' }]],
  'no-network': [
    ['no Wi-Fi', { kind: 'no-network', network: 'Home' }],
    [
      'no Wi-Fi, with the time of the next attempt',
      { kind: 'no-network', network: 'Our network with a long name', retryInMs: 15_000 },
    ],
  ],
  'setting-clock': [
    ['the clock is not set', { kind: 'setting-clock' }],
    ['no time server answers', { kind: 'setting-clock', isLate: true }],
  ],
  'getting-code': [['requesting a code', { kind: 'getting-code' }]],
  link: [['waiting to be linked', { kind: 'link', code: 'BCDF-GHJK', address: `${RELAY}/link` }]],
  'link-over': [
    ['the code has expired', { kind: 'link-over', why: 'expired' }],
    ['the link was denied', { kind: 'link-over', why: 'denied' }],
  ],
  'getting-token': [['linked', { kind: 'getting-token' }]],
  nothing: [
    ['nothing plays', { kind: 'nothing' }],
    ['nothing plays on the one speaker that is shown', { kind: 'nothing', device: 'Kitchen' }],
  ],
  fault: [],
  command: [
    ['the button for play, while nothing plays', { kind: 'command', command: 'play' }],
    ['the button for the next item', { kind: 'command', command: 'next' }],
    ['the button for the previous item', { kind: 'command', command: 'previous' }],
  ],
  'command-failed': [
    ['a command: no player is active', refused('no-player')],
    ['a command: the account has no Premium', refused('no-premium')],
    ['a command: the player takes none', refused('restricted')],
    ['a command: the grant does not include control', refused('no-control')],
    ['a command: not at this moment', refused('not-now')],
    [
      'a command: Spotify does not respond',
      {
        kind: 'command-failed',
        fault: { kind: 'unreachable', origin: 'spotify', cause: 'timed-out' },
        relay: RELAY,
        retryInMs: undefined,
      },
    ],
    [
      'a command during a block',
      {
        kind: 'command-failed',
        fault: { kind: 'rate-limited', origin: 'spotify', quota: false },
        relay: RELAY,
        retryInMs: 27_000,
      },
    ],
  ],
  'bad-setting': [
    [
      'an invalid setting of the build',
      { kind: 'bad-setting', name: 'fosc_khz', problem: 'must be a whole number from 125 to 350' },
    ],
  ],
  status: [
    [
      'a status page, after a long press',
      { kind: 'status', page: { kind: 'requests', made: 142, allowed: 2000 } },
    ],
    [
      'the status page of dark hours without a time zone',
      { kind: 'status', page: { kind: 'dark-in-utc' } },
    ],
  ],
  unlinking: [['the button is held to unlink', { kind: 'unlinking', retryInMs: 5_000 }]],
  restarting: [['restarting', { kind: 'restarting', why: 'stuck' }]],
  restarted: [['after a restart', { kind: 'restarted', why: 'brown-out', retryInMs: 20_000 }]],
};

export function noticeExhibits(): Exhibit[] {
  return Object.values(NOTICES).flatMap((all) => all.map(([name, notice]) => ({ name, notice })));
}

/** For a display whose owner is in Berlin in winter. */
const CLOCK = { idle: 'clock', utcOffsetMin: 60 } as const;

export function idleExhibits(): Exhibit[] {
  const notice: Notice = { kind: 'nothing' };
  return [
    { name: '`idle=clock`', notice, settings: CLOCK },
    { name: '`idle=clock clock=12h`', notice, settings: { ...CLOCK, clock: '12h' } },
    {
      name: '`idle=clock clock_digits=large`',
      notice,
      settings: { ...CLOCK, clockDigits: 'large' },
    },
    {
      name: '`idle=clock clock_digits=large clock=12h`',
      notice,
      settings: { ...CLOCK, clockDigits: 'large', clock: '12h' },
    },
    { name: '`idle=clock`, without a time zone', notice, settings: { idle: 'clock' } },
  ];
}
