/**
 * Reads tables.bin by offset: on a device it stays in flash and is never copied.
 *
 * Layout, little endian, made by tools/make-tables.ts: magic "S2T3", u32 section count, then u32 offset of each section
 * (SECTIONS below, in that order) and at the end the file's length.
 *   rows     u8 row of each 256 code points, U+0000 to U+1FFFF (512 entries); equal rows are stored once
 *   blocks   rows of 16: u16 page of each block of 16 code points; equal pages are stored once
 *   pages    16 u16 cells each: offset into the pool, 0 where nothing is known
 *   pool     at each offset a length byte and that many bytes: a spelling in ASCII, or after 0x01 the short name of a
 *            picture, or after 0x02 code points (3 bytes each) that are spelled in its stead
 *   the rest belongs to han.ts, and to word-list.ts, which describe it
 */
const MAGIC = Object.freeze([0x53, 0x32, 0x54, 0x33]);
export const SECTIONS = Object.freeze([
  'rows',
  'blocks',
  'pages',
  'pool',
  'hanReadings',
  'hanSyllables',
  'hanWords',
  'hanSurnames',
  'arabicWords',
  'persianWords',
  'urduWords',
  'hebrewWords',
  'thaiWords',
] as const);
export type SectionName = (typeof SECTIONS)[number];

const BLOCKS_PER_ROW = 16;
const CELLS_PER_PAGE = 16;
const LAST_CODE_POINT = 0x1ffff;
const PICTURE = 0x01;
const FOLD = 0x02;

export class SpellingTable {
  readonly bytes: Uint8Array;
  readonly #rowsAt: number;
  readonly #blocksAt: number;
  readonly #pagesAt: number;
  readonly #poolAt: number;

  /** @throws Error if `bytes` have another layout, as in a build of mixed versions */
  constructor(bytes: Uint8Array) {
    if (MAGIC.some((byte, at) => bytes[at] !== byte))
      throw new Error('text tables: not made by tools/make-tables.ts of this version');
    this.bytes = bytes;
    const length = this.long(8 + SECTIONS.length * 4);
    if (this.long(4) !== SECTIONS.length || length !== bytes.length)
      throw new Error('text tables: cut short');
    this.#rowsAt = this.sectionAt('rows');
    this.#blocksAt = this.sectionAt('blocks');
    this.#pagesAt = this.sectionAt('pages');
    this.#poolAt = this.sectionAt('pool');
  }

  sectionAt(name: SectionName): number {
    return this.long(8 + SECTIONS.indexOf(name) * 4);
  }

  sectionEnd(name: SectionName): number {
    return this.long(12 + SECTIONS.indexOf(name) * 4);
  }

  /** The ASCII spelling of one code point; empty if the table has none. */
  spellingOf(codePoint: number): string {
    const at = this.entryAt(codePoint);
    const kind = this.kindAt(at);
    return kind === PICTURE || kind === FOLD ? '' : this.text(at + 1, this.byte(at));
  }

  /** The short name of an emoji or another picture; empty for anything else. */
  nameOf(codePoint: number): string {
    const at = this.entryAt(codePoint);
    return this.kindAt(at) === PICTURE ? this.text(at + 2, this.byte(at) - 1) : '';
  }

  isPicture(codePoint: number): boolean {
    return this.kindAt(this.entryAt(codePoint)) === PICTURE;
  }

  /** Hands the code points that replace this one to `take`; returns false if none do. */
  fold(codePoint: number, take: (codePoint: number) => void): boolean {
    const at = this.entryAt(codePoint);
    if (this.kindAt(at) !== FOLD) return false;
    const end = at + 1 + this.byte(at);
    for (let next = at + 2; next < end; next += 3)
      take(this.word(next) | (this.byte(next + 2) << 16));
    return true;
  }

  private entryAt(codePoint: number): number {
    if (codePoint > LAST_CODE_POINT) return this.#poolAt;
    // Read in place: every character comes here, and calls are the dearest thing in XS.
    const bytes = this.bytes;
    const row = bytes[this.#rowsAt + (codePoint >> 8)] ?? 0;
    const block = this.#blocksAt + (row * BLOCKS_PER_ROW + ((codePoint >> 4) & 15)) * 2;
    const page = (bytes[block] ?? 0) | ((bytes[block + 1] ?? 0) << 8);
    const cell = this.#pagesAt + (page * CELLS_PER_PAGE + (codePoint & 15)) * 2;
    return this.#poolAt + ((bytes[cell] ?? 0) | ((bytes[cell + 1] ?? 0) << 8));
  }

  /** First byte of an entry; 0 for an empty one. */
  private kindAt(at: number): number {
    return this.byte(at) === 0 ? 0 : this.byte(at + 1);
  }

  private text(at: number, length: number): string {
    let text = '';
    for (let index = 0; index < length; index += 1)
      text += String.fromCharCode(this.byte(at + index));
    return text;
  }

  private byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  private word(at: number): number {
    return this.byte(at) | (this.byte(at + 1) << 8);
  }

  private long(at: number): number {
    return this.word(at) + this.word(at + 2) * 0x10000;
  }
}
