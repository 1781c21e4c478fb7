/** All that the display may have to say: every sample of Spotify's answers, every known failure, every other notice. */
import type { Fault } from '../../device/shared/faults.js';
import { isForItsOwner, retryDelayMs } from '../../device/machine/retry.js';
import type { Notice } from '../../device/screen/notices.js';
import type { Playback } from '../../device/spotify/playback.js';
import type { FaultCase } from '../../test/device/app/fault-cases.js';
import { FAULT_CASES } from '../../test/device/app/fault-cases.js';
import type { Sample } from '../../test/device/spotify/samples.js';
import { samples } from '../../test/device/spotify/samples.js';
import { judged } from '../../test/support/asked.js';

export type Exhibit =
  | { readonly name: string; readonly note?: string; readonly playback: Playback }
  | { readonly name: string; readonly note?: string; readonly notice: Notice };

const RELAY = 'https://relay.example.org';
const PIECE_BYTES = 97;
const MIDDLE = (): number => 0.5;

/** As the app puts it after the first failure. A link that is gone is not asked for again: a code comes next. */
function faultNotice(fault: Fault): Notice {
  if (fault.kind === 'device-unknown')
    return { kind: 'fault', fault, relay: RELAY, retryInMs: undefined };
  return { kind: 'fault', fault, relay: RELAY, retryInMs: retryDelayMs(fault, 1, MIDDLE) };
}

/** Through the device's own player; what it cannot read is a fault like any other. */
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
 * The token endpoint's answers reach no display: the relay judges them, and the device is told that it has a token, or
 * what is in the way.
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

/** When it is asked again, and who can mend it. */
function retryNote(fault: Fault): string {
  const [first, tenth] = [1, 10].map((count) => waitWords(retryDelayMs(fault, count, MIDDLE)));
  const again = first === tenth ? `every ${first}` : `after ${first}, at last every ${tenth}`;
  const told = 'retryAfterS' in fault;
  return `asked again ${told ? `after ${first}, as told` : again}; ${mendedBy(fault)}`;
}

function waitWords(waitMs: number): string {
  const seconds = Math.round(waitMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function mendedBy(fault: Fault): string {
  switch (fault.kind) {
    case 'unreachable':
      return isForItsOwner(fault.cause)
        ? 'its owner mends it: the clock, the certificate, the TLS of the server'
        : 'it ends by itself, or with the network';
    case 'unavailable':
    case 'rate-limited':
      return 'it ends by itself';
    case 'malformed':
      return fault.path === 'body' || fault.path === 'redirect'
        ? 'its owner mends it: the Wi-Fi’s sign-in, the address'
        : 'it ends by itself';
    case 'token-rejected':
      return 'the device mends it: another token is fetched at once';
    case 'relink-required':
      return 'a person mends it at the relay';
    case 'device-unknown':
      return 'a person links the device again: a new code follows';
    case 'not-allowed':
      return fault.reason === 'scope' || fault.reason === 'app-rejected'
        ? 'a person mends it at the relay'
        : 'the owner of the Spotify app mends it';
    case 'refused':
      return 'a bug of ours: the log has it';
  }
}

/** By kind, so that none can be forgotten. */
const NOTICES: Readonly<Record<Notice['kind'], readonly (readonly [string, Notice])[]>> = {
  starting: [['switched on', { kind: 'starting' }]],
  'set-up': [
    [
      'no Wi-Fi is set',
      {
        kind: 'set-up',
        accessPoint: 'sixteen-by-two',
        password: 'bcdf2345',
        address: '192.168.4.1',
      },
    ],
  ],
  joining: [['the Wi-Fi is joined', { kind: 'joining', network: 'Home' }]],
  'no-network': [
    ['the Wi-Fi is lost', { kind: 'no-network', network: 'Home' }],
    [
      'the Wi-Fi is lost, the next attempt known',
      { kind: 'no-network', network: 'Our network with a long name', retryInMs: 15_000 },
    ],
  ],
  'setting-clock': [['the clock is not set', { kind: 'setting-clock' }]],
  'asking-code': [['the relay is asked for a code', { kind: 'asking-code' }]],
  link: [['it waits to be linked', { kind: 'link', code: 'BCDF-GHJK', address: `${RELAY}/link` }]],
  'link-over': [
    ['the code has expired', { kind: 'link-over', why: 'expired' }],
    ['the link was denied', { kind: 'link-over', why: 'denied' }],
  ],
  'getting-token': [['it is linked', { kind: 'getting-token' }]],
  nothing: [['nothing plays', { kind: 'nothing' }]],
  fault: [],
  'bad-setting': [
    [
      'a setting of the build is wrong',
      { kind: 'bad-setting', name: 'fosc_khz', problem: 'must be a whole number from 125 to 350' },
    ],
  ],
  status: [
    [
      'a status page, after a long press',
      { kind: 'status', page: { kind: 'requests', made: 142, allowed: 2000 } },
    ],
  ],
  unlinking: [['the button is held on', { kind: 'unlinking', retryInMs: 5_000 }]],
  restarting: [['it restarts', { kind: 'restarting', why: 'stuck' }]],
  restarted: [['it has restarted', { kind: 'restarted', why: 'brown-out', retryInMs: 20_000 }]],
};

export function noticeExhibits(): Exhibit[] {
  return Object.values(NOTICES).flatMap((all) => all.map(([name, notice]) => ({ name, notice })));
}
