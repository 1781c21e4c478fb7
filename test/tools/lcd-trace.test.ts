/** The contract of `npm run lcd:trace`, judged from the pins alone: right cells, fewest bytes, in time. */
import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../tools/virtual/seeded-random.js';
import { runBundled, runTool } from './run-tool.js';
import { readTrace, type TracedByte } from './trace-reader.js';

interface Size {
  readonly cols: number;
  readonly rows: number;
}

interface FrameLine {
  readonly at_ms: number;
  readonly rows: readonly string[];
}

const RING = 80;
const SEEK_US = 37;
const WRITE_US = 41;

/** Ring position of a DDRAM address, and of a cell: rows 3 and 4 follow rows 1 and 2. */
const ringOf = (address: number): number => (address >= 0x40 ? address - 0x40 + 40 : address);
const ringOfCell = (row: number, column: number, { cols }: Size): number =>
  (row % 2) * 40 + (row >= 2 ? cols : 0) + column;

class Controller {
  readonly ring = new Array<number>(RING).fill(0x20);
  counter = 0;
  isCgram = false;

  take({ rs, byte }: TracedByte): void {
    if (rs === 1) {
      if (!this.isCgram) this.ring[this.counter] = byte;
      this.counter = (this.counter + 1) % RING;
    } else if (byte & 0x80) {
      this.counter = ringOf(byte & 0x7f);
      this.isCgram = false;
    } else if (byte & 0x40) this.isCgram = true;
    else if (byte === 1) {
      this.ring.fill(0x20);
      this.counter = 0;
    }
  }
}

/** Scrolling, ticks, single edits, whole changes and frames that repeat. */
function workload({ cols, rows }: Size, frames: number, seed: number): FrameLine[] {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const letters = 'abcdefgh 0123456789:-';
  const letter = (): string => letters.charAt(below(letters.length));
  const line = (): string => Array.from({ length: cols }, letter).join('');
  let screen = Array.from({ length: rows }, line);
  let atMs = 100;
  return Array.from({ length: frames }, () => {
    const kind = below(6);
    const row = below(rows);
    const at = below(cols);
    screen = screen.map((text, index) => {
      if (kind === 0) return line();
      if (index !== row || kind === 5) return text;
      if (kind === 1) return text.slice(1) + letter();
      if (kind === 2) return text.slice(0, -1) + letter();
      return text.slice(0, at) + letter() + text.slice(at + 1);
    });
    atMs += 20 + below(400);
    return { at_ms: atMs, rows: screen };
  });
}

describe('lcd:trace', () => {
  it.each([
    [{ cols: 16, rows: 2 }, 400],
    [{ cols: 20, rows: 4 }, 200],
    [{ cols: 40, rows: 2 }, 80],
  ])('shows random frames on %j at the optimum', async (size, count) => {
    const input = workload(size, count, size.cols);
    const run = await runBundled(
      'lcd-trace',
      input.map((line) => JSON.stringify(line)),
      ['--cols', `${size.cols}`, '--rows', `${size.rows}`, '--fosc-khz', '270'],
    );
    expect({ code: run.code, errors: run.errors }).toEqual({ code: 0, errors: '' });
    const { frames, broken } = readTrace(run.lines);
    expect(broken).toEqual([]);
    expect(frames.map(({ index }) => index)).toEqual(input.map((_, index) => index));
    const controller = new Controller();
    const wrong: string[] = [];
    for (const { index, bytes, firstUs, endUs } of frames) {
      const { at_ms, rows } = input[index]!;
      const say = (what: string): void => void wrong.push(`frame ${index}: ${what}`);
      const wanted = [...controller.ring];
      for (const [row, text] of rows.entries())
        for (let column = 0; column < size.cols; column += 1)
          wanted[ringOfCell(row, column, size)] = text.charCodeAt(column);
      const isDirty = (at: number): boolean =>
        wanted[(at + RING) % RING] !== controller.ring[(at + RING) % RING];
      const dirty = wanted.map((_, at) => at).filter(isDirty);
      const runs = dirty.filter((at) => !isDirty(at - 1));
      const isAllDirty = dirty.length === RING;
      const seeks = isAllDirty ? 0 : runs.length - (runs.includes(controller.counter) ? 1 : 0);
      for (const byte of bytes) controller.take(byte);
      if (controller.ring.join() !== wanted.join()) say('shows something else');
      if (index === 0) continue;
      if (firstUs !== undefined && firstUs < at_ms * 1000) say('came too early');
      if (endUs < (bytes.at(-1)?.atUs ?? 0)) say('ended before its last byte');
      if (bytes.length !== dirty.length + seeks)
        say(`${bytes.length} bytes, not ${dirty.length + seeks}`);
      const optimumUs = seeks * SEEK_US + dirty.length * WRITE_US;
      const last = bytes.at(-1);
      const readyUs = last ? last.atUs + (last.rs === 1 ? WRITE_US : SEEK_US) - firstUs! : 0;
      if (readyUs > optimumUs * 1.1) say(`${readyUs} µs, the optimum is ${optimumUs}`);
      bytes.slice(1).forEach(({ atUs }, at) => {
        const { rs, atUs: beforeUs } = bytes[at]!;
        if (atUs - beforeUs < (rs === 1 ? WRITE_US : SEEK_US)) say(`byte ${at + 1} is too early`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('waits 40 ms after power-on, and initialises in the data sheet’s own times', async () => {
    const run = await runBundled('lcd-trace', ['{"at_ms":0,"rows":["Hi"]}'], ['--fosc-khz', '270']);
    const events = run.lines.map((line) => JSON.parse(line) as { us: number; e?: number });
    const falls = events.filter(({ e }, index) => e === 0 && events[index - 1]?.e === 1);
    expect(events[0]!.us).toBeGreaterThanOrEqual(40_000);
    const gaps = falls.slice(1, 4).map(({ us }, index) => us - falls[index]!.us);
    expect(gaps[0]).toBeGreaterThan(4100);
    expect(gaps[1]).toBeGreaterThan(100);
    expect(gaps[2]).toBeGreaterThanOrEqual(37);
    const [frame] = readTrace(run.lines).frames;
    const clear = frame!.bytes.findIndex(({ rs, byte }) => rs === 0 && byte === 1);
    expect(frame!.bytes[clear + 1]!.atUs - frame!.bytes[clear]!.atUs).toBeGreaterThanOrEqual(1520);
    expect(frame!.bytes.slice(-3)).toMatchObject([{ byte: 0x48 }, { byte: 0x69 }, { byte: 0x0c }]);
  });

  it('waits for 190 kHz by default', async () => {
    const lines = ['{"at_ms":100,"rows":["ab"]}', '{"at_ms":200,"rows":["cd"]}'];
    const [, second] = readTrace((await runBundled('lcd-trace', lines)).lines).frames;
    const [seek, first, last] = second!.bytes;
    expect(first!.atUs - seek!.atUs).toBeGreaterThanOrEqual(52.6);
    expect(last!.atUs - first!.atUs).toBeGreaterThanOrEqual(60.5);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['no time', '{"rows":[]}', '"at_ms" must be a number'],
    ['a time that runs back', '{"at_ms":50,"rows":[]}', 'before the frame above (100)'],
    ['no rows', '{"at_ms":200}', 'has no "rows"'],
    ['too many rows', '{"at_ms":200,"rows":["a","b","c"]}', 'at most 2 texts'],
    ['a row too long', `{"at_ms":200,"rows":["${'x'.repeat(17)}"]}`, 'has 17 characters'],
    ['a backslash', '{"at_ms":200,"rows":["\\\\"]}', 'must be ASCII'],
  ])('ends at %s with its line’s number and exit code 2', async (_name, bad, message) => {
    const run = await runBundled('lcd-trace', ['{"at_ms":100,"rows":["a"]}', '', bad]);
    expect(run.code).toBe(2);
    expect(run.errors).toMatch(/^line 3: /);
    expect(run.errors).toContain(message);
    expect(run.lines.at(-1)).toMatch(/"frame":0}$/);
  });

  it('skips a byte order mark', async () => {
    const run = await runTool('lcd-trace', ['\ufeff{"at_ms":100,"rows":["a"]}']);
    expect(run).toMatchObject({ code: 0, errors: '' });
  });

  it('has printed the initialisation when the first line is bad', async () => {
    const run = await runBundled('lcd-trace', ['{']);
    expect(run).toMatchObject({ code: 2, errors: 'line 1: is not JSON\n' });
    expect(run.lines.length).toBeGreaterThan(0);
    expect(run.lines.filter((line) => line.includes('frame'))).toEqual([]);
  });

  it.each([
    [['--cols', '7'], '--cols must be a whole number from 8 to 40'],
    [['--rows', '3'], '16x3, linear, is not a known panel'],
    [['--cols', '40', '--rows', '4'], '40x4, linear, is not a known panel'],
    [['--cols', '12', '--rows', '4'], '(8x1, 8x2, 16x1, 16x2, 16x4, 20x2, 20x4, 40x2'],
    [['--split'], '16x2, split, is not a known panel'],
    [['--cols', '16', '--cols', '20'], '--cols is given twice'],
    [['--colour'], 'colour'],
  ])('refuses %j', async (args, message) => {
    const run = await runBundled('lcd-trace', [], args);
    expect(run).toMatchObject({ code: 2, lines: [] });
    expect(run.errors).toContain(message);
  });
});
