/**
 * Access to the simulator: only from this machine, unless it is exposed. The Host header is checked too, since
 * another site's page can reach this machine under a name of its own (DNS rebinding).
 */
import { isLoopback } from '../relay/http/client-address.js';
import { Refusal } from '../relay/http/refusal.js';
import type { RelayContext } from '../relay/http/context.js';

export interface AccessRules {
  /** Open to other machines as well. */
  readonly expose: boolean;
  /** Host name of PUBLIC_URL, without a port. */
  readonly publicHost: string;
}

/** @throws Refusal if the caller may not */
export function checkAccess({ req }: RelayContext, { expose, publicHost }: AccessRules): void {
  // A reverse proxy on this machine makes every visitor a loopback peer; what it forwards comes from elsewhere.
  const isForwarded =
    req.headers['x-forwarded-for'] !== undefined || req.headers['forwarded'] !== undefined;
  if (!expose && (isForwarded || !isLoopback(req.socket.remoteAddress)))
    throw refusal(
      'The simulator is open to this machine only. Start it with --expose to change that.',
    );
  const host = (req.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  // An address cannot be rebound to another, a name can.
  const isKnown =
    host === 'localhost' ||
    host === publicHost.toLowerCase() ||
    /^(\[::1\]|127(\.\d{1,3}){3})$/.test(host) ||
    (expose && /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/.test(host));
  if (!isKnown) throw refusal('Unknown host name. Open the simulator by its IP address.');
}

function refusal(description: string): Refusal {
  return new Refusal({ status: 403, error: 'access_denied', description });
}
