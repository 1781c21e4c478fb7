/**
 * `npm run --silent lcd:trace -- [--cols 16 --rows 2 --fosc-khz 190]`: frames in, pin trace out, through the device's own
 * driver in virtual time. A bad line ends the run with its number and what was wrong, exit code 2.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { LcdController } from '../device/lcd/controller.js';
import { LcdOptionsError } from '../device/lcd/options.js';
import { PANEL_NAMES } from '../device/shared/panels.js';
import type { OpenBank } from '../device/shared/ports.js';
import { blankFrame, drawRow, type Sheet } from '../device/screen/draw.js';
import type { Geometry } from '../device/shared/frame.js';
import { DEFAULTS } from '../device/shared/settings.js';
import { VirtualTime } from './virtual/virtual-clock.js';

const HELP = `Frames in, pin trace out, through the device's own HD44780 driver.
  --cols N       columns (16)
  --rows N       rows (2); panels are ${PANEL_NAMES}
  --split        a 16x1 of two halves, wired as an 8x2
  --fosc-khz N   the display's oscillator, 125 to 350 (190)
Input, a line a frame:   {"at_ms":1400,"rows":["16 cells","16 cells"]}   ASCII without \\ and ~
Output, a line an event: {"us":N,"rs":0,"e":1,"d4":0,"d5":0,"d6":1,"d7":0} and {"us":N,"frame":i}
Lines are taken one by one: what came before a bad one is printed, the initialisation before the first of all. A bad line
ends the run with its number and what is wrong with it, exit code 2; so do arguments, with no output.`;

interface FrameLine {
  readonly atMs: number;
  readonly rows: readonly string[];
}

class UsageError extends Error {}

/** A day: whoever asks for more has mixed up his units. */
const AT_MS_MAX = 86_400_000;
/** The display's own letters that are plain ASCII: A00 has other signs for \\ and ~. */
const CELL_TEXT = /^[\x20-\x5b\x5d-\x7d]*$/;

function readOptions(): { readonly geometry: Geometry; readonly foscKhz: number } | undefined {
  const { values, tokens } = parseArgs({
    tokens: true,
    options: {
      cols: { type: 'string', default: '16' },
      rows: { type: 'string', default: '2' },
      'fosc-khz': { type: 'string', default: `${DEFAULTS.foscKhz}` },
      split: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--${twice} is given twice`);
  return {
    geometry: {
      columns: integer('--cols', values.cols, 8, 40),
      rows: integer('--rows', values.rows, 1, 4),
      addressing: values.split ? 'split' : 'linear',
    },
    foscKhz: integer('--fosc-khz', values['fosc-khz'], 125, 350),
  };
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new UsageError(`${name} must be a whole number from ${min} to ${max}, not ${text}`);
  return value;
}

function parseLine(text: string, { columns, rows }: Geometry, afterMs: number): FrameLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError('is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new UsageError('must be an object');
  const atMs = 'at_ms' in value ? value.at_ms : undefined;
  if (typeof atMs !== 'number' || !(atMs >= 0 && atMs <= AT_MS_MAX))
    throw new UsageError(`"at_ms" must be a number from 0 to ${AT_MS_MAX}`);
  if (atMs < afterMs)
    throw new UsageError(`"at_ms" is ${atMs}, before the frame above (${afterMs})`);
  const texts: unknown = 'rows' in value ? value.rows : undefined;
  if (texts === undefined) throw new UsageError('has no "rows"');
  if (!Array.isArray(texts) || texts.length > rows)
    throw new UsageError(`"rows" must be a list of at most ${rows} texts`);
  const checked = texts.map((row: unknown, index) => {
    if (typeof row !== 'string') throw new UsageError(`"rows[${index}]" must be a text`);
    if (row.length > columns)
      throw new UsageError(`"rows[${index}]" has ${row.length} characters, a row has ${columns}`);
    if (!CELL_TEXT.test(row))
      throw new UsageError(`"rows[${index}]" has a character that is not ASCII, or \\ or ~`);
    return row;
  });
  return { atMs, rows: checked };
}

function print(event: Readonly<Record<string, number>>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Nanoseconds are as fine as it gets; more digits would be the noise of binary fractions. */
function rounded(us: number): number {
  return Math.round(us * 1000) / 1000;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) {
    console.log(HELP);
    return;
  }
  const time = new VirtualTime();
  const { pins } = DEFAULTS;
  const write = (levels: number): void => {
    const bit = (pin: number): number => (levels >>> pin) & 1;
    print({
      us: rounded(time.clock.nowUs()),
      rs: bit(pins.rs),
      e: bit(pins.e),
      d4: bit(pins.d4),
      d5: bit(pins.d5),
      d6: bit(pins.d6),
      d7: bit(pins.d7),
    });
  };
  const openBank: OpenBank = () => ({ write, close: () => undefined });
  const lcd = new LcdController({ openBank, pins, clock: time.clock, ...options });
  lcd.initialise();
  // No glyphs: the cells hold plain letters alone.
  const frame: Sheet = { ...blankFrame(options.geometry), glyphs: [] };
  let lineNumber = 0;
  let index = 0;
  let afterMs = 0;
  for await (const rawText of createInterface({ input: process.stdin })) {
    lineNumber += 1;
    // Editors on Windows begin a file with a byte order mark.
    const text = lineNumber === 1 ? rawText.replace(/^\ufeff/, '') : rawText;
    if (text.trim() === '') continue;
    try {
      const line = parseLine(text, options.geometry, afterMs);
      afterMs = line.atMs;
      time.clock.waitUntilUs(line.atMs * 1000);
      for (let row = 0; row < options.geometry.rows; row += 1)
        drawRow(frame, row, line.rows[row] ?? '');
      lcd.show(frame);
      print({ us: rounded(time.clock.nowUs()), frame: index });
      index += 1;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`line ${lineNumber}: ${error.message}`);
    }
  }
}

// Whoever reads may have seen enough: `| head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
try {
  await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError ||
    error instanceof LcdOptionsError ||
    (error instanceof TypeError &&
      'code' in error &&
      String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!isUsage) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
