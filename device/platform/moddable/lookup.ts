/** Names to addresses: the network's own resolver first, then requests of our own. */
import Net from 'net';
import Timer from 'timer';
import UdpResolver from 'embedded:network/dns/resolver/udp';
import { ipv4 } from '../../http/url.js';
import type { Cancel } from '../../shared/ports.js';
import { GuardedUdp } from './guarded-udp.js';

/** Tried where the system finds nothing; two operators, so that neither's outage is ours. */
const PUBLIC_SERVERS = Object.freeze(['1.1.1.1', '9.9.9.9']);

/** Calls back once, later, unless cancelled: with dotted IPv4, or undefined where there is none. */
export function resolve(host: string, onResolved: (ip: string | undefined) => void): Cancel {
  let isWanted = true;
  let resolver: UdpResolver | undefined;
  const end = (ip: string | undefined): void => {
    resolver = undefined;
    if (!isWanted) return;
    isWanted = false;
    onResolved(ip);
  };
  // Called from timers and native code: what they throw, for want of memory, must not end the program.
  const guarded = (work: () => void) => (): void => {
    try {
      if (isWanted) work();
    } catch {
      end(undefined);
    }
  };
  const start = guarded(() => {
    // mDNS is spoken by the SDK's own resolver alone.
    if (host.endsWith('.local')) resolver = resolveDirectly(host, end);
    else {
      Net.resolve(host, (_name, ip) => {
        // On a Linux desktop the system's answer may be an IPv6 address, which it then withholds.
        guarded(() => {
          if (ip) end(ip);
          else resolver = resolveDirectly(host, end);
        })();
      });
    }
  });
  const known = literalAddress(host);
  // From a timer even where the answer is known: whoever asks must have returned first.
  Timer.set(known === undefined ? start : () => end(known));
  return () => {
    isWanted = false;
    // The system's resolver does not take a question back; ours would keep its socket for seconds.
    resolver?.close();
    resolver = undefined;
  };
}

/** Takes up to 5 s a server to give up. The resolver closes its socket itself once it has nothing left to ask. */
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
