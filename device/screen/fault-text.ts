/** A fault in words that say what is wrong, and what its owner may do about it. */
import type { Fault, Origin } from '../faults.js';
import { assertNever } from '../faults.js';

const NAME_OF: Readonly<Record<Origin, string>> = Object.freeze({
  spotify: 'Spotify',
  relay: 'Relay',
});

export function faultText(fault: Fault, relay: string): string {
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

/** The relay's name comes last: there the marquee rests, so that it stands whole where it fits. */
function unreachableText(
  { origin, cause }: Extract<Fault, { kind: 'unreachable' }>,
  relay: string,
): string {
  const isRelay = origin === 'relay';
  switch (cause) {
    case 'unresolved':
      return isRelay ? `Relay not found: ${relay}` : 'Spotify: name not found';
    case 'unreachable':
      return isRelay ? `Relay: no connection to ${relay}` : 'Spotify: no connection';
    case 'untrusted':
      return isRelay
        ? `Relay: certificate not trusted: ${relay}`
        : 'Spotify: certificate not trusted';
    case 'timed-out':
      return isRelay ? `Relay: no answer from ${relay}` : 'Spotify: no answer';
    case 'cut-off':
      return isRelay ? `Relay: answer cut off: ${relay}` : 'Spotify: answer cut off';
    default:
      return assertNever(cause);
  }
}
