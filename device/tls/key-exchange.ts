/**
 * Whether a server has signed its half of the key exchange (RFC 5246 section 7.4.3, RFC 8422 section 5.4). The SDK checks
 * the signature, but accepts unsigned keys if the server names no algorithm: a man in the middle could send the real
 * certificate with his own keys.
 */
import { isEcdsaSignature } from './ecdsa-signature.js';

const APPLICATION_DATA = 23;
const SERVER_KEY_EXCHANGE = 12;
const NAMED_CURVE = 3;
const SHA256 = 4;
const SHA512 = 6;
const RSA = 1;
const ECDSA = 3;
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;

/** The SDK takes such a record for the response, but a man in the middle may have sent it during the handshake. */
export function isData(record: Uint8Array): boolean {
  return record[0] === APPLICATION_DATA;
}

/** @param record an unencrypted handshake record, which the SDK assumes to hold whole messages */
export function isKeyExchangeSigned(record: Uint8Array): boolean {
  let at = RECORD_HEADER_BYTES;
  while (at + MESSAGE_HEADER_BYTES <= record.length) {
    const start = at + MESSAGE_HEADER_BYTES;
    if (record[at] === SERVER_KEY_EXCHANGE && !isSigned(record, start)) return false;
    const [high = 0, middle = 0, low = 0] = record.subarray(at + 1, start);
    at = start + high * 65_536 + middle * 256 + low;
  }
  return true;
}

/** ServerECDHParams: a named curve (1 + 2 bytes), a point with its length in front; then how it is signed. */
function isSigned(record: Uint8Array, start: number): boolean {
  const hashAt = start + 4 + (record[start + 3] ?? 0);
  const hash = record[hashAt] ?? 0;
  const kind = record[hashAt + 1];
  const signature = record.subarray(hashAt + 4);
  return (
    record[start] === NAMED_CURVE &&
    hash >= SHA256 &&
    hash <= SHA512 &&
    (kind === RSA || (kind === ECDSA && isEcdsaSignature(signature)))
  );
}
