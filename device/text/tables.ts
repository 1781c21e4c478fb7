/**
 * Reads the spelling table by offset: on a device it stays in flash and nothing of it is copied.
 *
 * Layout, little endian, made by tools/make-tables.ts:
 *   0  magic "S2T1"
 *   4  u16 page count P, u16 zero
 *   8  u16 page of each block of 16 code points, U+0000 to U+FFFF (4,096 entries); equal pages are stored once
 *      then P pages of 16 u16 cells: offset into the pool, 0 where nothing is known
 *      then the pool: at each offset a length byte and that many ASCII bytes (offset 0 holds a zero length)
 */
const MAGIC = Object.freeze([0x53, 0x32, 0x54, 0x31]);
const BLOCKS_AT = 8;
const BLOCK_COUNT = 4096;
const CELLS_PER_PAGE = 16;

export class SpellingTable {
  readonly #bytes: Uint8Array;
  readonly #pagesAt = BLOCKS_AT + BLOCK_COUNT * 2;
  readonly #poolAt: number;

  /** @throws Error where `bytes` are not this layout: a build that mixed versions */
  constructor(bytes: Uint8Array) {
    if (MAGIC.some((byte, at) => bytes[at] !== byte))
      throw new Error('text tables: not made by tools/make-tables.ts of this version');
    this.#bytes = bytes;
    this.#poolAt = this.#pagesAt + this.#word(4) * CELLS_PER_PAGE * 2;
    if (this.#poolAt >= bytes.length) throw new Error('text tables: cut short');
  }

  /** The ASCII spelling of one code point; empty where the table knows none. */
  spellingOf(codePoint: number): string {
    if (codePoint > 0xffff) return '';
    const page = this.#word(BLOCKS_AT + (codePoint >> 4) * 2);
    const cell = this.#word(this.#pagesAt + (page * CELLS_PER_PAGE + (codePoint & 15)) * 2);
    const at = this.#poolAt + cell;
    const length = this.#bytes[at] ?? 0;
    let text = '';
    for (let index = 1; index <= length; index += 1)
      text += String.fromCharCode(this.#bytes[at + index] ?? 0);
    return text;
  }

  #word(at: number): number {
    return (this.#bytes[at] ?? 0) | ((this.#bytes[at + 1] ?? 0) << 8);
  }
}
