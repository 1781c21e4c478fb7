import { describe, expect, it } from '@jest/globals';
import { isEcdsaSignature } from '../../../device/tls/ecdsa-signature.js';

const integer = (...bytes: readonly number[]): number[] => [2, bytes.length, ...bytes];
const sequence = (...integers: readonly number[][]): Uint8Array => {
  const content = integers.flat();
  return Uint8Array.of(0x30, content.length, ...content);
};
const ONE = integer(1);
const bytes = (count: number): number[] => Array.from({ length: count }, () => 1);

describe('isEcdsaSignature', () => {
  it.each([
    ['small numbers', sequence(ONE, ONE)],
    ['a zero for the sign', sequence(integer(0, 0xff), ONE)],
    ['numbers of P-384', sequence(integer(0, ...bytes(48)), integer(...bytes(48)))],
  ])('accepts %s', (_name, der) => {
    expect(isEcdsaSignature(der)).toBe(true);
  });

  it.each([
    ['nothing', Uint8Array.of()],
    ['a first number of zero', sequence(integer(0), ONE)],
    ['a second number of zero', sequence(ONE, integer(0))],
    ['a zero of several bytes', sequence(ONE, integer(0, 0, 0))],
    ['a number without bytes', sequence(ONE, integer())],
    ['a negative number', sequence(integer(0xff), ONE)],
    ['a number that is too long', sequence(ONE, integer(...bytes(50)))],
    ['one number', sequence(ONE)],
    ['three numbers', sequence(ONE, ONE, ONE)],
    ['another tag', sequence(ONE, [4, 1, 1])],
    ['one that is cut off', sequence(ONE, ONE).subarray(0, 7)],
  ])('refuses %s', (_name, der) => {
    expect(isEcdsaSignature(der)).toBe(false);
  });
});
