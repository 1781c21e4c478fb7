/**
 * Who may see and steer the simulator: this machine alone, unless its owner exposes it. A page of a stranger in the
 * same browser is kept out too, by the Host header (DNS rebinding) and by the origin of a POST.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface AccessRules {
  /** Answers other machines as well. */
  readonly expose: boolean;
  /** Host name under which the owner publishes the relay, without a port. */
  readonly publicHost?: string | undefined;
}

export interface Caller {
  readonly remoteAddress: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Why not, in a sentence for a person; undefined where the caller may. */
export function refusalFor(
  { remoteAddress, headers }: Caller,
  { expose, publicHost }: AccessRules,
): string | undefined {
  // A reverse proxy on this machine makes every visitor a loopback peer; what it forwards comes from elsewhere.
  const isForwarded =
    headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
  if (!expose && (isForwarded || !isLoopback(remoteAddress)))
    return 'The simulator answers this machine alone. Start it with --expose to let others see it.';
  const host = hostName(headers.host);
  // An address cannot be rebound to another, a name can.
  const isKnown =
    isLoopbackName(host) || host === publicHost?.toLowerCase() || (expose && isAddress(host));
  if (!isKnown)
    return `The simulator does not know itself as ${host || 'a host without a name'}. Open it by its address.`;
  return undefined;
}

/** A script sends neither header and may; a browser sends at least one, and must come from our own page. */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    // "null", as a sandboxed page sends it.
    return false;
  }
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

function hostName(host: string | undefined): string {
  return (host ?? '').toLowerCase().replace(/:\d+$/, '');
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[[0-9a-f:.]+\]$/.test(host);
}
