/**
 * A text in the store that survives a power cut at any instant, torn writes included. It is kept twice, under two keys
 * that take turns: a write touches only the older copy, and counts only once its check value is right.
 */
import type { Store } from '../shared/ports.js';

/** The form of a record: `1 <number of the write> <CRC-32 of number and text> <text>`. Others are ignored. */
const VERSION = '1';
const COPIES = Object.freeze(['.a', '.b'] as const);
type Copy = (typeof COPIES)[number];

interface Found {
  readonly copy: Copy;
  /** Counts the writes; of two whole copies the higher one is valid. */
  readonly count: number;
  readonly text: string;
}

/**
 * @param name of the record, at most 13 characters: with the copy's mark it is a key of the store
 * @returns undefined where none was written yet, or it was erased
 */
export function readRecord(store: Store, name: string): string | undefined {
  const text = newestOf(store, name)?.text;
  return text === '' ? undefined : text;
}

/** Does nothing where `text` stands there already: a flash page bears some 100,000 writes. */
export function writeRecord(store: Store, name: string, text: string): void {
  const found = newestOf(store, name);
  if (found?.text === text) return;
  const count = (found?.count ?? 0) + 1;
  store.write(`${name}${otherThan(found?.copy)}`, sealed(count, text));
}

/** Leaves no trace of what was kept, and after a power cut in the midst either the record or nothing. */
export function eraseRecord(store: Store, name: string): void {
  const found = newestOf(store, name);
  // An empty text first: were the newer copy removed at once, the older one would be valid again.
  if (found && found.text !== '') writeRecord(store, name, '');
  const emptied = newestOf(store, name)?.copy ?? COPIES[0];
  for (const copy of [otherThan(emptied), emptied]) {
    const key = `${name}${copy}`;
    if (store.read(key) !== undefined) store.remove(key);
  }
}

function otherThan(copy: Copy | undefined): Copy {
  return copy === COPIES[0] ? COPIES[1] : COPIES[0];
}

function newestOf(store: Store, name: string): Found | undefined {
  let newest: Found | undefined;
  for (const copy of COPIES) {
    const found = unsealed(copy, store.read(`${name}${copy}`));
    if (found && (!newest || found.count > newest.count)) newest = found;
  }
  return newest;
}

function sealed(count: number, text: string): string {
  const body = `${count} ${text}`;
  return `${VERSION} ${count} ${checkOf(body)} ${text}`;
}

function unsealed(copy: Copy, stored = ''): Found | undefined {
  const [version = '', count = '', check = ''] = stored.split(' ', 3);
  const text = stored.slice(`${version} ${count} ${check} `.length);
  const found: Found = { copy, count: Number(count), text };
  return stored === sealed(found.count, text) ? found : undefined;
}

/** CRC-32 (ISO-HDLC, as in zip) over the code points, four bytes each: the same whatever an engine's strings are made of. */
export function checkOf(text: string): string {
  let crc = 0xffff_ffff;
  for (const character of text) {
    crc ^= character.codePointAt(0) ?? 0;
    // Bit by bit: a record is a hundred characters, a table would lie in RAM for ever.
    for (let bit = 0; bit < 32; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (~crc >>> 0).toString(16).padStart(8, '0');
}
