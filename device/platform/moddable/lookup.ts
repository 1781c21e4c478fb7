/** Names to addresses for the HTTP client: the network's own resolver first, then questions of our own. */
import Net from 'net';
import Timer from 'timer';
import UdpResolver from 'embedded:network/dns/resolver/udp';
import { GuardedUdp } from './guarded-udp.js';

/** What the HTTP client hands to `resolve`. */
interface Question {
  /** As the client was given it, so with a port where that is not the usual one. */
  readonly host: string;
  readonly onResolved: (host: string, address: string) => void;
  readonly onError: () => void;
}

export interface LookupOptions {
  /** Called before the client hears of it, so that this fault can be told from a refused connection. */
  readonly onUnresolved: () => void;
  /**
   * False once the client is closed: it does not take its question back, and an answer that came after all
   * would open a socket that nobody closes.
   */
  readonly isWanted: () => boolean;
}

/** Asked where the system finds nothing; two operators, so that neither's outage is ours. */
const PUBLIC_SERVERS = Object.freeze(['1.1.1.1', '9.9.9.9']);

export class Lookup {
  readonly #options: LookupOptions;

  constructor(options: LookupOptions) {
    this.#options = options;
  }

  resolve({ host: authority, onResolved, onError }: Question): void {
    const { isWanted, onUnresolved } = this.#options;
    const host = authority.replace(/:\d+$/, '');
    const answer = (address: string | undefined): void => {
      if (!isWanted()) return;
      if (address) {
        onResolved(host, address);
      } else {
        onUnresolved();
        onError();
      }
    };
    const ask = (): void => {
      if (!isWanted()) return;
      // mDNS is spoken by the SDK's own resolver alone.
      if (host.endsWith('.local')) askDirectly(host, answer);
      else {
        Net.resolve(host, (_name, address) => {
          // On a Linux desktop the system's answer may be an IPv6 address, which it then withholds.
          if (address || !isWanted()) answer(address);
          else askDirectly(host, answer);
        });
      }
    };
    const known = literalAddress(host);
    // From a timer even where the answer is known: the client's constructor must have returned first.
    Timer.set(known === undefined ? ask : () => answer(known));
  }
}

/**
 * Takes up to 5 s a server to give up; the request's own deadline does not wait for it. The resolver closes its
 * socket itself once it has nothing left to ask.
 */
function askDirectly(host: string, answer: (address: string | undefined) => void): void {
  const resolver = new UdpResolver({ servers: PUBLIC_SERVERS, socket: { io: GuardedUdp } });
  const end = (address: string | undefined): null => {
    answer(address);
    return null;
  };
  resolver.resolve({
    host,
    onResolved: (_name, address: unknown) => end(typeof address === 'string' ? address : undefined),
    onError: () => end(undefined),
  });
}

function literalAddress(host: string): string | undefined {
  if (host === 'localhost') return '127.0.0.1';
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? host : undefined;
}
