/**
 * The code that a person types: eight letters of an alphabet without vowels (no words) and without look-alikes.
 * 20^8 codes are 34.5 bits; RFC 8628 section 6.1.
 */
import type { SecretBytes } from '../secrets.js';

const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
/** The largest multiple of 20 in a byte: what lies above would favour the first letters. */
const FAIR_BELOW = 240;
const FORM = /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/;

export function newUserCode(bytes: SecretBytes): string {
  let code = '';
  while (code.length < LENGTH)
    for (const byte of bytes(LENGTH))
      if (byte < FAIR_BELOW && code.length < LENGTH) code += ALPHABET.charAt(byte % 20);
  return code;
}

/** As on the display. */
export function showUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Typed in any case, with dash, space or neither. @returns the eight letters, or undefined if it cannot be a code */
export function parseUserCode(typed: string): string | undefined {
  const letters = typed.replace(/[\s\p{Pd}]/gu, '').toUpperCase();
  return FORM.test(letters) ? letters : undefined;
}
