/** Fields of one body: absent, null and present are told apart, and of a key that comes twice the last one counts. */
import { describe, expect, it } from '@jest/globals';
import { FieldReader, shapeOf } from '../../../device/http/fields.js';
import { encodeUtf8 } from '../../../simulator/ports/utf8.js';

function read(body: string): FieldReader {
  const fields = new FieldReader(
    shapeOf({
      title: 'string',
      count: 'number',
      isOn: 'boolean',
      either: 'any',
      item: { name: 'string', artists: [{ name: 'string' }] },
      tags: ['string'],
    }),
  );
  fields.push(encodeUtf8(body));
  return fields;
}

describe('FieldReader', () => {
  it('returns undefined for what is absent, null or of another type', () => {
    const fields = read('{"title":null,"either":3}');
    expect(fields.end()).toBe(undefined);
    expect([fields.text('title'), fields.number('count'), fields.flag('isOn')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(fields.text('either')).toBe(undefined);
    expect(fields.any('either')).toBe(3);
  });

  it('distinguishes an object, null and an absent field', () => {
    expect(read('{"item":{}}').has('item')).toBe(true);
    expect(read('{"item":null}').has('item')).toBe(false);
    expect(read('{}').has('item')).toBe(false);
  });

  it('drops nulls and empty strings from a list', () => {
    const fields = read(
      '{"item":{"artists":[{"name":"A"},{},{"name":null},{"name":""},{"name":"B"}]}}',
    );
    expect(fields.texts('item.artists[].name')).toEqual(['A', 'B']);
  });

  it('keeps 16 items of a list', () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const fields = read(
      JSON.stringify({ item: { artists: names.map((name) => ({ name })) }, tags: names }),
    );
    expect(fields.texts('item.artists[].name')).toEqual(names.slice(0, 16));
    expect(fields.texts('tags[]')).toEqual(names.slice(0, 16));
  });

  it('cuts a text to its shape’s length, between characters', () => {
    const fields = new FieldReader(shapeOf({ name: 8, list: [{ name: 5 }] }));
    fields.push(encodeUtf8('{"name":"12345\\u65e51","list":[{"name":"ééé"},{"name":"12\\n456"}]}'));
    expect(fields.end()).toBe(undefined);
    expect(fields.text('name')).toBe('12345日');
    expect(fields.texts('list[].name')).toEqual(['éé', '12\n45']);
  });

  it('keeps 512 bytes of text per list, independently of other lists', () => {
    const long = 'x'.repeat(300);
    const fields = read(JSON.stringify({ tags: [long, long, 'short', long] }));
    expect(fields.texts('tags[]')).toEqual([long, 'short']);
    const twice = read('{"item":{"artists":[{"name":"A"}]},"item":{"artists":[{"name":"B"}]}}');
    expect(twice.texts('item.artists[].name')).toEqual(['B']);
  });

  it.each([
    ['a text', '{"title":"a","title":"b"}', (f: FieldReader) => f.text('title'), 'b'],
    [
      'an object, then null',
      '{"item":{"name":"a"},"item":null}',
      (f: FieldReader) => f.has('item'),
      false,
    ],
    [
      'its fields too',
      '{"item":{"name":"a"},"item":null}',
      (f: FieldReader) => f.text('item.name'),
      undefined,
    ],
    [
      'null, then an object',
      '{"item":null,"item":{"name":"a"}}',
      (f: FieldReader) => f.text('item.name'),
      'a',
    ],
    [
      'two objects',
      '{"item":{"name":"a"},"item":{}}',
      (f: FieldReader) => f.text('item.name'),
      undefined,
    ],
    ['two lists', '{"tags":["a","b"],"tags":["c"]}', (f: FieldReader) => f.texts('tags[]'), ['c']],
    [
      'two lists of objects',
      '{"item":{"artists":[{"name":"a"},{"name":"b"}],"artists":[{"name":"c"}]}}',
      (f: FieldReader) => f.texts('item.artists[].name'),
      ['c'],
    ],
    [
      'a field of an item',
      '{"item":{"artists":[{"name":"a","name":"b"},{"name":"c"}]}}',
      (f: FieldReader) => f.texts('item.artists[].name'),
      ['b', 'c'],
    ],
  ])('lets the last of two keys win: %s', (_name, body, ask, expected) => {
    const fields = read(body);
    expect(fields.end()).toBe(undefined);
    expect(ask(fields)).toEqual(expected);
  });
});

describe('shapeOf', () => {
  it('freezes every part and names each by its path', () => {
    const shape = shapeOf({ a: { b: [{ c: 'string' }] } });
    expect(shape).toMatchObject({
      path: 'body',
      fields: { a: { path: 'a', fields: { b: { path: 'a.b', items: { path: 'a.b[]' } } } } },
    });
    expect(Object.isFrozen(shape)).toBe(true);
  });
});
