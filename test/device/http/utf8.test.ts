/** UTF-8 both ways agrees with the platform's own, which the device lacks. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUtf8, sequenceLength, writeUtf8 } from '../../../device/http/utf8.js';

const RUNS = { seed: 8, numRuns: 500 } as const;

describe('decodeUtf8', () => {
  it('reads well-formed text of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
      }),
      RUNS,
    );
  });

  it('reads any bytes as TextDecoder does, ill-formed ones too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const expected = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
        expect(decodeUtf8(bytes)).toBe(expected);
      }),
      RUNS,
    );
  });

  it('reads no byte past the length it is given', () => {
    expect(decodeUtf8(new TextEncoder().encode('ab€'), 3)).toBe('ab\ufffd');
  });
});

describe('writeUtf8', () => {
  it.each([0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff])(
    'writes U+%i as TextEncoder does',
    (codePoint) => {
      const bytes = new Uint8Array(4);
      const length = writeUtf8(bytes, 0, codePoint);
      const expected = new TextEncoder().encode(String.fromCodePoint(codePoint));
      expect([...bytes.subarray(0, length)]).toEqual([...expected]);
      expect(sequenceLength(bytes[0]!)).toBe(length);
    },
  );

  it('writes nothing where a character does not fit whole', () => {
    const bytes = new Uint8Array(3);
    expect(writeUtf8(bytes, 1, 0x20ac)).toBe(0);
    expect([...bytes]).toEqual([0, 0, 0]);
  });
});
