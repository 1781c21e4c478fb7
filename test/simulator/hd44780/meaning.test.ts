/** Bytes in words, by their highest bit. */
import { describe, expect, it } from '@jest/globals';
import { meaningOf } from '../../../simulator/hd44780/meaning.js';

describe('meaningOf', () => {
  it.each([
    [0x00, 'no operation'],
    [0x01, 'clear'],
    [0x02, 'home'],
    [0x03, 'home'],
    [0x04, 'entry mode: decrement'],
    [0x06, 'entry mode: increment'],
    [0x08, 'display off'],
    [0x0c, 'display on'],
    [0x10, 'shift cursor left'],
    [0x14, 'shift cursor right'],
    [0x18, 'shift display left'],
    [0x1c, 'shift display right'],
    [0x20, 'function set: 4 bits, one line'],
    [0x28, 'function set: 4 bits, two lines'],
    [0x30, 'function set: 8 bits, one line'],
    [0x40, 'CGRAM address 00'],
    [0x7f, 'CGRAM address 3F'],
    [0x80, 'DDRAM address 00'],
    [0xc5, 'DDRAM address 45'],
  ])('describes instruction %i: %s', (byte, meaning) => {
    expect(meaningOf(byte, 0, false)).toBe(meaning);
  });

  it.each([
    [0x41, false, 'write "A"'],
    [0x05, false, 'write 05'],
    [0x7e, false, 'write 7E'],
    [0x15, true, 'dots 10101'],
  ])('describes data %i: %3$s', (byte, isCgram, meaning) => {
    expect(meaningOf(byte, 1, isCgram)).toBe(meaning);
  });
});
