/** The time from the relay's `Date` header. Only over plain http: https needs the time already. */
import { readHttpDate } from '../http/http-date.js';
import type { Cancel, Http } from '../shared/ports.js';

const TIMEOUT_MS = 10_000;

/** @returns undefined if the relay uses https */
export function relayDate(
  http: Http,
  relayUrl: string,
): ((onDate: (epochMs: number | undefined) => void) => Cancel) | undefined {
  if (!relayUrl.toLowerCase().startsWith('http://')) return undefined;
  return (onDate) => {
    let epochMs: number | undefined;
    return http.send(
      {
        method: 'GET',
        url: `${relayUrl}/healthz`,
        headers: {},
        keepHeaders: ['date'],
        timeoutMs: TIMEOUT_MS,
      },
      {
        onHeaders: (_status, { date }) => {
          epochMs = date === undefined ? undefined : readHttpDate(date);
        },
        onBody: () => undefined,
        onDone: () => onDate(epochMs),
        onFault: () => onDate(epochMs),
      },
    );
  };
}
