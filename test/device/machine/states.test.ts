/** The table of states is complete, and the docs match it. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  ANYWHERE,
  nextState,
  STATES,
  type Moves,
  type StateName,
} from '../../../device/machine/states.js';

const PAGE = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
const NAMES = Object.keys(STATES) as StateName[];

function movesText(moves: Moves): string {
  return Object.entries(moves)
    .map(([event, to]) => `${event} → ${to}`)
    .join('; ');
}

/** Rows of the page's tables, cell by cell. */
function rowsOfPage(): string[][] {
  return PAGE.split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the states', () => {
  it('match docs/architecture.md', () => {
    const rows = rowsOfPage();
    const wanted = [
      ...NAMES.map((name) => [name, expect.any(String), movesText(STATES[name])]),
      ['any other', '', movesText(ANYWHERE)],
    ];
    for (const row of wanted) expect(rows).toContainEqual(row);
  });

  it('can each be reached from the first', () => {
    const reached = new Set<StateName>(['offline']);
    for (const from of reached)
      for (const to of Object.values({ ...ANYWHERE, ...STATES[from] })) reached.add(to);
    expect([...reached].sort()).toEqual([...NAMES].sort());
  });

  it('can each lead to a song, whatever happens first', () => {
    const leads = (from: StateName, seen: readonly StateName[] = []): boolean =>
      from === 'playing' ||
      Object.values(STATES[from]).some((to) => !seen.includes(to) && leads(to, [...seen, from]));
    for (const name of NAMES) expect([name, leads(name)]).toEqual([name, true]);
  });

  it('keep the display off only in the state off', () => {
    expect(nextState('off', 'network lost')).toBe('off');
    for (const name of NAMES.filter((one) => one !== 'off'))
      expect(nextState(name, 'network lost')).toBe('offline');
  });
});
