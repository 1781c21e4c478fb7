/**
 * A word's syllables while their vowels are worked out, in objects that are made once: a long word must not need more of a
 * small heap than a short one. Longer words are spelled piece by piece.
 */
export const SOUNDS_MAX = 24;

/** A consonant and what is said with it. */
export class Sound {
  /** The letter as written; 0 where no rule needs it. */
  letter = 0;
  consonant = '';
  vowel = '';
  /** Nasal or h after the vowel. */
  coda = '';
  /** The vowel is written, or known to be none. */
  isFixed = false;
  /** The vowel is written with a letter, and so it is long. */
  isLong = false;
}

export class Sounds {
  readonly #kept: readonly Sound[] = Object.freeze(
    Array.from({ length: SOUNDS_MAX }, () => new Sound()),
  );
  length = 0;

  clear(): void {
    this.length = 0;
  }

  at(index: number): Sound | undefined {
    return index < 0 || index >= this.length ? undefined : this.#kept[index];
  }

  get last(): Sound | undefined {
    return this.at(this.length - 1);
  }

  get isFull(): boolean {
    return this.length === SOUNDS_MAX;
  }

  /** Does nothing when full. */
  add(consonant: string, vowel = '', isFixed = false, isLong = false): void {
    const sound = this.#kept[this.length];
    if (sound === undefined) return;
    sound.letter = 0;
    sound.consonant = consonant;
    sound.vowel = vowel;
    sound.coda = '';
    sound.isFixed = isFixed;
    sound.isLong = isLong;
    this.length += 1;
  }

  /** Consonants and vowels, one after the other. */
  text(): string {
    let text = '';
    for (let at = 0; at < this.length; at += 1) {
      const sound = this.#kept[at];
      if (sound !== undefined) text += sound.consonant + sound.vowel;
    }
    return text;
  }
}

/** Where a piece that fits into Sounds ends: nearly always the word's end. Marks belong to their letter. */
export function endOfPiece(
  points: ArrayLike<number>,
  from: number,
  to: number,
  isMark: (point: number) => boolean,
): number {
  let letters = 0;
  for (let at = from; at < to; at += 1) {
    if (isMark(points[at] ?? 0)) continue;
    letters += 1;
    if (letters > SOUNDS_MAX) return at;
  }
  return to;
}
