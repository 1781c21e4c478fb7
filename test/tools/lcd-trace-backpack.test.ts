/** The contract of `npm run lcd:trace -- --bus pcf8574`, judged from the transactions alone. */
import { describe, expect, it } from '@jest/globals';
import { WORKLOADS } from '../../tools/bench/frame-workloads.js';
import { leastOnWire } from '../device/lcd/least-on-wire.js';
import { runBundled } from './run-tool.js';

interface Transaction {
  readonly us: number;
  readonly address: number;
  readonly bytes: readonly number[];
}

interface Judged {
  /** Rules that were broken. */
  readonly broken: readonly string[];
  readonly bytesOnWire: number;
  /** The same frames at best. */
  readonly least: number;
}

const [RS, RW, E, DATA] = [1, 2, 4, 0xf0];
const RING = 80;
/** For 270 kHz. */
const busyUs = (rs: number, byte: number): number => (rs ? 41 : byte < 4 ? 1520 : 37);
const ringOf = (address: number): number => (address >= 0x40 ? address - 0x40 + 40 : address);
const ringOfCell = (row: number, column: number, columns: number): number =>
  (row % 2) * 40 + (row >= 2 ? columns : 0) + column;

/** A controller that is told the levels of its lines, and when. */
class Controller {
  readonly broken: string[] = [];
  readonly ring = new Array<number>(RING).fill(0x20);
  counter = 0;
  rs = 0;
  #nibbles = 0;
  #half = 0;
  #last = 0xff;
  #readyUs = 40_000;

  see(us: number, now: number): void {
    const before = this.#last;
    this.#last = now;
    const say = (what: string): void => void this.broken.push(`${what} at ${us}`);
    if (now & RW) say('R/W is high');
    if (now & E && (now ^ before) & RS) say('RS changes with E or while it is high');
    if (now & E && !(before & E) && us < this.#readyUs) say(`E rises before ${this.#readyUs}`);
    this.rs = now & RS;
    if (now & E || !(before & E)) return;
    if ((now ^ before) & (RS | DATA)) say('RS or data change as E falls');
    this.#nibbles += 1;
    // The one of power-on, and the four of the initialisation.
    if (this.#nibbles <= 5) {
      this.#readyUs = us + ([0, 4100, 100, 37, 37][this.#nibbles - 1] ?? 0);
      return;
    }
    if (this.#nibbles % 2 === 0) this.#half = now & DATA;
    else this.#take(us, this.#half | ((now & DATA) >> 4));
  }

  #take(us: number, byte: number): void {
    this.#readyUs = us + busyUs(this.rs, byte);
    if (this.rs) {
      this.ring[this.counter] = byte;
      this.counter = (this.counter + 1) % RING;
    } else if (byte & 0x80) this.counter = ringOf(byte & 0x7f);
    else if (byte === 1) {
      this.ring.fill(0x20);
      this.counter = 0;
    }
  }
}

async function judge(
  frames: readonly (readonly string[])[],
  geometry: { readonly columns: number; readonly rows: number },
  khz: number,
): Promise<Judged> {
  const { columns, rows } = geometry;
  const input = frames.map((text, index) => JSON.stringify({ at_ms: 200 * index, rows: text }));
  const { code, errors, lines } = await runBundled('lcd-trace', input, [
    ...['--bus', 'pcf8574', '--i2c-khz', `${khz}`, '--fosc-khz', '270'],
    ...['--cols', `${columns}`, '--rows', `${rows}`],
  ]);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const controller = new Controller();
  const byteUs = 9000 / khz;
  let [index, bytesOnWire, least, transactions, freeUs] = [0, 0, 0, 0, 0];
  const wantedOf = (): number[] => {
    const wanted = [...controller.ring];
    for (const [row, text] of (frames[index] ?? []).entries())
      for (let column = 0; column < columns; column += 1)
        wanted[ringOfCell(row, column, columns)] = text.charCodeAt(column);
    return wanted;
  };
  const say = (what: string): void => void controller.broken.push(`${what}, frame ${index}`);
  let wanted = wantedOf();
  for (const line of lines) {
    const event = JSON.parse(line) as Transaction | { readonly us: number; readonly frame: number };
    if (event.us < freeUs - 0.01) say('time runs backwards');
    if ('frame' in event) {
      if (controller.ring.join() !== wanted.join()) say('shows something else');
      if (transactions > 1 && index > 0) say('more than one transaction');
      index += 1;
      transactions = 0;
      wanted = wantedOf();
      least += leastOnWire(controller, wanted, khz);
      continue;
    }
    const { us, address, bytes } = event;
    if (address !== 0x27) say('another address');
    if (index > 0 && us < 200_000 * index) say('came too early');
    for (const [at, byte] of bytes.entries()) controller.see(us + (at + 2) * byteUs, byte);
    freeUs = us + (1 + bytes.length) * byteUs;
    transactions += 1;
    if (index > 0) bytesOnWire += 1 + bytes.length;
  }
  return { broken: controller.broken, bytesOnWire, least };
}

describe.each([100, 400])('lcd:trace -- --bus pcf8574 --i2c-khz %i', (khz) => {
  it.each([
    { columns: 16, rows: 2 },
    { columns: 20, rows: 4 },
    { columns: 40, rows: 2 },
  ])('shows our frames on %j in the fewest bytes on the wire', async (geometry) => {
    const shown = WORKLOADS.flatMap(({ frames }) => Array.from({ length: 40 }, frames(geometry)));
    const { broken, bytesOnWire, least } = await judge(shown, geometry, khz);
    expect(broken).toEqual([]);
    expect(bytesOnWire).toBe(least);
  });
});

describe('lcd:trace', () => {
  it.each([
    [['--bus', 'spi'], '--bus must be gpio or pcf8574'],
    [['--bus', 'pcf8574', '--i2c-khz', '1000'], '--i2c-khz must be a whole number from 10 to 400'],
  ])('refuses %j', async (args, message) => {
    const run = await runBundled('lcd-trace', [], args);
    expect(run).toMatchObject({ code: 2, lines: [] });
    expect(run.errors).toContain(message);
  });
});
