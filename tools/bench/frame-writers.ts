/** Our driver and others, each over the same bus to the same emulator. */
import { addressMap } from '../../device/lcd/addresses.js';
import { LcdBus } from '../../device/lcd/bus.js';
import { LcdController } from '../../device/lcd/controller.js';
import * as lcd from '../../device/lcd/instructions.js';
import type { LcdOptions } from '../../device/lcd/options.js';
import { blankFrame, drawRow } from '../../device/screen/draw.js';
import type { Clock } from '../../device/shared/ports.js';
import type { ViolationKind } from '../../simulator/hd44780/timing.js';
import type { Rows } from './frame-workloads.js';

interface Writer {
  show(rows: Rows): void;
}

export interface WriterOptions extends LcdOptions {
  /** To the backpack, if there is one, for a library that sends its own transactions. */
  readonly wire?: Wire;
}

interface Wire {
  /** One transaction. */
  readonly write: (levels: Uint8Array) => void;
  readonly clock: Pick<Clock, 'nowUs' | 'waitUntilUs'>;
}

export interface WriterKind extends Ways {
  readonly name: string;
  readonly make: (options: WriterOptions) => Writer;
}

interface Ways {
  /** Its own, where they are not the data sheet's. */
  readonly waits?: Waits;
  /** Rules of the data sheet that it violates; the emulator takes its bytes all the same. */
  readonly breaks?: readonly ViolationKind[];
  /** How it sends to a backpack; by default a frame is one transaction, as in our driver. */
  readonly send?: Send;
}

const SPACE = ' ';
const RS = 0x01;
const E = 0x04;

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

/** A byte's transactions, each with the wait in µs behind it, from the levels of its halves with E low. */
type Send = (halves: readonly number[]) => readonly (readonly [levels: number[], waitUs: number])[];

/** A backpack as libraries use it that send their own transactions. */
class WireBus implements Pick<LcdBus, 'instruct' | 'write' | 'flush'> {
  readonly #wire: Wire;
  readonly #send: Send;
  #readyAtUs: number;

  constructor(wire: Wire, send: Send, busyUs: number) {
    this.#wire = wire;
    this.#send = send;
    this.#readyAtUs = wire.clock.nowUs() + busyUs;
  }

  instruct(byte: number, busyUs: number): void {
    this.transmit(0, byte, busyUs);
  }

  write(byte: number, busyUs: number): void {
    this.transmit(RS, byte, busyUs);
  }

  /** Nothing is collected. */
  flush(): void {}

  private transmit(rs: number, byte: number, busyUs: number): void {
    const { write, clock } = this.#wire;
    const halves = [byte & 0xf0, (byte << 4) & 0xf0].map((data) => data | rs);
    for (const [levels, waitUs] of this.#send(halves)) {
      clock.waitUntilUs(this.#readyAtUs);
      write(Uint8Array.from(levels));
      this.#readyAtUs = clock.nowUs() + waitUs;
    }
    this.#readyAtUs += busyUs;
  }
}

class Peer {
  readonly columns: number;
  readonly #bus: Pick<LcdBus, 'instruct' | 'write' | 'flush'>;
  readonly #addresses: Uint8Array;
  readonly #waits: Required<Waits>;

  constructor(options: WriterOptions, { waits, send }: Ways) {
    const clockUs = 1000 / options.foscKhz;
    this.columns = options.geometry.columns;
    this.#waits = {
      instructionUs: lcd.INSTRUCTION_CLOCKS * clockUs,
      writeUs: lcd.WRITE_CLOCKS * clockUs,
      longUs: lcd.LONG_CLOCKS * clockUs,
      ...waits,
    };
    this.#addresses = addressMap(options.geometry).addressOf;
    // Frames are compared, not starts: this one is the same for all.
    const bus = new LcdBus(options);
    bus.holdUs(lcd.POWER_ON_US);
    bus.restart(this.#waits.longUs);
    for (const nibble of [3, 3, 3, 2]) bus.instructNibble(nibble, lcd.FIRST_RESET_CLOCKS * clockUs);
    const lines = options.geometry.rows > 1 ? lcd.FUNCTION_TWO_LINES : 0;
    const instructionUs = lcd.INSTRUCTION_CLOCKS * clockUs;
    for (const byte of [lcd.FUNCTION_4_BIT | lines, lcd.DISPLAY_ON, lcd.ENTRY_INCREMENT])
      bus.instruct(byte, instructionUs);
    bus.flush();
    if (send && !options.wire) throw new Error('this library needs a backpack');
    this.#bus = send && options.wire ? new WireBus(options.wire, send, instructionUs) : bus;
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

function peer(name: string, strategy: Strategy, ways: Ways = {}): WriterKind {
  return {
    ...{ name, ...ways },
    make: (options) => {
      const display = new Peer(options, ways);
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
  peer('whole frame, 64 us a byte (esp-idf-lib)', wholeFrame, {
    waits: { instructionUs: 62, writeUs: 62 },
  }),
  peer('whole frame, 204 us a byte (LiquidCrystal)', wholeFrame, {
    waits: { instructionUs: 202, writeUs: 202 },
  }),
  peer('clear and rewrite, 204 us a byte (LiquidCrystal)', clearAndRewrite, {
    waits: { instructionUs: 202, writeUs: 202, longUs: 2202 },
  }),
];

/** Not one of them: it is shorter than the data sheet's waits. */
export const PIN_IO = peer('whole frame, 42 us a byte, not tADD (hd44780_pinIO)', wholeFrame, {
  ...{ waits: { instructionUs: 40, writeUs: 40 }, breaks: ['tADD'] },
});

/**
 * LiquidCrystal_I2C 1.1.4, LiquidCrystal_I2C.cpp: `write4bits` and `pulseEnable` give each level a transaction of its own,
 * then wait 1 µs with E high and 50 µs with E low; `clear` waits 2 ms more.
 */
const LIQUID_CRYSTAL_I2C: Ways = {
  waits: { instructionUs: 0, writeUs: 0, longUs: 2000 },
  send: (halves) =>
    halves.flatMap((half) => [
      [[half], 0] as const,
      [[half | E], 1] as const,
      [[half], 50] as const,
    ]),
};

/**
 * hd44780 1.3.2, hd44780ioClass/hd44780_I2Cexp.h: `iowrite` sends a byte in one transaction, in which `write4bits` raises E
 * together with RS. It waits for the 38 µs of `HD44780_INSEXECTIME` (hd44780.h), less 45 µs for the address and the first
 * level of the next transaction: not at all.
 */
const I2C_EXP: Ways = {
  waits: { instructionUs: 0, writeUs: 0 },
  // In the emulator lines rise before others fall, so RS that falls then does so while E is high.
  breaks: ['tAS', 'rs-while-enabled'],
  send: (halves) => [[halves.flatMap((half) => [half | E, half]), 0]],
};

/** Behind a backpack only. */
export const I2C_LIBRARIES: readonly WriterKind[] = [
  peer('whole frame, 6 transactions a byte (LiquidCrystal_I2C)', wholeFrame, LIQUID_CRYSTAL_I2C),
  peer(
    'clear and rewrite, 6 transactions a byte (LiquidCrystal_I2C)',
    clearAndRewrite,
    LIQUID_CRYSTAL_I2C,
  ),
  peer('whole frame, 1 transaction a byte, not tAS (hd44780_I2Cexp)', wholeFrame, I2C_EXP),
];
