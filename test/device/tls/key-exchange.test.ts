import { describe, expect, it } from '@jest/globals';
import { isData, isKeyExchangeSigned } from '../../../device/tls/key-exchange.js';

const POINT = [3, 0x04, 1, 2];
const NAMED_CURVE = [3, 0, 23];
/** Its length, then a sequence of two integers, as ECDSA signs; RSA's is any bytes. */
const SIGNATURE = [0, 8, 0x30, 6, 2, 1, 9, 2, 1, 9];

function message(type: number, body: readonly number[]): number[] {
  return [type, 0, 0, body.length, ...body];
}

function record(...messages: readonly number[][]): Uint8Array {
  const body = messages.flat();
  return Uint8Array.of(22, 3, 3, 0, body.length, ...body);
}

const exchange = (hash: number, signature: number, curve = NAMED_CURVE): number[] =>
  message(12, [...curve, ...POINT, hash, signature, ...SIGNATURE]);
const HELLO_DONE = message(14, []);
const CERTIFICATE = message(11, [0, 0, 0]);

describe('isKeyExchangeSigned', () => {
  it.each([
    ['SHA-256 with RSA', 4, 1],
    ['SHA-256 with ECDSA', 4, 3],
    ['SHA-512 with RSA', 6, 1],
  ])('accepts %s', (_name, hash, signature) => {
    expect(isKeyExchangeSigned(record(exchange(hash, signature)))).toBe(true);
  });

  it.each([
    ['no hash', 0, 1],
    ['MD5', 1, 1],
    ['SHA-1', 2, 1],
    ['a hash that nobody knows', 9, 1],
    ['no signature', 4, 0],
    ['DSA', 4, 2],
    ['nothing at all', 0, 0],
  ])('refuses %s', (_name, hash, signature) => {
    expect(isKeyExchangeSigned(record(exchange(hash, signature)))).toBe(false);
    expect(isKeyExchangeSigned(record(CERTIFICATE, exchange(hash, signature), HELLO_DONE))).toBe(
      false,
    );
  });

  it('rejects an ECDSA signature whose s is zero', () => {
    const zero = message(12, [...NAMED_CURVE, ...POINT, 4, 3, ...SIGNATURE.slice(0, -1), 0]);
    expect(isKeyExchangeSigned(record(zero))).toBe(false);
  });

  it('rejects a curve that the server defines itself', () => {
    expect(isKeyExchangeSigned(record(exchange(4, 1, [1, 0, 23])))).toBe(false);
  });

  it('rejects a truncated message', () => {
    const whole = record(exchange(4, 1));
    expect(isKeyExchangeSigned(whole.subarray(0, 12))).toBe(false);
  });

  it('ignores other messages', () => {
    expect(isKeyExchangeSigned(record(CERTIFICATE, HELLO_DONE))).toBe(true);
    expect(isKeyExchangeSigned(record())).toBe(true);
  });
});

describe('isData', () => {
  it('distinguishes a response from a handshake message', () => {
    expect(isData(Uint8Array.of(23, 3, 3, 0, 1, 0x48))).toBe(true);
    expect(isData(record(HELLO_DONE))).toBe(false);
  });
});
