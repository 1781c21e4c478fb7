/** The plan reaches the wanted frame in the fewest bytes of any order of seeks and writes. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DDRAM_SIZE, addressMap, ringPosition } from '../../../device/lcd/addresses.js';
import { NOWHERE, planCells } from '../../../device/lcd/plan.js';
import type { Geometry } from '../../../device/shared/frame.js';

const GEOMETRIES = [
  { columns: 16, rows: 2 },
  { columns: 20, rows: 4 },
  { columns: 40, rows: 2 },
  { columns: 8, rows: 1 },
  { columns: 16, rows: 1 },
  { columns: 16, rows: 4 },
  { columns: 16, rows: 1, addressing: 'split' as const },
];

interface Plan {
  readonly seeks: number;
  readonly writes: number;
  readonly position: number;
  readonly shown: Uint8Array;
  /** What a controller holds that executes it, by ring position; cells never written are undefined. */
  readonly ring: (number | undefined)[];
}

/** Runs the plan on the simplest model of a controller: a counter and a ring. */
function plan(
  geometry: Geometry,
  before: readonly number[],
  after: readonly number[],
  from: number,
): Plan {
  const map = addressMap(geometry);
  const shown = Uint8Array.from(before);
  const ring: (number | undefined)[] = [];
  let seeks = 0;
  let writes = 0;
  let counter = from;
  const position = planCells(map, shown, Uint8Array.from(after), from, {
    seek: (address) => {
      seeks += 1;
      counter = ringPosition(address, map.isTwoLine);
    },
    seekGlyph: () => {
      throw new Error('cells need no glyph');
    },
    write: (code) => {
      writes += 1;
      ring[counter] = code;
      counter = (counter + 1) % DDRAM_SIZE;
    },
  });
  expect(position).toBe(counter);
  return { seeks, writes, position, shown, ring };
}

/** |D| + R - k, from the frames alone. */
function optimum(
  geometry: Geometry,
  before: readonly number[],
  after: readonly number[],
  from: number,
): number {
  const { cellAt } = addressMap(geometry);
  const isDirty = (at: number): boolean => {
    const cell = cellAt[(at + DDRAM_SIZE) % DDRAM_SIZE]!;
    return cell >= 0 && before[cell] !== after[cell];
  };
  const dirty = Array.from({ length: DDRAM_SIZE }, (_, at) => at).filter(isDirty);
  if (dirty.length === DDRAM_SIZE) return from === NOWHERE ? DDRAM_SIZE + 1 : DDRAM_SIZE;
  const firsts = dirty.filter((at) => !isDirty(at - 1));
  return dirty.length + firsts.length - (firsts.includes(from) ? 1 : 0);
}

const pairArb = fc.constantFrom(...GEOMETRIES).chain((geometry) => {
  const cells = geometry.columns * geometry.rows;
  // Two codes and a change now and then: runs of every length, at every place.
  const list = fc.array(fc.integer({ min: 65, max: 66 }), { minLength: cells, maxLength: cells });
  return fc.record({
    geometry: fc.constant(geometry),
    before: list,
    after: fc.oneof(list, fc.constant(new Array<number>(cells).fill(67))),
    from: fc.integer({ min: NOWHERE, max: DDRAM_SIZE - 1 }),
  });
});

/** Fewest bytes by search over (counter, cells still dirty) on a small ring, bridging clean cells allowed. */
function searched(size: number, dirty: number, from: number): number {
  let frontier = new Set<number>([(from < 0 ? size : from) * (1 << size) + dirty]);
  for (let bytes = 0; ; bytes += 1) {
    const next = new Set<number>();
    for (const state of frontier) {
      const left = state % (1 << size);
      const at = Math.floor(state / (1 << size));
      if (left === 0) return bytes;
      if (at < size) next.add(((at + 1) % size) * (1 << size) + (left & ~(1 << at)));
      for (let to = 0; to < size; to += 1) next.add(to * (1 << size) + left);
    }
    frontier = next;
  }
}

describe('planCells', () => {
  it('costs |dirty| + runs - (1 where the counter stands at a run), on every geometry', () => {
    fc.assert(
      fc.property(pairArb, ({ geometry, before, after, from }) => {
        const { seeks, writes } = plan(geometry, before, after, from);
        expect(seeks + writes).toBe(optimum(geometry, before, after, from));
        expect(writes).toBe(after.filter((code, cell) => code !== before[cell]).length);
      }),
      { seed: 1602, numRuns: 800 },
    );
  });

  it('makes the controller hold the wanted frame, and notes it as shown', () => {
    fc.assert(
      fc.property(pairArb, ({ geometry, before, after, from }) => {
        const { ring, shown } = plan(geometry, before, after, from);
        const { cellAt } = addressMap(geometry);
        const held = [...before];
        ring.forEach((code, at) => {
          if (code !== undefined) held[cellAt[at]!] = code;
        });
        expect(held).toEqual(after);
        expect([...shown]).toEqual(after);
      }),
      { seed: 1603, numRuns: 300 },
    );
  });

  it('needs no more than a search of every order finds', () => {
    // Eight cells of one line; the 72 after them are never dirty, as a ninth clean cell would be.
    const size = 9;
    const geometry = { columns: 8, rows: 1 };
    const wrong: string[] = [];
    for (let dirty = 0; dirty < 256; dirty += 1)
      for (let from = NOWHERE; from < size; from += 1) {
        const before = new Array<number>(8).fill(65);
        const after = before.map((code, cell) => ((dirty >> cell) & 1 ? 66 : code));
        const { seeks, writes } = plan(geometry, before, after, from);
        if (seeks + writes !== searched(size, dirty, from)) wrong.push(`${dirty} from ${from}`);
      }
    expect(wrong).toEqual([]);
  });

  it('writes nothing for a frame that is shown', () => {
    const cells = new Array<number>(32).fill(65);
    expect(plan({ columns: 16, rows: 2 }, cells, cells, NOWHERE)).toMatchObject({
      seeks: 0,
      writes: 0,
      position: NOWHERE,
    });
  });

  it.each([
    ['a tick', [31], 12, 2],
    ['a tick and a bar cell', [19, 31], 12, 4],
    ['a bar that grows into the counter, and a tick', [20, 31], 44, 3],
    ['03:49 to 03:50', [30, 31], 12, 3],
    ['03:59 to 04:00', [28, 30, 31], 12, 5],
    ['a scroll step', Array.from({ length: 16 }, (_, cell) => cell), NOWHERE, 17],
    ['a whole frame', Array.from({ length: 32 }, (_, cell) => cell), NOWHERE, 34],
    ['a whole frame from its first cell', Array.from({ length: 32 }, (_, cell) => cell), 0, 33],
  ])('shows %s in %#', (_name, dirty, from, bytes) => {
    const before = new Array<number>(32).fill(65);
    const after = before.map((code, cell) => (dirty.includes(cell) ? 66 : code));
    const { seeks, writes } = plan({ columns: 16, rows: 2 }, before, after, from);
    expect(seeks + writes).toBe(bytes);
  });

  it('goes from the end of one line into the next without a seek on a 40x2', () => {
    const before = new Array<number>(80).fill(65);
    const after = before.map((code, cell) => (cell === 39 || cell === 40 ? 66 : code));
    expect(plan({ columns: 40, rows: 2 }, before, after, NOWHERE)).toMatchObject({
      seeks: 1,
      writes: 2,
    });
  });
});

describe('planCells, where a seek is dear', () => {
  it.each([
    ['writes over the cell at the counter, if it is visible', 0, [1], ['write 65', 'write 66']],
    ['seeks the cell after one that is not', 79, [0], ['seek 0', 'write 66']],
    ['seeks the first cell if the counter is unknown', NOWHERE, [0], ['seek 0', 'write 66']],
  ] as const)('%s', (_name, from, dirty, sent) => {
    const calls: string[] = [];
    const shown = new Uint8Array(32).fill(65);
    const wanted = shown.slice();
    for (const cell of dirty) wanted[cell] = 66;
    planCells(addressMap({ columns: 16, rows: 2 }), shown, wanted, from, {
      isSeekDear: true,
      seek: (address) => calls.push(`seek ${address}`),
      seekGlyph: () => undefined,
      write: (code) => calls.push(`write ${code}`),
    });
    expect(calls).toEqual(sent);
  });
});

describe('addressMap', () => {
  it('splits a row into the beginnings of both lines', () => {
    const map = addressMap({ columns: 16, rows: 1, addressing: 'split' });
    expect([...map.addressOf.subarray(6, 10)]).toEqual([0x06, 0x07, 0x40, 0x41]);
    expect(map.isTwoLine).toBe(true);
  });

  it.each([
    [{ columns: 16, rows: 2 }, [0x00, 0x40]],
    [{ columns: 20, rows: 4 }, [0x00, 0x40, 0x14, 0x54]],
    [{ columns: 16, rows: 4 }, [0x00, 0x40, 0x10, 0x50]],
    [{ columns: 40, rows: 2 }, [0x00, 0x40]],
    [{ columns: 8, rows: 1 }, [0x00]],
  ])('starts the rows of %j at %j', (geometry, starts) => {
    const { addressOf, isTwoLine } = addressMap(geometry);
    expect(starts.map((_, row) => addressOf[row * geometry.columns])).toEqual(starts);
    expect(isTwoLine).toBe(geometry.rows > 1);
  });
});
