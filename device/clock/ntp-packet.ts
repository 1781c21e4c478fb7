/** NTP requests and replies: the client side of SNTP (RFC 5905 sections 7.3 and 14). Pure. */
import { isPlausible } from './plausible-time.js';

export const NTP_PORT = 123;
const NTP_PACKET_BYTES = 48;
export const NONCE_BYTES = 8;

/** Seconds from 1900 to 1970. */
const TO_1970_S = 2_208_988_800;
/** The 32 bits of seconds wrap, for the first time on 2036-02-07. */
const ERA_S = 4_294_967_296;
/** A server whose clock was never set counts from 1900, which reads as the first days of the second era. */
const ERA_DOUBT_S = 7 * 86_400;

/** No leap second announced, version 4, mode client. */
const REQUEST = 0b00_100_011;
const MODE_SERVER = 4;
const NOT_SYNCHRONIZED = 3;
/** Stratum 0 is a kiss of death; 16 means that the server is not synchronized. */
const STRATUM_MAX = 15;
const AT = Object.freeze({ stratum: 1, kiss: 12, originate: 24, transmit: 40 });

export type NtpReply =
  | { readonly kind: 'time'; readonly epochMs: number }
  /** Kiss of death, such as RATE or DENY: do not use this server again. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unusable'; readonly why: string }
  /** Not a reply to our request: ours may still arrive. */
  | { readonly kind: 'foreign' };

const FOREIGN: NtpReply = Object.freeze({ kind: 'foreign' });

/** @param nonce unpredictable; the reply returns it, so only a host that saw the request can forge one */
export function ntpRequest(nonce: Uint8Array): Uint8Array {
  const packet = new Uint8Array(NTP_PACKET_BYTES);
  packet[0] = REQUEST;
  packet.set(nonce.subarray(0, NONCE_BYTES), AT.transmit);
  return packet;
}

export function readNtpReply(packet: Uint8Array, nonce: Uint8Array): NtpReply {
  if (packet.length < NTP_PACKET_BYTES) return FOREIGN;
  const [first = 0, stratum = 0] = packet;
  if ((first & 0b111) !== MODE_SERVER) return FOREIGN;
  for (let at = 0; at < NONCE_BYTES; at += 1)
    if (packet[AT.originate + at] !== nonce[at]) return FOREIGN;
  if (stratum === 0) return { kind: 'refused', code: codeOf(packet) };
  if (first >> 6 === NOT_SYNCHRONIZED || stratum > STRATUM_MAX)
    return { kind: 'unusable', why: 'not synchronized' };
  const seconds = wordAt(packet, AT.transmit);
  const fraction = wordAt(packet, AT.transmit + 4);
  if (seconds < ERA_DOUBT_S) return { kind: 'unusable', why: 'no time' };
  const sinceEraMs = (seconds - TO_1970_S) * 1000 + Math.floor((fraction * 1000) / ERA_S);
  const epochMs = [sinceEraMs, sinceEraMs + ERA_S * 1000].find(isPlausible);
  return epochMs === undefined
    ? { kind: 'unusable', why: 'a time out of range' }
    : { kind: 'time', epochMs };
}

function wordAt(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let index = at; index < at + 4; index += 1) word = word * 256 + (bytes[index] ?? 0);
  return word;
}

/** Four letters, for the log. */
function codeOf(packet: Uint8Array): string {
  let code = '';
  for (let at: number = AT.kiss; at < AT.kiss + 4; at += 1) {
    const byte = packet[at] ?? 0;
    code += byte >= 0x41 && byte <= 0x5a ? String.fromCharCode(byte) : '?';
  }
  return code;
}
