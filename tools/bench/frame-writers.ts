/** Our driver and others, each over the same bus to the same emulator. */
import { addressMap } from '../../device/lcd/addresses.js';
import { LcdBus } from '../../device/lcd/bus.js';
import { LcdController } from '../../device/lcd/controller.js';
import * as lcd from '../../device/lcd/instructions.js';
import type { LcdOptions } from '../../device/lcd/options.js';
import { blankFrame, drawRow } from '../../device/screen/draw.js';
import type { Rows } from './frame-workloads.js';

interface Writer {
  show(rows: Rows): void;
}

export interface WriterKind {
  readonly name: string;
  /** Its own, where they are not the data sheet's. */
  readonly waits?: Waits | undefined;
  /** It waits less than the data sheet asks for; the emulator takes its bytes all the same. */
  readonly breaks?: 'tADD' | undefined;
  readonly make: (options: LcdOptions) => Writer;
}

const SPACE = ' ';

function ours(options: LcdOptions): Writer {
  const controller = new LcdController(options);
  const sheet = { ...blankFrame(options.geometry), glyphs: [] };
  controller.initialise();
  return {
    show: (rows) => {
      for (const [row, text] of rows.entries()) drawRow(sheet, row, text);
      controller.show(sheet);
    },
  };
}

/** Waits of other drivers, in µs; by default the data sheet's for the oscillator. */
interface Waits {
  readonly instructionUs?: number;
  readonly writeUs?: number;
  readonly longUs?: number;
}

class Peer {
  readonly columns: number;
  readonly #bus: LcdBus;
  readonly #addresses: Uint8Array;
  readonly #waits: Required<Waits>;

  constructor(options: LcdOptions, waits: Waits = {}) {
    const clockUs = 1000 / options.foscKhz;
    this.columns = options.geometry.columns;
    this.#waits = {
      instructionUs: lcd.INSTRUCTION_CLOCKS * clockUs,
      writeUs: lcd.WRITE_CLOCKS * clockUs,
      longUs: lcd.LONG_CLOCKS * clockUs,
      ...waits,
    };
    this.#addresses = addressMap(options.geometry).addressOf;
    this.#bus = new LcdBus(options);
    this.#bus.holdUs(lcd.POWER_ON_US);
    this.#bus.restart(this.#waits.longUs);
    for (const nibble of [3, 3, 3, 2])
      this.#bus.instructNibble(nibble, lcd.FIRST_RESET_CLOCKS * clockUs);
    const lines = options.geometry.rows > 1 ? lcd.FUNCTION_TWO_LINES : 0;
    for (const byte of [lcd.FUNCTION_4_BIT | lines, lcd.DISPLAY_ON, lcd.ENTRY_INCREMENT])
      this.#bus.instruct(byte, this.#waits.instructionUs);
    this.clear();
  }

  clear(): void {
    this.#bus.instruct(lcd.CLEAR, this.#waits.longUs);
  }

  /** After a frame. */
  flush(): void {
    this.#bus.flush();
  }

  /** Cells of one row from `from` on, behind their address. */
  write(row: number, from: number, text: string): void {
    const address = this.#addresses[row * this.columns + from] ?? 0;
    this.#bus.instruct(lcd.SET_DDRAM | address, this.#waits.instructionUs);
    for (let at = 0; at < text.length; at += 1)
      this.#bus.write(text.charCodeAt(at), this.#waits.writeUs);
  }
}

type Strategy = (peer: Peer, rows: Rows, shown: Rows) => void;

const wholeFrame: Strategy = (peer, rows) => {
  for (const [row, text] of rows.entries()) peer.write(row, 0, text);
};

const clearAndRewrite: Strategy = (peer, rows) => {
  peer.clear();
  for (const [row, text] of rows.entries())
    if (text.trim() !== '') peer.write(row, 0, text.trimEnd());
};

const changedRows: Strategy = (peer, rows, shown) => {
  for (const [row, text] of rows.entries()) if (text !== shown[row]) peer.write(row, 0, text);
};

/** From the first cell of a row that differs to the last. */
const spans: Strategy = (peer, rows, shown) => {
  for (const [row, text] of rows.entries()) {
    const before = shown[row] ?? '';
    if (text === before) continue;
    let from = 0;
    while (text[from] === before[from]) from += 1;
    let to = text.length;
    while (text[to - 1] === before[to - 1]) to -= 1;
    peer.write(row, from, text.slice(from, to));
  }
};

const eachCell: Strategy = (peer, rows, shown) => {
  for (const [row, text] of rows.entries())
    for (let column = 0; column < text.length; column += 1)
      if (text[column] !== shown[row]?.[column]) peer.write(row, column, text.charAt(column));
};

function peer(name: string, strategy: Strategy, waits?: Waits, breaks?: 'tADD'): WriterKind {
  return {
    ...{ name, waits, breaks },
    make: (options) => {
      const display = new Peer(options, waits);
      let shown: Rows = Array.from({ length: options.geometry.rows }, () =>
        SPACE.repeat(options.geometry.columns),
      );
      return {
        show: (rows) => {
          strategy(display, rows, shown);
          display.flush();
          shown = rows;
        },
      };
    },
  };
}

export const OURS: WriterKind = { name: 'this driver', make: ours };

/** The waits are those in each library's source; the name says what it sends. */
export const WRITERS: readonly WriterKind[] = [
  OURS,
  peer('each cell addressed', eachCell),
  peer('first to last change of a row (LCDproc)', spans),
  peer('changed rows', changedRows),
  peer('whole frame', wholeFrame),
  peer('clear and rewrite', clearAndRewrite),
  peer('whole frame, 64 us a byte (esp-idf-lib)', wholeFrame, { instructionUs: 62, writeUs: 62 }),
  peer('whole frame, 204 us a byte (LiquidCrystal)', wholeFrame, {
    instructionUs: 202,
    writeUs: 202,
  }),
  peer('clear and rewrite, 204 us a byte (LiquidCrystal)', clearAndRewrite, {
    instructionUs: 202,
    writeUs: 202,
    longUs: 2202,
  }),
];

/** Not one of them: it is shorter than the data sheet's waits. */
export const PIN_IO = peer(
  'whole frame, 42 us a byte, not tADD (hd44780_pinIO)',
  wholeFrame,
  { instructionUs: 40, writeUs: 40 },
  'tADD',
);
