/**
 * Allocates the eight CGRAM slots and maps letters, marks and the bar's cells to codes. With `ascii` all eight slots are
 * fixed. With a known ROM the bar and the marks use its characters where they can, and the other slots serve letters
 * that the ROM lacks. They are reassigned for each item, never while it scrolls, so nothing flickers.
 */
import { hasLetter, romCode } from '../text/rom.js';
import type { Glyph, Rom } from '../shared/frame.js';
import { BAR_5, GLYPHS, HIGH_BARS, LOW_BARS, PAUSE, PLAY, PODCAST } from './glyphs.js';
import { letterGlyph } from './letter-glyphs.js';

export type PlayingMark = 'play' | 'pause' | 'podcast';

/** What the screen of an item shows besides letters. */
export interface SlotUse {
  readonly hasBar: boolean;
  readonly marks: readonly PlayingMark[];
}

const SLOTS = 8;
const NO_CELLS = new Uint8Array(0);
const SPACE = 0x20;
const MARK_GLYPH = Object.freeze({
  play: PLAY,
  pause: PAUSE,
  podcast: PODCAST,
} as const satisfies Record<PlayingMark, Glyph>);
/** A02 has both in its ROM. */
const A02_PLAY = 0x10;
const A02_PAUSE = 0xa0;
const A00_FULL_BLOCK = 0xff;

export class Alphabet {
  readonly rom: Rom;
  /** By slot; always the same array. */
  readonly glyphs: (Glyph | undefined)[];
  /** By count of lit columns, 0 to 5. */
  readonly barCodes = new Uint8Array([SPACE, 0, 1, 2, 3, 4]);
  readonly #markCodes: Record<PlayingMark, number> = { play: 5, pause: 6, podcast: 7 };
  /** The letter in each slot, or empty. */
  readonly #letters = new Array<string>(SLOTS).fill('');
  /** By slot: the number of the item that last used its letter. */
  readonly #wantedAt = new Array<number>(SLOTS).fill(0);
  #itemCount = 0;

  constructor(rom: Rom) {
    this.rom = rom;
    this.glyphs = [...GLYPHS];
  }

  /** The cell's code for a letter as `keeps` allows it. */
  codeOf(charCode: number): number {
    if (charCode > 0x7e) {
      const slot = this.#letters.indexOf(String.fromCharCode(charCode));
      if (slot >= 0) return slot;
    }
    return romCode(charCode, this.rom);
  }

  markCode(mark: PlayingMark): number {
    return this.#markCodes[mark];
  }

  /** Whether the letter may be shown as it is: the ROM has it, or a slot holds it. */
  keeps(charCode: number): boolean {
    return hasLetter(charCode, this.rom) || this.#letters.includes(String.fromCharCode(charCode));
  }

  /** Whether it could be, with enough slots. */
  couldKeep(charCode: number): boolean {
    if (this.rom === 'ascii') return false;
    return (
      hasLetter(charCode, this.rom) || letterGlyph(String.fromCharCode(charCode)) !== undefined
    );
  }

  /**
   * Reassigns the slots: first the bar and the marks, then the letters of `texts` that the ROM lacks, most frequent first.
   * A letter that has a slot keeps it. A new one takes a slot that no cell of `shown` uses, the least recently used first:
   * then nothing on the display changes shape, and no cell must be blanked first.
   */
  assign(use: SlotUse, texts: readonly string[], shown: Uint8Array = NO_CELLS): void {
    if (this.rom === 'ascii') {
      for (const [slot, glyph] of GLYPHS.entries()) this.glyphs[slot] = glyph;
      return;
    }
    const taken = this.setUp(use);
    const wanted = this.lackingLetters(texts).slice(0, SLOTS - taken);
    this.#itemCount += 1;
    for (const [slot, letter] of this.#letters.entries())
      if (wanted.includes(letter)) this.#wantedAt[slot] = this.#itemCount;
    for (const letter of wanted) {
      if (this.#letters.includes(letter)) continue;
      const slot = this.slotFor(taken, shown);
      this.#letters[slot] = letter;
      this.#wantedAt[slot] = this.#itemCount;
      this.glyphs[slot] = letterGlyph(letter);
    }
  }

  /** Puts other glyphs into the first slots, until the next `assign`: for a screen that shows nothing else of a slot. */
  lend(glyphs: readonly Glyph[]): void {
    for (const [slot, glyph] of glyphs.entries()) {
      this.glyphs[slot] = glyph;
      this.#letters[slot] = '';
    }
  }

  /** @returns how many slots are taken, counted from the first */
  private setUp({ hasBar, marks }: SlotUse): number {
    let taken = 0;
    const take = (glyph: Glyph): number => {
      this.glyphs[taken] = glyph;
      this.#letters[taken] = '';
      taken += 1;
      return taken - 1;
    };
    if (hasBar) {
      const isA00 = this.rom === 'A00';
      for (const [index, glyph] of (isA00 ? HIGH_BARS : LOW_BARS).entries())
        this.barCodes[index + 1] = take(glyph);
      this.barCodes[5] = isA00 ? A00_FULL_BLOCK : take(BAR_5);
    }
    for (const mark of marks) {
      if (this.rom === 'A02' && mark === 'play') this.#markCodes.play = A02_PLAY;
      else if (this.rom === 'A02' && mark === 'pause') this.#markCodes.pause = A02_PAUSE;
      else this.#markCodes[mark] = take(MARK_GLYPH[mark]);
    }
    return taken;
  }

  private slotFor(taken: number, shown: Uint8Array): number {
    let best = taken;
    let bestRank = Infinity;
    for (let slot = taken; slot < SLOTS; slot += 1) {
      const wantedAt = this.#wantedAt[slot] ?? 0;
      // Needed by this item.
      if (wantedAt === this.#itemCount) continue;
      const rank = wantedAt + (shown.includes(slot) ? this.#itemCount : 0);
      if (rank >= bestRank) continue;
      best = slot;
      bestRank = rank;
    }
    return best;
  }

  /** Each once, the most frequent first; ties in reading order. */
  private lackingLetters(texts: readonly string[]): string[] {
    const counts = new Map<string, number>();
    for (const text of texts)
      for (const letter of text) {
        const charCode = letter.charCodeAt(0);
        if (charCode <= 0x7e || hasLetter(charCode, this.rom) || !letterGlyph(letter)) continue;
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    return [...counts].sort(([, one], [, other]) => other - one).map(([letter]) => letter);
  }
}
