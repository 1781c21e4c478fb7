/**
 * Who may see and steer the simulator: this machine alone, unless it is exposed. The Host header is checked too, since a
 * page of another site can reach this machine under a name of its own (DNS rebinding).
 */
import { isLoopback } from '../relay/http/client-address.js';
import { Refusal } from '../relay/http/refusal.js';
import type { RelayContext } from '../relay/http/context.js';

export interface AccessRules {
  /** Answers other machines as well. */
  readonly expose: boolean;
  /** Host name of PUBLIC_URL, without a port. */
  readonly publicHost: string;
}

/** @throws Refusal where the caller may not */
export function checkAccess({ req }: RelayContext, { expose, publicHost }: AccessRules): void {
  // A reverse proxy on this machine makes every visitor a loopback peer; what it forwards comes from elsewhere.
  const isForwarded =
    req.headers['x-forwarded-for'] !== undefined || req.headers['forwarded'] !== undefined;
  if (!expose && (isForwarded || !isLoopback(req.socket.remoteAddress)))
    throw refusal('The simulator answers this machine only. Start it with --expose to open it.');
  const host = (req.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  // An address cannot be rebound to another, a name can.
  const isKnown =
    host === 'localhost' ||
    host === publicHost.toLowerCase() ||
    /^(\[::1\]|127(\.\d{1,3}){3})$/.test(host) ||
    (expose && /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/.test(host));
  if (!isKnown) throw refusal('The simulator has no such name. Open it by its IP address.');
}

function refusal(description: string): Refusal {
  return new Refusal({ status: 403, error: 'access_denied', description });
}
