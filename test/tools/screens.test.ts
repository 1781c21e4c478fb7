/** The gallery in the docs is what the display shows today. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  failureExhibits,
  noticeExhibits,
  playerExhibits,
  tokenExhibits,
} from '../../tools/screens/exhibits.js';
import { gallery } from '../../tools/screens/gallery.js';

describe('docs/screens.md', () => {
  it('is up to date: else `npm run screens -- --write`', () => {
    const written = readFileSync(new URL('../../docs/screens.md', import.meta.url), 'utf8');
    const shown = gallery();
    expect(linesOnlyIn(shown, written)).toEqual([]);
    expect(linesOnlyIn(written, shown)).toEqual([]);
  });
});

/** A few lines say what has changed; two pages would not. */
function linesOnlyIn(one: string, other: string): string[] {
  const known = new Set(other.split('\n'));
  return one
    .split('\n')
    .filter((line) => !known.has(line))
    .slice(0, 20);
}

describe('the exhibits', () => {
  it('are all 119 samples and every known failure', () => {
    expect(playerExhibits().length + tokenExhibits().length).toBe(119);
    expect(failureExhibits('spotify').length).toBeGreaterThan(40);
    expect(failureExhibits('relay').length).toBeGreaterThan(20);
  });

  it('are named apart within their room', () => {
    for (const room of [noticeExhibits(), playerExhibits(), tokenExhibits()]) {
      const names = room.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
