/** Sets the chip's clock from the network's time, which certificates are judged by. */
import SNTP from 'sntp';
import Time from 'time';
import type { Log } from '../../shared/ports.js';

/** Of different operators. The SDK's client asks one five times, 5 s apart, before it reports an error. */
const SERVERS = Object.freeze(['pool.ntp.org', 'time.cloudflare.com', 'time.google.com']);

/** Asks until somebody answers, then calls back once. */
export function setClock(log: Log, onSet: () => void): void {
  let index = 0;
  const host = (): string => SERVERS[index % SERVERS.length] ?? 'pool.ntp.org';
  new SNTP({ host: host() }, (message, value) => {
    if (message === SNTP.time && typeof value === 'number') {
      // Unsigned: the client hands over 32 bits of seconds, which go negative in 2038.
      Time.set(value >>> 0);
      log.write('info', `clock set by ${host()}`);
      onSet();
    } else if (message === SNTP.error) {
      log.write('warn', `no time from ${host()}`);
      index += 1;
      return host(); // A name returned goes on with it; without one the client closes itself.
    }
    return undefined;
  });
}
