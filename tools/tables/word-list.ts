/** Bytes of a list of words; the layout is described beside its reader, device/text/word-list.ts. */
import { words as words16 } from './pack.js';

/** Letters, then how they are spelled; an empty spelling leaves that to the rules. */
export type ListedWord = readonly [letters: string, spelling: string];

const MOST = 15;

/** @throws Error if a word does not fit or is listed twice */
export function packWordList(list: readonly ListedWord[], first: number): Buffer {
  const byFirst = new Map<number, number[][]>();
  const known = new Set<string>();
  for (const [letters, spelling] of list) {
    const codes = Array.from(letters, (letter) => letter.charCodeAt(0) - first);
    const [head = 0, ...rest] = codes;
    if (known.has(letters)) throw new Error(`${letters} is listed twice`);
    known.add(letters);
    if (
      rest.length > MOST ||
      spelling.length > MOST ||
      codes.some((code) => code < 0 || code > 255)
    )
      throw new Error(`${letters} does not fit`);
    const bytes = [
      (rest.length << 4) | spelling.length,
      ...rest,
      ...Buffer.from(spelling, 'latin1'),
    ];
    byFirst.set(head, [...(byFirst.get(head) ?? []), bytes]);
  }
  const count = Math.max(...byFirst.keys(), 0) + 1;
  const offsets: number[] = [];
  const packed: number[] = [];
  for (let letter = 0; letter < count; letter += 1) {
    offsets.push(packed.length);
    packed.push(...(byFirst.get(letter) ?? []).flat());
  }
  offsets.push(packed.length);
  return Buffer.concat([Buffer.from([count]), words16(offsets), Buffer.from(packed)]);
}
