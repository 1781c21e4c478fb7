/** docs/benchmarks.md holds what the terminal shows: the same tables, cell by cell. */
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { pageOf } from '../../../tools/bench/page.js';
import { ratioTable, tableText, type Ratio, type Table } from '../../../tools/bench/table.js';

const MAIN: Ratio = {
  ...{ measure: 'requests a second of POST /refresh', peer: 'bare node:http' },
  ...{ ours: 16_000, theirs: 40_000 },
};
const RATIOS: readonly Ratio[] = [
  { measure: 'bytes', peer: 'whole frame', ours: 2, theirs: 34 },
  { measure: 'µs, a second', peer: 'a_b <c> [d]', ours: 1_234_567, theirs: 0.5 },
];
const TABLES: readonly Table[] = [
  {
    title: 'what * costs',
    head: ['', 'bytes | µs', '_p99_ ms'],
    rows: [
      ['`ours`', '2.0 | 85', '1,024'],
      ['back\\slash and *star*', '-', '0'],
    ],
  },
  { title: 'no rows', head: ['server', 'req/s'], rows: [] },
];
const page = (): Promise<string> =>
  pageOf({ machine: 'a_cpu, 2 cores' }, 'npm run bench', [
    {
      name: 'frames',
      about: 'The display',
      result: {
        ...{ notes: ['a note | of *one* line'], tables: TABLES, json: null },
        ratios: [...RATIOS, MAIN],
      },
    },
  ]);

/** Tables of the terminal: a title, then lines whose columns begin where the head's end. */
function cellsOfText(table: Table): string[][] {
  return tableText(table)
    .split('\n')
    .slice(1)
    .map((line) => {
      let from = 0;
      return table.head.map((name, column) => {
        const width = Math.max(name.length, ...table.rows.map((row) => row[column]?.length ?? 0));
        const cell = line.slice(from, from + width).trim();
        from += width + 2;
        return cell;
      });
    });
}

/** Tables of the page: each line between its bars, without escapes; the rule below the head is left out. */
function cellsOfPage(text: string): string[][][] {
  const tables = text.match(/(?:^\|.*\n)+/gm) ?? [];
  return tables.map((lines) =>
    lines
      .trimEnd()
      .split('\n')
      .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
      .map((line) =>
        line
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim().replace(/\\(?=[^a-z\d\s])/g, '')),
      ),
  );
}

describe('the page of the benchmarks', () => {
  it('has the rows that the terminal shows, the main ratios first and the others last', async () => {
    const all = [ratioTable([MAIN]), ...TABLES, ratioTable(RATIOS)];
    const shown = all.map(cellsOfText);
    expect(shown).toEqual(all.map(({ head, rows }) => [head, ...rows]));
    expect(cellsOfPage(await page())).toEqual(shown);
  });

  it('says on which machine, with which command and what else', async () => {
    const text = await page();
    expect(text).toContain('- machine: a\\_cpu, 2 cores\n');
    expect(text).toContain('`npm run bench -- frames`');
    expect(text).toContain('- a note \\| of \\*one\\* line\n');
    expect(text.indexOf('## Ratios')).toBeLessThan(text.indexOf('## Machine'));
  });

  it('is formatted as the project is', async () => {
    const text = await page();
    const config = await resolveConfig('docs/benchmarks.md');
    expect(await format(text, { ...config, parser: 'markdown' })).toBe(text);
  });
});

describe('a ratio', () => {
  it('is ours by the peer’s', () => {
    expect(ratioTable(RATIOS).rows).toEqual([
      ['bytes', 'whole frame', '0.059', '2', '34'],
      ['µs, a second', 'a_b <c> [d]', '2469134.000', '1,235,000', '0.5'],
    ]);
  });
});
