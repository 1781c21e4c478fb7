/** Bytes of the sections: the layout is described beside their readers, device/text/tables.ts and han.ts. */
import type { Cell } from './cells.js';

const CELLS_PER_PAGE = 16;
const BLOCKS_PER_ROW = 16;

export interface Cells {
  readonly rows: Buffer;
  readonly blocks: Buffer;
  readonly pages: Buffer;
  readonly pool: Buffer;
}

export function packCells(cellOf: (codePoint: number) => Cell, lastCodePoint: number): Cells {
  const pool: number[] = [0];
  const offsets = new Map<string, number>([['', 0]]);
  const pages: number[][] = [];
  const pageNumbers = new Map<string, number>();
  const blocks: number[] = [];
  for (let first = 0; first <= lastCodePoint; first += CELLS_PER_PAGE) {
    const cells: number[] = [];
    for (let index = 0; index < CELLS_PER_PAGE; index += 1) {
      const bytes = cellBytes(cellOf(first + index));
      const key = bytes.join();
      let offset = offsets.get(key);
      if (offset === undefined) {
        offset = pool.length;
        offsets.set(key, offset);
        pool.push(bytes.length, ...bytes);
      }
      cells.push(offset);
    }
    const key = cells.join();
    let page = pageNumbers.get(key);
    if (page === undefined) {
      page = pages.length;
      pageNumbers.set(key, page);
      pages.push(cells);
    }
    blocks.push(page);
  }
  if (pool.length > 0xffff)
    throw new Error(`the pool has ${pool.length} bytes, more than u16 offsets reach`);
  const [rows, blockRows] = distinct(blocks, BLOCKS_PER_ROW);
  if (blockRows.length > 256) throw new Error('more rows of blocks than a byte numbers');
  return {
    rows: Buffer.from(rows),
    blocks: words(blockRows.flat()),
    pages: words(pages.flat()),
    pool: Buffer.from(pool),
  };
}

/** Values cut into rows of a size: the number of each row, and the rows, each once. */
function distinct(values: readonly number[], size: number): [number[], number[][]] {
  const numbers = new Map<string, number>();
  const rows: number[][] = [];
  const places: number[] = [];
  for (let from = 0; from < values.length; from += size) {
    const row = values.slice(from, from + size);
    const number = numbers.get(row.join()) ?? rows.length;
    if (number === rows.length) rows.push(row);
    numbers.set(row.join(), number);
    places.push(number);
  }
  return [places, rows];
}

function cellBytes(cell: Cell): number[] {
  switch (cell.kind) {
    case 'none':
      return [];
    case 'spelling':
      return [...Buffer.from(cell.text, 'latin1')];
    case 'picture':
      return [1, ...Buffer.from(cell.name, 'latin1')];
    case 'fold':
      return [
        2,
        ...cell.codePoints.flatMap((point) => [point & 0xff, (point >> 8) & 0xff, point >> 16]),
      ];
  }
}

export function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

/** Magic, number of sections, their offsets and the length, then the sections. */
export function packSections(magic: string, sections: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(8 + (sections.length + 1) * 4);
  header.write(magic, 'latin1');
  header.writeUInt32LE(sections.length, 4);
  let at = header.length;
  sections.forEach((section, index) => {
    header.writeUInt32LE(at, 8 + index * 4);
    at += section.length;
  });
  header.writeUInt32LE(at, 8 + sections.length * 4);
  return Buffer.concat([header, ...sections]);
}
