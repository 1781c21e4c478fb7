/** Resolves names: with the system's resolver first, then with our own queries. */
import Net from 'net';
import Timer from 'timer';
import UdpResolver from 'embedded:network/dns/resolver/udp';
import { ipv4 } from '../../http/url.js';
import type { Cancel } from '../../shared/ports.js';
import { GuardedUdp } from './guarded-udp.js';

/** Tried if the system finds nothing; two operators, in case one is down. */
const PUBLIC_SERVERS = Object.freeze(['1.1.1.1', '9.9.9.9']);

/** Calls back once, later, unless cancelled: with dotted IPv4, or undefined if there is none. */
export function resolve(host: string, onResolved: (ip: string | undefined) => void): Cancel {
  let isWanted = true;
  let resolver: UdpResolver | undefined;
  const end = (ip: string | undefined): void => {
    resolver = undefined;
    if (!isWanted) return;
    isWanted = false;
    onResolved(ip);
  };
  // Called from timers and native code: exceptions (out of memory) must not end the program.
  const guarded = (work: () => void) => (): void => {
    try {
      if (isWanted) work();
    } catch {
      end(undefined);
    }
  };
  const start = guarded(() => {
    // Only the system's resolver supports mDNS.
    if (host.endsWith('.local')) resolver = resolveDirectly(host, end);
    else {
      Net.resolve(host, (_name, ip) => {
        // On a Linux desktop the system returns nothing if it finds an IPv6 address.
        guarded(() => {
          if (ip) end(ip);
          else resolver = resolveDirectly(host, end);
        })();
      });
    }
  });
  const known = literalAddress(host);
  // From a timer even if the result is known: the caller must have returned first.
  Timer.set(known === undefined ? start : () => end(known));
  return () => {
    isWanted = false;
    // The system's resolver cannot be cancelled; ours would keep its socket for seconds.
    resolver?.close();
    resolver = undefined;
  };
}

/** Gives up after 5 s per server. The resolver closes its socket itself when it is done. */
function resolveDirectly(host: string, onEnd: (ip: string | undefined) => void): UdpResolver {
  const resolver = new UdpResolver({ servers: PUBLIC_SERVERS, socket: { io: GuardedUdp } });
  const end = (ip: string | undefined): null => {
    onEnd(ip);
    return null;
  };
  resolver.resolve({
    host,
    onResolved: (_name, address: unknown) => end(typeof address === 'string' ? address : undefined),
    onError: () => end(undefined),
  });
  return resolver;
}

function literalAddress(host: string): string | undefined {
  if (host === 'localhost') return '127.0.0.1';
  return ipv4(host) && host;
}
