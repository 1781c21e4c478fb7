/**
 * Which sign of a word says which of its kana: expectation maximisation over all words, as for any alignment of two texts.
 * A word then costs half a byte a sign, its choice among the sign's own readings, instead of a byte a kana.
 */
import type { Word } from './words.js';

const ROUNDS = 4;
const LONGEST_READING = 5;
/** What a pair never seen in the first round is worth; above zero, so that no word is without an alignment. */
const FLOOR = 1e-7;

export type Parts = readonly string[];

export function isHiragana(character: string): boolean {
  return /^[\u3041-\u3096\u30fc]$/.test(character);
}

/** The kana of each character of a word; none where they cannot be told apart. */
export function alignAll(words: readonly Word[]): ReadonlyMap<Word, Parts> {
  let weights = new Map<string, number>();
  for (const { surface, pronunciation } of words)
    if (surface.length === 1)
      weights.set(
        `${surface}${pronunciation}`,
        (weights.get(`${surface}${pronunciation}`) ?? 0) + 3,
      );
  let aligned = new Map<Word, Parts>();
  for (let round = 0; round < ROUNDS; round += 1) {
    aligned = new Map();
    const next = new Map<string, number>();
    const totals = new Map<string, number>();
    for (const word of words) {
      const parts = align(
        word,
        (sign, reading) => weights.get(sign + reading) ?? FLOOR * 10 ** -reading.length,
      );
      if (parts === undefined) continue;
      aligned.set(word, parts);
      parts.forEach((reading, index) => {
        const sign = word.surface.charAt(index);
        if (isHiragana(sign)) return;
        next.set(sign + reading, (next.get(sign + reading) ?? 0) + 1);
        totals.set(sign, (totals.get(sign) ?? 0) + 1);
      });
    }
    weights = new Map(
      [...next].map(([key, count]) => [key, count / (totals.get(key.charAt(0)) ?? 1)]),
    );
  }
  return aligned;
}

/** The likeliest split of the kana over the characters (Viterbi); hiragana stands for itself. */
function align(
  { surface, pronunciation }: Word,
  weightOf: (sign: string, reading: string) => number,
): Parts | undefined {
  const [rows, columns] = [surface.length, pronunciation.length];
  const best: number[][] = Array.from({ length: rows + 1 }, () =>
    new Array<number>(columns + 1).fill(0),
  );
  const taken: number[][] = Array.from({ length: rows + 1 }, () =>
    new Array<number>(columns + 1).fill(0),
  );
  (best[0] ?? [])[0] = 1;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const here = best[row]?.[column] ?? 0;
      if (here === 0) continue;
      const sign = surface.charAt(row);
      const longest = isHiragana(sign)
        ? 1
        : Math.min(LONGEST_READING, columns - column - (rows - row - 1));
      for (let length = 1; length <= longest; length += 1) {
        const reading = pronunciation.slice(column, column + length);
        if (isHiragana(sign) && !saysItself(sign, reading)) continue;
        const value = here * (isHiragana(sign) ? 1 : weightOf(sign, reading));
        const row1 = best[row + 1];
        if (row1 === undefined || value <= (row1[column + length] ?? 0)) continue;
        row1[column + length] = value;
        (taken[row + 1] ?? [])[column + length] = length;
      }
    }
  if ((best[rows]?.[columns] ?? 0) === 0) return undefined;
  const parts: string[] = [];
  let column = columns;
  for (let row = rows; row > 0; row -= 1) {
    const length = taken[row]?.[column] ?? 0;
    parts.unshift(pronunciation.slice(column - length, column));
    column -= length;
  }
  return parts;
}

function saysItself(sign: string, reading: string): boolean {
  return sign === reading;
}
