/** What a display is asked to show, frame by frame: rows of plain letters, seeded. */
import type { Geometry } from '../../device/shared/frame.js';
import { seededRandom } from '../virtual/seeded-random.js';

export type Rows = readonly string[];

export interface Workload {
  readonly name: string;
  /** Endless; the first is what stands already. */
  readonly frames: (geometry: Geometry) => () => Rows;
}

const LETTERS = 'abcdefgh ijklmnop qrstuvwxyz ABCDEFGH 0123456789';
const SEED = 1602;

/** A row of random letters. */
function line(random: () => number, columns: number): string {
  return Array.from({ length: columns }, () =>
    LETTERS.charAt(Math.floor(random() * LETTERS.length)),
  ).join('');
}

function screen(random: () => number, { columns, rows }: Geometry): string[] {
  return Array.from({ length: rows }, () => line(random, columns));
}

const clock = (second: number): string =>
  `${Math.floor(second / 60) % 10}:${String(second % 60).padStart(2, '0')}`;

/** The last row counts; every `barEvery` seconds a cell of the bar in its middle changes too. */
function ticking(barEvery: number): Workload['frames'] {
  return (geometry) => {
    const still = screen(seededRandom(SEED), geometry);
    const at = Math.floor(geometry.columns / 2);
    let second = 60;
    return () => {
      second += 1;
      const cell = Math.floor(second / barEvery) % 2 === 0 ? '-' : '=';
      const row = (still.at(-1) ?? '').slice(0, -4) + clock(second);
      return [...still.slice(0, -1), row.slice(0, at) + cell + row.slice(at + 1)];
    };
  };
}

/** The first row moves by a letter. */
function scrolling(geometry: Geometry): () => Rows {
  const random = seededRandom(SEED);
  const still = screen(random, geometry);
  const title = line(random, 400);
  let offset = 0;
  return () => {
    offset = (offset + 1) % (title.length - geometry.columns);
    return [title.slice(offset, offset + geometry.columns), ...still.slice(1)];
  };
}

/** One to six cells change, with gaps of none to two between them. */
function editing(geometry: Geometry): () => Rows {
  const random = seededRandom(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const { columns, rows } = geometry;
  let cells = screen(random, geometry).join('');
  return () => {
    let at = below(columns * rows);
    for (let left = 1 + below(6); left > 0 && at < cells.length; left -= 1) {
      cells = cells.slice(0, at) + line(random, 1) + cells.slice(at + 1);
      at += 1 + below(3);
    }
    return Array.from({ length: rows }, (_row, row) =>
      cells.slice(row * columns, (row + 1) * columns),
    );
  };
}

function changing(geometry: Geometry): () => Rows {
  const random = seededRandom(SEED);
  return () => screen(random, geometry);
}

export const WORKLOADS: readonly Workload[] = [
  { name: 'second', frames: ticking(1000) },
  { name: 'second and bar', frames: ticking(1) },
  { name: 'scroll step', frames: scrolling },
  { name: 'few cells', frames: editing },
  { name: 'all new', frames: changing },
  { name: 'unchanged', frames: (geometry) => () => screen(seededRandom(SEED), geometry) },
];
