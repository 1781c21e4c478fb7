/** Requests to the relay: form-encoded POSTs, with JSON in return. */
import type { HttpOutcome } from '../http/exchange.js';
import type { FieldReader } from '../http/fields.js';
import { writeUtf8 } from '../http/utf8.js';
import type { Fault } from '../shared/faults.js';
import { relayFault } from '../shared/faults.js';
import type { HttpRequest } from '../shared/ports.js';
import { VERSION } from '../shared/version.js';

/** The relay may wait for Spotify itself; it responds within 10 s, with a 503 if need be. */
const TIMEOUT_MS = 15_000;
const USER_AGENT = `sixteen-by-two/${VERSION}`;

export function relayRequest(url: string, body: string, deviceToken?: string): HttpRequest {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    // The relay shows it to the owner.
    'user-agent': USER_AGENT,
  };
  return {
    method: 'POST',
    url,
    headers: deviceToken ? { ...headers, authorization: `Bearer ${deviceToken}` } : headers,
    body,
    keepHeaders: ['retry-after'],
    timeoutMs: TIMEOUT_MS,
  };
}

/** @returns undefined if it is a 200 with one whole document of the right shape */
export function responseFault(response: HttpOutcome, fields: FieldReader): Fault | undefined {
  if (response.kind === 'failed')
    return { kind: 'unreachable', origin: 'relay', cause: response.fault.kind };
  if (response.status !== 200) return relayFault(response);
  const path = fields.end();
  return path === undefined ? undefined : malformed(path).fault;
}

export function malformed(path: string): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { kind: 'malformed', origin: 'relay', path } };
}

/** application/x-www-form-urlencoded (WHATWG URL, section 5): a device has no URLSearchParams. */
export function formBody(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${percentEncode(value)}`)
    .join('&');
}

/** RFC 3986 section 2.3. */
const UNRESERVED = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789ABCDEF';

function percentEncode(text: string): string {
  const bytes = new Uint8Array(4);
  let encoded = '';
  for (const character of text) {
    if (UNRESERVED.includes(character)) {
      encoded += character;
      continue;
    }
    const length = writeUtf8(bytes, 0, character.codePointAt(0) ?? 0);
    for (const byte of bytes.subarray(0, length))
      encoded += `%${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`;
  }
  return encoded;
}
