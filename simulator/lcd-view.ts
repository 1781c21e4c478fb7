/** The display as others want to see it, read from the emulator alone: text, JSON, dots, and words for a reader. */
import type { Geometry } from '../device/shared/frame.js';
import { GLYPH_LETTERS, letterGlyph } from '../device/screen/letter-glyphs.js';
import type { LiveBus, LiveLcd } from './page/live-state.js';

export interface LcdViolation {
  readonly kind: string;
  readonly atNs: number;
  readonly measuredNs?: number | undefined;
  readonly requiredNs?: number | undefined;
  readonly detail: string;
}

/** What a view reads of the emulated controller; nothing here writes to it. */
export interface LcdReading {
  readonly geometry: Geometry;
  /** The D bit. */
  readonly isOn: boolean;
  /** 64 bytes, the low five bits each. */
  readonly cgram: Uint8Array;
  readonly violations: readonly LcdViolation[];
  readonly counts: object;
  readonly lastBytes: LiveBus['lastBytes'];
  /** Codes of the visible cells, row by row. */
  cellCodes(): readonly (readonly number[])[];
  /** Eight rows of five dots as they are lit; zeros while the display is off. */
  cellDots(row: number, column: number): readonly number[];
  /** Rows of exactly `columns` characters: a ROM code as its character, a CGRAM code as U+E000 + slot. */
  text(): readonly string[];
}

const CGRAM_BASE = 0xe000;
const SHOWN_BYTES_MAX = 24;
const SHOWN_VIOLATIONS_MAX = 5;

/** `/simulator/lcd.txt`: each row and a newline. */
export function lcdText(lcd: LcdReading): string {
  return lcd
    .text()
    .map((row) => `${row}\n`)
    .join('');
}

/** `/simulator/lcd.json` */
export function lcdJson(lcd: LcdReading, backlight: boolean): object {
  return {
    rows: lcd.text(),
    cells: lcd.cellCodes(),
    cgram: Array.from(lcd.cgram, (row) => row & 0b11111),
    backlight,
  };
}

export function liveLcd(lcd: LcdReading, backlight: boolean): LiveLcd {
  const { columns, rows } = lcd.geometry;
  let dots = '';
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (const line of lcd.cellDots(row, column))
        dots += (line & 0b11111).toString(16).padStart(2, '0');
  return { columns, rows, isOn: lcd.isOn, backlight, dots, readableRows: readableRows(lcd) };
}

export function liveBus(lcd: LcdReading): LiveBus {
  const counts: Record<string, number> = {};
  for (const [name, value] of Object.entries(lcd.counts))
    if (typeof value === 'number') counts[name] = value;
  return {
    lastBytes: lcd.lastBytes.slice(-SHOWN_BYTES_MAX),
    counts,
    violationCount: lcd.violations.length,
    violations: lcd.violations.slice(-SHOWN_VIOLATIONS_MAX).map(violationText),
  };
}

function violationText({ kind, atNs, measuredNs, requiredNs, detail }: LcdViolation): string {
  const shortfall =
    measuredNs === undefined || requiredNs === undefined
      ? ''
      : ` (${measuredNs} ns of ${requiredNs} ns)`;
  return `${(atNs / 1e6).toFixed(3)} ms ${kind}${shortfall}: ${detail}`;
}

/** Each row with the signs that its glyphs look like; blank while the display is off. */
export function readableRows(lcd: LcdReading): string[] {
  return lcd.text().map((row) => {
    const cells = Array.from(row);
    if (!lcd.isOn) return ' '.repeat(cells.length);
    return cells.map((cell) => readableCell(cell, lcd.cgram)).join('');
  });
}

function readableCell(character: string, cgram: Uint8Array): string {
  const slot = (character.codePointAt(0) ?? 0) - CGRAM_BASE;
  if (slot < 0 || slot > 7) return character;
  return glyphSign(Array.from(cgram.subarray(slot * 8, slot * 8 + 8)));
}

/** By count of lit columns, five of them, as the nearest of Unicode's eighths. */
const BAR_SIGNS = Object.freeze([' ', '▎', '▍', '▋', '▊', '█']);

const LEFT_COLUMNS = Object.freeze([0b00000, 0b10000, 0b11000, 0b11100, 0b11110, 0b11111]);

interface KnownGlyph {
  readonly sign: string;
  readonly dots: readonly number[];
}

const KNOWN_GLYPHS: readonly KnownGlyph[] = Object.freeze([
  { sign: '▶', dots: [0b10000, 0b11000, 0b11100, 0b11110, 0b11100, 0b11000, 0b10000, 0] },
  { sign: '▶', dots: [0b01000, 0b01100, 0b01110, 0b01111, 0b01110, 0b01100, 0b01000, 0] },
  { sign: '‖', dots: [0b11011, 0b11011, 0b11011, 0b11011, 0b11011, 0b11011, 0b11011, 0] },
  { sign: '‖', dots: [0b01010, 0b01010, 0b01010, 0b01010, 0b01010, 0b01010, 0b01010, 0] },
  { sign: '◉', dots: [0b01110, 0b10001, 0b01110, 0b10001, 0b00100, 0b01110, 0b00100, 0] },
]);

const LETTER_BY_DOTS: ReadonlyMap<string, string> = new Map(
  Array.from(GLYPH_LETTERS, (letter) => [letterGlyph(letter)?.join() ?? '', letter]),
);

/** Dots by which a glyph may differ from a known one and still be read as it. */
const DOTS_OFF_MAX = 5;
/** Rows that a bar must fill; above and below there may be a rim of another pattern. */
const BAR_ROWS_MIN = 5;

/** A letter or a sign that a glyph of the CGRAM looks like; a white square where none does. */
export function glyphSign(dots: readonly number[]): string {
  const rows = Array.from({ length: 8 }, (_unused, index) => (dots[index] ?? 0) & 0b11111);
  const letter = LETTER_BY_DOTS.get(rows.join());
  if (letter !== undefined) return letter;
  for (const [columnCount, pattern] of LEFT_COLUMNS.entries())
    if (rows.filter((row) => row === pattern).length >= BAR_ROWS_MIN)
      return BAR_SIGNS[columnCount] ?? ' ';
  let best = { sign: '□', dotsOff: DOTS_OFF_MAX + 1 };
  for (const { sign, dots: known } of KNOWN_GLYPHS) {
    const dotsOff = rows.reduce((sum, row, index) => sum + bitCount(row ^ (known[index] ?? 0)), 0);
    if (dotsOff < best.dotsOff) best = { sign, dotsOff };
  }
  return best.sign;
}

function bitCount(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}
