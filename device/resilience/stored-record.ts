/**
 * A stored text that survives a power cut at any instant, torn writes included. It has two copies under two keys. A write
 * replaces the older copy, which is only valid once its checksum is right.
 */
import type { Store } from '../shared/ports.js';

/** Format: `1 <number of the write> <CRC-32 of number and text> <text>`. Other formats are ignored. */
const VERSION = '1';
const COPIES = Object.freeze(['.a', '.b'] as const);
type Copy = (typeof COPIES)[number];

interface Found {
  readonly copy: Copy;
  /** Number of the write; the copy with the higher one is current. */
  readonly count: number;
  readonly text: string;
}

/**
 * @param name at most 13 characters, since the keys are two longer
 * @returns undefined if it was never written, or was erased
 */
export function readRecord(store: Store, name: string): string | undefined {
  const text = newestOf(store, name)?.text;
  return text === '' ? undefined : text;
}

/** Does nothing if the text is the same: a flash page survives some 100,000 writes. */
export function writeRecord(store: Store, name: string, text: string): void {
  const found = newestOf(store, name);
  if (found?.text === text) return;
  const count = (found?.count ?? 0) + 1;
  store.write(`${name}${otherThan(found?.copy)}`, sealed(count, text));
}

/** Removes the text from the store. After a power cut meanwhile there is either the record or nothing. */
export function eraseRecord(store: Store, name: string): void {
  const found = newestOf(store, name);
  // Writes an empty text first: removing the newer copy would make the older one current again.
  if (found && found.text !== '') writeRecord(store, name, '');
  const emptied = newestOf(store, name)?.copy ?? COPIES[0];
  for (const copy of [otherThan(emptied), emptied]) {
    const key = `${name}${copy}`;
    if (store.read(key) !== undefined) store.remove(key);
  }
}

/** Reads the text of a record of settings: a line `name=value` for each. */
export function settingsInText(text: string): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) settings[line.slice(0, at)] = line.slice(at + 1);
  }
  return settings;
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

/** CRC-32 (ISO-HDLC, as in zip) over code points of four bytes: independent of the engine's string encoding. */
export function checkOf(text: string): string {
  let crc = 0xffff_ffff;
  for (const character of text) {
    crc ^= character.codePointAt(0) ?? 0;
    // Bit by bit, since records are short and a table would take RAM.
    for (let bit = 0; bit < 32; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (~crc >>> 0).toString(16).padStart(8, '0');
}
