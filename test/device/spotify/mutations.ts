/** Bodies that are nearly valid, as bad memory, bad proxies and changes of the API may produce. */
import type { Random } from '../../../device/shared/ports.js';

type Mutate = (body: Uint8Array, random: Random) => Uint8Array;

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const STRUCTURE = bytesOf('{}[],:"\\ \n');
/** In place of a value, and between any two bytes. */
const SCRAPS: readonly Uint8Array[] = [
  'null',
  'true',
  'false',
  '0',
  '-1.5e3',
  '01',
  '1e400',
  '""',
  '"\\u00e9\\n"',
  '"\\ud83d\\ude00"',
  '"\\ud83d"',
  '"\\ude00x"',
  '"é夜😀"',
  '[]',
  '{}',
  '[{"name":"B"},null]',
  '{"name":"C"}',
  '\u0000',
  '\ufeff',
].map(bytesOf);
const SLICE_MAX = 40;

function spliced(body: Uint8Array, at: number, removed: number, put: Uint8Array): Uint8Array {
  return Buffer.concat([body.subarray(0, at), put, body.subarray(at + removed)]);
}

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

function oneOf<T>(list: ArrayLike<T>, random: Random): T {
  return list[below(list.length, random)]!;
}

const MUTATIONS: readonly Mutate[] = [
  function flipByte(body, random) {
    return spliced(body, below(body.length, random), 1, Uint8Array.of(below(256, random)));
  },
  function putStructure(body, random) {
    return spliced(body, below(body.length, random), 1, Uint8Array.of(oneOf(STRUCTURE, random)));
  },
  function drop(body, random) {
    return spliced(body, below(body.length, random), 1 + below(SLICE_MAX, random), Buffer.of());
  },
  function repeat(body, random) {
    const at = below(body.length, random);
    return spliced(body, at, 0, body.subarray(at, at + 1 + below(SLICE_MAX, random)));
  },
  function insert(body, random) {
    return spliced(body, below(body.length, random), 0, oneOf(SCRAPS, random));
  },
  function cut(body, random) {
    return body.subarray(0, below(body.length, random));
  },
  function append(body, random) {
    return spliced(body, body.length, 0, oneOf(SCRAPS, random));
  },
  // Twice, so that changed types are as common as broken grammar.
  replaceValue,
  replaceValue,
];

/** Another value after some colon, the grammar kept where it can be. */
function replaceValue(body: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(body).toString('latin1');
  const values = [...text.matchAll(/" ?: ?("(?:[^"\\]|\\.)*"|[-\w.+]+)/g)];
  if (values.length === 0) return body;
  const { 0: whole, 1: value = '', index } = oneOf(values, random);
  return spliced(body, index + whole.length - value.length, value.length, oneOf(SCRAPS, random));
}

/** One to three changes. */
export function mutated(body: Uint8Array, random: Random): Uint8Array {
  let changed = body;
  for (let left = 1 + below(3, random); left > 0 && changed.length > 0; left -= 1)
    changed = oneOf(MUTATIONS, random)(changed, random);
  return changed;
}
