/** A fault in words that say what is wrong, and what its owner may do about it. */
import type { Fault, Origin } from '../shared/faults.js';
import { assertNever } from '../shared/faults.js';

const NAME_OF: Readonly<Record<Origin, string>> = Object.freeze({
  spotify: 'Spotify',
  relay: 'Relay',
});

/** A window of seconds has grown into something to tell people of. */
const LONG_BLOCK_FROM_MS = 600_000;
/** RFC 6585: whoever owns the network wants to be asked first. */
const NETWORK_SIGN_IN = 511;

export function faultText(fault: Fault, relay: string, retryInMs = 0): string {
  switch (fault.kind) {
    case 'unreachable':
      return unreachableText(fault, relay);
    case 'unavailable':
      if (fault.status === NETWORK_SIGN_IN)
        return `Not from ${fault.origin === 'relay' ? 'the relay' : 'Spotify'}: does the Wi-Fi want a sign-in?`;
      // Below 500 it has not failed: it is not ready yet.
      return `${NAME_OF[fault.origin]} is ${fault.status < 500 ? 'busy' : 'down'}: ${fault.status}`;
    case 'rate-limited':
      if (fault.quota) return 'Spotify: daily limit used up';
      return `${NAME_OF[fault.origin]}: too many asks${retryInMs >= LONG_BLOCK_FROM_MS ? ', a long block' : ''}`;
    case 'malformed':
      return malformedText(fault, relay);
    case 'token-rejected':
      return 'Spotify refused the token';
    case 'relink-required':
      return `Authorize Spotify at ${relay}`;
    case 'device-unknown':
      return 'Link was removed';
    case 'not-allowed':
      return notAllowedText(fault, relay);
    case 'refused':
      return `${NAME_OF[fault.origin]} refused a question (${fault.status}): please report it`;
    default:
      return assertNever(fault);
  }
}

/** What is no document at all was sent by somebody else: a hotel's sign-in page, a router, another server. */
function malformedText(
  { origin, path }: Extract<Fault, { kind: 'malformed' }>,
  relay: string,
): string {
  const isElsewhere = path === 'body' || path === 'redirect';
  // Which field it was is in the log.
  if (!isElsewhere) return `${NAME_OF[origin]} sent odd data, retrying`;
  if (origin === 'spotify') return 'Not from Spotify: does the Wi-Fi want a sign-in?';
  return path === 'redirect'
    ? `Relay redirects: check http(s) of ${relay}`
    : `Not from the relay: check ${relay}`;
}

function notAllowedText(
  { reason }: Extract<Fault, { kind: 'not-allowed' }>,
  relay: string,
): string {
  switch (reason) {
    case 'not-registered':
      return 'Not listed: add this user at developer.spotify.com';
    case 'no-premium':
      return "App's owner needs Spotify Premium";
    case 'scope':
      return `Authorize Spotify again at ${relay}`;
    case 'app-rejected':
      return `Wrong app id or secret: sign in at ${relay}`;
    case 'other':
      return 'Spotify refuses this app or user: see its dashboard';
    default:
      return assertNever(reason);
  }
}

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
    case 'other-name':
      return isRelay
        ? `Relay: certificate is not for ${relay}`
        : "Spotify: certificate is another host's";
    case 'expired':
      return isRelay ? `Relay: certificate expired: ${relay}` : 'Spotify: certificate expired';
    case 'clock-wrong':
      return isRelay
        ? `Relay: certificate not valid yet, or clock wrong: ${relay}`
        : 'Spotify: certificate not valid yet, or clock wrong';
    case 'no-common-tls':
      return isRelay
        ? `Relay: no common TLS version or cipher: ${relay}`
        : 'Spotify: no common TLS version or cipher';
    case 'tls-failed':
      return isRelay ? `Relay: TLS failed: ${relay}` : 'Spotify: TLS failed';
    case 'timed-out':
      return isRelay ? `Relay: no answer from ${relay}` : 'Spotify: no answer';
    case 'cut-off':
      return isRelay ? `Relay: answer cut off: ${relay}` : 'Spotify: answer cut off';
    case 'invalid':
      return isRelay ? `Relay: invalid response: ${relay}` : 'Spotify: invalid response';
    default:
      return assertNever(cause);
  }
}
