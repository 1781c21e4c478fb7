/**
 * Whether an ECDSA signature (RFC 3279 section 2.2.3) may be given to the SDK, which does not look: with a second number
 * of zero its arithmetic never ends.
 */
import { DerReader, TAG } from './der.js';

/** Of P-384, the longer of the two curves that the SDK knows, and a zero for the sign. */
const NUMBER_BYTES_MAX = 49;

/** @param der what stands behind the signature is not looked at */
export function isEcdsaSignature(der: Uint8Array): boolean {
  try {
    const numbers = new DerReader(der);
    numbers.read(TAG.sequence);
    numbers.enter();
    for (let count = 0; count < 2; count += 1) {
      numbers.read(TAG.integer);
      if (!isPositive(numbers.content)) return false;
    }
    return numbers.isAtEnd;
  } catch {
    return false; // No DER.
  }
}

function isPositive(number: Uint8Array): boolean {
  const [sign = 0] = number;
  return sign < 0x80 && number.length <= NUMBER_BYTES_MAX && number.some((byte) => byte !== 0);
}
