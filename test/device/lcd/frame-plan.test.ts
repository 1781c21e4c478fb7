/** Frames with glyphs: the fewest bytes that any order reaches in which nobody sees half a glyph. */
import { describe, expect, it } from '@jest/globals';
import { FramePlan } from '../../../device/lcd/frame-plan.js';
import type { PlanSink } from '../../../device/lcd/plan.js';
import type { Frame, Glyph } from '../../../device/screen/frame.js';
import { seededRandom } from '../../../simulator/ports/seeded-random.js';
import { frameOf, lcdRig, SIXTEEN_BY_TWO } from './rig.js';

const GEOMETRY = { columns: 8, rows: 1 };
const SPACE = 0x20;
/** Only as many cells change, so that every order can be searched. */
const CELLS = 5;
const LOADED = 2;

const glyph = (seed: number): Glyph => [seed & 31, 1, 2, 3, 4, 5, 6, 7];
const below = (random: () => number, limit: number): number => Math.floor(random() * limit);

function frame(cells: readonly number[], glyphs: Frame['glyphs']): Frame {
  const all = new Uint8Array(8).fill(0x2d);
  all.set(cells);
  return { geometry: GEOMETRY, cells: all, glyphs };
}

class Counter implements PlanSink {
  bytes = 0;
  seek(): void {
    this.bytes += 1;
  }
  seekGlyph(): void {
    this.bytes += 1;
  }
  write(): void {
    this.bytes += 1;
  }
}

/**
 * Fewest bytes by breadth-first search over (cells, counter, loaded or not). Any cell may be blanked; the dots are loaded
 * once, while no cell shows slot 0 or 1, and no cell may be given them before.
 */
function searched(before: readonly number[], after: readonly number[], from: number): number {
  const isGlyph = (code: number): boolean => code < LOADED;
  const goal = `${after.join()}|true`;
  let frontier = new Map([
    [`${before.join()}|false|${from}`, { cells: before, isLoaded: false, at: from }],
  ]);
  const seen = new Set<string>();
  const later = new Map<number, typeof frontier>();
  for (let bytes = 0; ; bytes += 1) {
    const next: typeof frontier = later.get(bytes + 1) ?? new Map();
    for (const [key, { cells, isLoaded, at }] of frontier) {
      if (seen.has(key)) continue;
      seen.add(key);
      if (`${cells.join()}|${isLoaded}` === goal) return bytes;
      const put = (
        to: typeof frontier,
        state: { cells: readonly number[]; isLoaded: boolean; at: number },
      ): void => void to.set(`${state.cells.join()}|${state.isLoaded}|${state.at}`, state);
      for (let seek = 0; seek < CELLS; seek += 1) put(next, { cells, isLoaded, at: seek });
      if (at >= 0 && at < CELLS)
        for (const code of [after[at]!, SPACE]) {
          if (isGlyph(code) && !isLoaded) continue;
          const written = cells.map((old, cell) => (cell === at ? code : old));
          put(next, { cells: written, isLoaded, at: at + 1 });
        }
      if (!isLoaded && !cells.some(isGlyph)) {
        // One row differs in each of the two slots, and each needs its own address.
        const to = later.get(bytes + 4) ?? new Map<string, never>();
        later.set(bytes + 4, to);
        put(to, { cells, isLoaded: true, at: -1 });
      }
    }
    frontier = next;
    const due = later.get(bytes + 1);
    if (due) for (const [key, state] of due) frontier.set(key, state);
  }
}

describe('FramePlan.change', () => {
  it('needs no more bytes than a search of every order that hides half-drawn glyphs', () => {
    const random = seededRandom(1780);
    const codes = [0, 1, 2, 0x41, 0x42];
    const wrong: string[] = [];
    for (let turn = 0; turn < 400; turn += 1) {
      const cells = () => Array.from({ length: CELLS }, () => codes[below(random, codes.length)]!);
      const [before, after] = [cells(), cells()];
      const plan = new FramePlan(GEOMETRY);
      plan.cleared();
      const glyphs = (one: number, two: number, unseen: number): Frame['glyphs'] =>
        [one, two, 9, 9, 9, 9, 9, unseen].map(glyph);
      plan.change(frame(before, glyphs(1, 2, 9)), new Counter());
      // One cell more moves the counter to where this turn wants it; dots that nobody sees move it out of DDRAM.
      const at = below(random, CELLS + 1) || -1;
      const moved = [...before];
      if (at > 0) moved[at - 1] = 0x43;
      plan.change(frame(moved, glyphs(1, 2, at > 0 ? 9 : 8)), new Counter());
      const counter = new Counter();
      plan.change(frame(after, glyphs(3, 4, at > 0 ? 9 : 8)), counter);
      const best = searched(moved, after, at);
      if (counter.bytes !== best)
        wrong.push(`${moved.join()} to ${after.join()} from ${at}: ${counter.bytes}, not ${best}`);
    }
    expect(wrong).toEqual([]);
  });

  it('never lets anybody see half a glyph', () => {
    const random = seededRandom(44);
    const { lcd, emulator } = lcdRig();
    lcd.initialise();
    for (let turn = 0; turn < 300; turn += 1) {
      const glyphs = Array.from({ length: 8 }, () => glyph(below(random, 4)));
      const wanted = frameOf([], SIXTEEN_BY_TWO, glyphs);
      wanted.cells.forEach((_, cell) => (wanted.cells[cell] = below(random, 12)));
      wanted.cells.forEach((code, cell) => (wanted.cells[cell] = code > 7 ? 0x41 + code : code));
      lcd.show(wanted);
      expect(emulator.cellCodes().flat()).toEqual([...wanted.cells]);
      expect([...emulator.cgram]).toEqual(glyphs.flat());
    }
    expect(emulator.counts.visibleDots).toBe(0);
    expect(emulator.violations).toEqual([]);
  });

  it('sends only the rows of dots that differ', () => {
    const plan = new FramePlan(GEOMETRY);
    plan.cleared();
    const cells = new Array<number>(CELLS).fill(0x41);
    plan.change(frame(cells, [glyph(1)]), new Counter());
    const counter = new Counter();
    plan.change(frame(cells, [glyph(2)]), counter);
    expect(counter.bytes).toBe(2);
  });

  it('keeps the dots of a slot that a frame does not mention', () => {
    const plan = new FramePlan(GEOMETRY);
    plan.cleared();
    const cells = new Array<number>(CELLS).fill(0x41);
    plan.change(frame(cells, [glyph(1)]), new Counter());
    const counter = new Counter();
    plan.change(frame(cells, []), counter);
    plan.change(frame(cells, [glyph(1)]), counter);
    expect(counter.bytes).toBe(0);
  });
});
