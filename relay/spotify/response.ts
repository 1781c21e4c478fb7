/** What Spotify's two hosts have in common in their responses and failures: bounded bodies, Retry-After, socket faults. */
import type { Fault, Result } from '../../device/shared/faults.js';
import { errorCode, tlsFaultOf } from '../error-code.js';

/** How long one exchange may take, body and all. The lease of a refresh is longer, so that it outlives its holder's call. */
const UPSTREAM_TIMEOUT_MS = 5_000;

/** Connection codes that say that no address was found for the name. */
const UNRESOLVED = Object.freeze(['ENOTFOUND', 'EAI_AGAIN']);
const TIMED_OUT = Object.freeze([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

export async function request<Outcome>(
  url: string,
  init: RequestInit,
  judge: (response: Response) => Promise<Outcome>,
): Promise<Outcome | Result<never>> {
  try {
    const signal = AbortSignal.timeout(UPSTREAM_TIMEOUT_MS);
    // A redirect to another host must not take secrets along.
    return await judge(await fetch(url, { ...init, redirect: 'manual', signal }));
  } catch (thrown) {
    return { ok: false, fault: { kind: 'unreachable', origin: 'spotify', cause: causeOf(thrown) } };
  }
}

/** The body's first `limit` bytes, or undefined if it is longer. */
export async function readBody(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body)
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      // Leaving the loop cancels the rest.
      if (length > limit) return undefined;
      chunks.push(chunk);
    }
  return Buffer.concat(chunks, length);
}

/** Seconds, from a number or an HTTP date (RFC 9110 section 10.2.3); undefined if absent or nonsense. */
export function retryAfterS(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, Math.ceil((dateMs - nowMs) / 1000));
}

/** 429 and 5xx of the accounts service, whose requests count towards no quota. */
export function busyFault(
  status: number,
  { headers, nowMs }: { headers: Headers; nowMs: number },
): Fault {
  const afterS = retryAfterS(headers, nowMs);
  const wait = afterS === undefined ? {} : { retryAfterS: afterS };
  return status === 429
    ? { kind: 'rate-limited', origin: 'spotify', quota: false, ...wait }
    : { kind: 'unavailable', origin: 'spotify', status, ...wait };
}

/** @param thrown by `fetch`, or while the body was read */
function causeOf(thrown: unknown): Extract<Fault, { kind: 'unreachable' }>['cause'] {
  if (typeof thrown !== 'object' || thrown === null) return 'unreachable';
  const name = 'name' in thrown ? thrown.name : undefined;
  if (name === 'TimeoutError' || name === 'AbortError') return 'timed-out';
  // undici wraps what the socket said.
  const code = errorCode('cause' in thrown ? thrown.cause : thrown) ?? '';
  if (UNRESOLVED.includes(code)) return 'unresolved';
  if (TIMED_OUT.includes(code)) return 'timed-out';
  // undici's code if the connection ended within the body.
  if ('message' in thrown && thrown.message === 'terminated') return 'cut-off';
  return tlsFaultOf(code) ?? 'unreachable';
}
