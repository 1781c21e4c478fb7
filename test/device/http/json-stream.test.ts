/** Fields are as JSON.parse reads them, however the bytes are cut; an invalid document says where it fails. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapeOf } from '../../../device/http/fields.js';
import { JsonStream, STRING_BYTES_MAX, type Leaf } from '../../../device/http/json-stream.js';
import { encodeUtf8 } from '../../../simulator/ports/utf8.js';

const RUNS = { seed: 20261123, numRuns: 200 } as const;

const SHAPE = shapeOf({
  text: 'string',
  count: 'number',
  flag: 'boolean',
  leaf: 'any',
  inner: { text: 'string', deep: { count: 'number' } },
  list: ['string'],
  items: [{ name: 'string' }],
});

interface Reading {
  readonly values: readonly (readonly [string, Leaf])[];
  readonly opened: readonly string[];
  readonly failedAt: string | undefined;
}

function read(body: string | Uint8Array, sizes: readonly number[] = [1 << 20]): Reading {
  const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
  const values: (readonly [string, Leaf])[] = [];
  const opened: string[] = [];
  const stream = new JsonStream(SHAPE, {
    onValue: (path, value) => void values.push([path, value]),
    onOpen: (path) => void opened.push(path),
  });
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    stream.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { values, opened, failedAt: stream.end() };
}

const textArb = fc.string({ unit: 'binary', maxLength: 40 });
const DIGITS_AND_SIGNS = ['0', '0', '1', '9', '.', 'e', 'E', '+', '-'];
const numberArb = fc.double({ noNaN: true, noDefaultInfinity: true });
const orNull = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arb, { nil: null });
const documentArb = fc.record(
  {
    text: orNull(textArb),
    count: orNull(numberArb),
    flag: orNull(fc.boolean()),
    leaf: fc.oneof(textArb, numberArb, fc.boolean(), fc.constant(null)),
    inner: orNull(
      fc.record(
        { text: textArb, deep: fc.record({ count: numberArb, other: fc.jsonValue() }) },
        { requiredKeys: [] },
      ),
    ),
    list: fc.array(orNull(textArb)),
    items: fc.array(fc.record({ other: fc.jsonValue({ maxDepth: 2 }), name: orNull(textArb) })),
    unwanted: fc.jsonValue({ maxDepth: 4 }),
  },
  { requiredKeys: [] },
);
type Document = typeof documentArb extends fc.Arbitrary<infer T> ? T : never;

const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const layoutArb = fc.constantFrom(
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => JSON.stringify(value, null, 2),
  (value: unknown) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n'),
  (value: unknown) => escaped(JSON.stringify(value)),
);
const sizesArb = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

/** The reference: what the shape wants of a document that JSON.parse has read. */
function wanted(document: Document): (readonly [string, Leaf])[] {
  const values: (readonly [string, Leaf])[] = [];
  for (const [key, value] of Object.entries(document)) {
    if (key === 'unwanted') continue;
    if (key === 'inner' && document.inner) {
      for (const [name, field] of Object.entries(document.inner)) {
        if (typeof field === 'string') values.push([`inner.${name}`, field]);
        else if (typeof field === 'object' && 'count' in field)
          values.push(['inner.deep.count', field.count]);
      }
    } else if (key === 'list') values.push(...document.list!.map((v) => ['list[]', v] as const));
    else if (key === 'items')
      values.push(...document.items!.map(({ name }) => ['items[].name', name] as const));
    else values.push([key, value as Leaf]);
  }
  return values;
}

describe('JsonStream', () => {
  it('returns what JSON.parse returns, in any layout and any chunks', () => {
    fc.assert(
      fc.property(documentArb, layoutArb, sizesArb, (document, layout, sizes) => {
        const json = layout(document);
        const parsed = JSON.parse(json) as Document;
        expect(read(json, sizes)).toMatchObject({ values: wanted(parsed), failedAt: undefined });
      }),
      RUNS,
    );
  });

  it('never takes a prefix of a document as complete', () => {
    fc.assert(
      fc.property(documentArb, layoutArb, (document, layout) => {
        const bytes = encodeUtf8(layout(document));
        const complete = bytes.findIndex(
          (_byte, length) => read(bytes.subarray(0, length)).failedAt === undefined,
        );
        expect(complete).toBe(-1);
      }),
      { ...RUNS, numRuns: 12 },
    );
  });

  it.each([
    ['an empty body', '', 'body'],
    ['white space', ' \n', 'body'],
    ['a page', '<!DOCTYPE html>', 'body'],
    ['a byte order mark', '\ufeff{}', 'body'],
    ['a list where an object should be', '[]', 'body'],
    ['bytes after the end', '{} x', 'body'],
    ['a second document', '{}{}', 'body'],
    ['a comma before the end', '{"text":"a",}', 'body'],
    ['a comma before the end of a list', '{"list":["a",]}', 'list[]'],
    ['a missing colon', '{"text" "a"}', 'text'],
    ['a missing value', '{"text":,}', 'text'],
    ['a wrong end', '{"list":["a"}', 'list'],
    ['a wrong end inside', '{"inner":{"text":"a"]}', 'inner'],
    ['a literal that is none', '{"flag":tru}', 'flag'],
    ['a number with a leading zero', '{"count":01}', 'count'],
    ['a number without digits', '{"count":-}', 'count'],
    ['a number that ends in a point', '{"count":1.}', 'count'],
    ['a number that starts with plus', '{"count":+1}', 'count'],
    ['a number with no finite value', '{"count":1e999}', 'count'],
    ['a number of 65 characters', `{"count":${'1'.repeat(65)}}`, 'count'],
    ['an unknown escape', '{"text":"\\x"}', 'text'],
    ['an escape that is no hex', '{"text":"\\u12g4"}', 'text'],
    ['a control character', '{"text":"a\u0001"}', 'text'],
    ['a line break in a text', '{"inner":{"text":"a\n"}}', 'inner.text'],
    ['a text where a number is wanted', '{"count":"1"}', 'count'],
    ['a number where a text is wanted', '{"inner":{"text":1}}', 'inner.text'],
    ['an object where a text is wanted', '{"text":{}}', 'text'],
    ['an object where a list is wanted', '{"items":{}}', 'items'],
    ['a list where an object is wanted', '{"inner":[]}', 'inner'],
    ['a text where an object is wanted', '{"items":["a"]}', 'items[]'],
    ['a bad value that nobody wants', '{"unwanted":{"a":[1,2,nul]}}', 'body'],
  ])('names the field: %s', (_name, body, path) => {
    expect(read(body).failedAt).toBe(path);
    expect(read(body, [1]).failedAt).toBe(path);
  });

  it('accepts the numbers of RFC 8259 and no others', () => {
    const number = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
    const wordArb = fc.string({
      unit: fc.constantFrom(...DIGITS_AND_SIGNS),
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(wordArb, (word) => {
        const isOne = number.test(word) && Number.isFinite(Number(word));
        expect(read(`{"count":${word}}`).failedAt).toBe(isOne ? undefined : 'count');
      }),
      { ...RUNS, numRuns: 40 * RUNS.numRuns },
    );
  });

  it.each([
    ['a lone continuation', [0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['an overlong form of three', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point past the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that is never used', [0xff]],
    ['a sequence cut by the quote', [0xe2, 0x82]],
  ])('refuses ill-formed UTF-8: %s', (_name, bytes) => {
    const body = [...encodeUtf8('{"inner":{"text":"'), ...bytes, ...encodeUtf8('"}}')];
    expect(read(Uint8Array.from(body)).failedAt).toBe('inner.text');
  });

  it('accepts 32 levels and rejects the 33rd', () => {
    const nested = (levels: number): string =>
      `{"unwanted":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(read(nested(32)).failedAt).toBe(undefined);
    expect(read(nested(33)).failedAt).toBe('body');
  });

  it('reports duplicate keys in order, so that the last one counts', () => {
    expect(read('{"text":"a","text":"b"}').values).toEqual([
      ['text', 'a'],
      ['text', 'b'],
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'passes over the key %j',
    (key) => {
      const body = `{"${key}":{"text":"no"},"text":"yes"}`;
      expect(read(body)).toEqual({
        values: [['text', 'yes']],
        opened: ['body'],
        failedAt: undefined,
      });
    },
  );

  it.each([
    ['a high surrogate at the end', '\\ud83d', '\ufffd'],
    ['a high one before a letter', '\\ud83dx', '\ufffdx'],
    ['a high one before an escape', '\\ud83d\\n', '\ufffd\n'],
    ['a low one', 'x\\ude00', 'x\ufffd'],
    ['two high ones and a low one', '\\ud83d\\ud83d\\ude00', '\ufffd😀'],
    ['a pair', '\\uD83D\\uDE00', '😀'],
  ])('makes U+FFFD of a surrogate that is alone: %s', (_name, written, text) => {
    for (const sizes of [[1], [1 << 20]])
      expect(read(`{"text":"${written}"}`, sizes).values).toEqual([['text', text]]);
  });

  it.each([
    ['a', STRING_BYTES_MAX],
    ['é', STRING_BYTES_MAX / 2],
    ['€', Math.floor(STRING_BYTES_MAX / 3)],
    ['😀', STRING_BYTES_MAX / 4],
  ])('cuts a long text of %s at a character’s end', (character, kept) => {
    const long = character.repeat(kept + 7);
    expect(read(`{"text":"${long}"}`).values).toEqual([['text', character.repeat(kept)]]);
    expect(read(`{"text":"${escaped(long)}z"}`).values).toEqual([['text', character.repeat(kept)]]);
  });

  it('stays failed whatever follows', () => {
    expect(read('{"text":x} {"text":"a"}', [1])).toMatchObject({ values: [], failedAt: 'text' });
  });
});
