/**
 * `npm run --silent lcd:trace -- [--cols 16 --rows 2 --fosc-khz 190 --bus gpio]`: frames in, pin trace out, through the device's own
 * driver in virtual time. An invalid line ends the run with its number and the reason, exit code 2.
 */
import { backpackLines } from '../device/lcd/backpack.js';
import { LcdController } from '../device/lcd/controller.js';
import { LcdOptionsError, type LcdOptions } from '../device/lcd/options.js';
import { PANEL_NAMES } from '../device/shared/panels.js';
import type { Clock } from '../device/shared/ports.js';
import { blankFrame, drawRow, type Sheet } from '../device/screen/draw.js';
import type { Geometry } from '../device/shared/frame.js';
import { BUSES, DEFAULTS, type Wiring } from '../device/shared/settings.js';
import {
  inputLines,
  numberIn,
  readLine,
  runScript,
  UsageError,
  wholeNumber,
  oneOf,
} from './usage.js';
import { VirtualTime } from './virtual/virtual-clock.js';

const HELP = `Reads frames and prints the trace of the pins, as the device's HD44780 driver sets them.
  --cols N       columns (16)
  --rows N       rows (2); panels are ${PANEL_NAMES}
  --split        a 16x1 wired as an 8x2 side by side
  --fosc-khz N   the display's oscillator, 125 to 350 (190)
  --bus BUS      gpio, or pcf8574 for an I2C backpack: P0 RS, P1 R/W, P2 E, P3 backlight, P4 to P7 D4 to D7 (gpio)
  --i2c-khz N    the clock of its bus, 10 to 400 (100)
Input, one line per frame:   {"at_ms":1400,"rows":["16 cells","16 cells"]}   ASCII without \\ and ~
Output, one line per event: {"us":N,"rs":0,"e":1,"d4":0,"d5":0,"d6":1,"d7":0} and {"us":N,"frame":i}
With a backpack, a line per transaction: {"us":N,"address":39,"bytes":[…]}, from us on for (1 + bytes) x 9 bits.
Lines are processed one by one: the trace of the initialisation and of the lines before an invalid one is printed.
An invalid line or option ends the run with the reason, exit code 2.`;

type Lines = Omit<LcdOptions, 'geometry' | 'foscKhz'>;

interface FrameLine {
  readonly atMs: number;
  readonly rows: readonly string[];
}

/** A day: more is a mistake in the unit. */
const AT_MS_MAX = 86_400_000;
/** The display's letters that are plain ASCII: A00 has other characters for \\ and ~. */
const CELL_TEXT = /^[\x20-\x5b\x5d-\x7d]*$/;

const OPTIONS = {
  cols: { type: 'string', default: '16' },
  rows: { type: 'string', default: '2' },
  'fosc-khz': { type: 'string', default: `${DEFAULTS.foscKhz}` },
  bus: { type: 'string', default: 'gpio' },
  'i2c-khz': { type: 'string', default: '100' },
  split: { type: 'boolean', default: false },
} as const;

function frameLine(
  fields: Readonly<Record<string, unknown>>,
  { columns, rows }: Geometry,
  afterMs: number,
): FrameLine {
  const atMs = numberIn(fields, 'at_ms', AT_MS_MAX);
  if (atMs < afterMs)
    throw new UsageError(`"at_ms" is ${atMs}, before the frame above (${afterMs})`);
  const texts = fields['rows'];
  if (texts === undefined) throw new UsageError('has no "rows"');
  if (!Array.isArray(texts) || texts.length > rows)
    throw new UsageError(`"rows" must be a list of at most ${rows} texts`);
  const checked = texts.map((row: unknown, index) => {
    if (typeof row !== 'string') throw new UsageError(`"rows[${index}]" must be a text`);
    if (row.length > columns)
      throw new UsageError(`"rows[${index}]" has ${row.length} characters, a row has ${columns}`);
    if (!CELL_TEXT.test(row))
      throw new UsageError(`"rows[${index}]" must be ASCII without \\ and ~`);
    return row;
  });
  return { atMs, rows: checked };
}

function print(event: Readonly<Record<string, number | readonly number[]>>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** To nanoseconds: further digits would be the noise of binary fractions. */
function rounded(us: number): number {
  return Math.round(us * 1000) / 1000;
}

/** @throws UsageError for a panel that the driver does not know */
function openLcd(options: LcdOptions): LcdController {
  try {
    return new LcdController(options);
  } catch (error) {
    throw error instanceof LcdOptionsError ? new UsageError(error.message) : error;
  }
}

/** The driver's side of the bus; what it writes is printed. */
function linesOf(bus: Wiring['bus'], clock: Clock, i2cKhz: number): Lines {
  if (bus === 'pcf8574') {
    const write = (address: number, bytes: Uint8Array): void => {
      const us = clock.nowUs();
      print({ us: rounded(us), address, bytes: Array.from(bytes) });
      clock.waitUntilUs(us + ((1 + bytes.length) * 9000) / i2cKhz);
    };
    const wiring = { bus, address: 0x27, sda: 21, scl: 22, backlightActive: 'high' } as const;
    const lost = (error: unknown): never => {
      throw error;
    };
    const log = { write: () => undefined };
    return backpackLines({ wiring, i2c: { khz: i2cKhz, write }, clock, log, onLost: lost });
  }
  const { pins } = DEFAULTS.wiring;
  const write = (levels: number): void => {
    const bit = (pin: number): number => (levels >>> pin) & 1;
    print({
      us: rounded(clock.nowUs()),
      rs: bit(pins.rs),
      e: bit(pins.e),
      d4: bit(pins.d4),
      d5: bit(pins.d5),
      d6: bit(pins.d6),
      d7: bit(pins.d7),
    });
  };
  return { openBank: () => ({ write }), pins, clock };
}

await runScript({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const geometry: Geometry = {
    columns: wholeNumber('--cols', values.cols, 8, 40),
    rows: wholeNumber('--rows', values.rows, 1, 4),
    addressing: values.split ? 'split' : 'linear',
  };
  const foscKhz = wholeNumber('--fosc-khz', values['fosc-khz'], 125, 350);
  const bus = oneOf('--bus', values.bus, BUSES);
  const i2cKhz = wholeNumber('--i2c-khz', values['i2c-khz'], 10, 400);
  const { clock } = new VirtualTime();
  const lcd = openLcd({ ...linesOf(bus, clock, i2cKhz), geometry, foscKhz });
  // Of a backpack; it is lit from the first byte on.
  lcd.setBacklight(true);
  lcd.initialise();
  // No glyphs: the cells hold plain letters only.
  const frame: Sheet = { ...blankFrame(geometry), glyphs: [] };
  let index = 0;
  let afterMs = 0;
  for await (const line of inputLines()) {
    const { atMs, rows } = readLine(line, (fields) => frameLine(fields, geometry, afterMs));
    afterMs = atMs;
    clock.waitUntilUs(atMs * 1000);
    for (let row = 0; row < geometry.rows; row += 1) drawRow(frame, row, rows[row] ?? '');
    lcd.show(frame);
    print({ us: rounded(clock.nowUs()), frame: index });
    index += 1;
  }
});
