/** What each size of display shows of a playing item. */
import { describe, expect, it } from '@jest/globals';
import { clockText } from '../../../device/screen/clock-text.js';
import type { SlotUse } from '../../../device/screen/alphabet.js';
import {
  composePlaying,
  detailsOf,
  markOf,
  type PlayingView,
  slotUseOf,
} from '../../../device/screen/compose.js';
import { blankFrame } from '../../../device/screen/draw.js';
import type { Geometry } from '../../../device/shared/frame.js';
import { type Layout, LAYOUT_NAMES, layoutRows } from '../../../device/shared/layouts.js';
import { PANELS as ALL_PANELS } from '../../../device/shared/panels.js';
import type { Item } from '../../../device/spotify/playback.js';
import { rowsOf } from './reading.js';

const SHORT: PlayingView = {
  card: { line: 'Song - Ana', title: 'Song', byline: 'Ana', album: 'Album', device: 'Album' },
  mark: 'play',
  durationMs: 200_000,
  positionMs: 100_000,
  shownForMs: 0,
  layout: 'progress',
};
const LONG: PlayingView = {
  ...SHORT,
  card: {
    line: 'A very long title - Somebody Famous',
    title: 'A very long title',
    byline: 'Somebody Famous',
    album: 'The album of that title',
    device: 'The album of that title',
  },
};

function compose(
  geometry: Geometry,
  view: PlayingView,
): { rows: string[]; nextMs: number | undefined } {
  const frame = blankFrame(geometry);
  const nextMs = composePlaying(frame, view);
  return { rows: rowsOf(frame), nextMs };
}

const size = (columns: number, rows: number): Geometry => ({ columns, rows });
const CLASSIC = { layout: 'classic' } as const;

describe('composePlaying', () => {
  it.each<[string, Geometry, PlayingView, string[]]>([
    ['16x2', size(16, 2), SHORT, ['Song - Ana      ', '▶1:40 ██▎   3:20']],
    [
      '16x2, paused',
      size(16, 2),
      { ...SHORT, mark: 'pause' },
      ['Song - Ana      ', '‖1:40 ██▎   3:20'],
    ],
    [
      '16x2, a podcast of hours',
      size(16, 2),
      { ...SHORT, mark: 'podcast', durationMs: 7_200_000 },
      ['Song - Ana      ', '◎   1:40/2:00:00'],
    ],
    [
      '16x2, ten minutes',
      size(16, 2),
      { ...SHORT, durationMs: 600_000 },
      ['Song - Ana      ', '▶ 1:40 ▎   10:00'],
    ],
    [
      '16x2, no duration',
      size(16, 2),
      { ...SHORT, durationMs: 0 },
      ['Song - Ana      ', '▶1:40           '],
    ],
    [
      '16x2, position unknown',
      size(16, 2),
      { ...SHORT, positionMs: 0, hasPosition: false },
      ['Song - Ana      ', '▶           3:20'],
    ],
    ['16x2, too long', size(16, 2), LONG, ['A very long titl', '▶1:40 ██▎   3:20']],
    [
      '16x2, classic',
      size(16, 2),
      { ...LONG, ...CLASSIC },
      ['A very long titl', 'Somebody Famous '],
    ],
    [
      '20x4',
      size(20, 4),
      LONG,
      [
        'A very long title   ',
        'Somebody Famous     ',
        'The album of that ti',
        '▶1:40 ████▎     3:20',
      ],
    ],
    [
      '20x4, classic',
      size(20, 4),
      { ...SHORT, ...CLASSIC },
      [
        'Song                ',
        'Ana                 ',
        'Album               ',
        '▶1:40 ████▎     3:20',
      ],
    ],
    ['16x1', size(16, 1), SHORT, ['▶Song - Ana     ']],
    ['8x1, paused', size(8, 1), { ...SHORT, mark: 'pause' }, ['‖Song - ']],
    ['8x2', size(8, 2), LONG, ['A very l', '▶1:40 █ ']],
    ['8x2, ten minutes', size(8, 2), { ...SHORT, durationMs: 600_000 }, ['Song - A', '▶ 1:40  ']],
    [
      '8x2, ten minutes, near their end: no room for a bar',
      size(8, 2),
      { ...SHORT, durationMs: 600_000, positionMs: 590_000 },
      ['Song - A', '▶ 9:50  '],
    ],
    ['8x2, hours', size(8, 2), { ...SHORT, durationMs: 7_200_000 }, ['Song - A', '▶   1:40']],
    ['8x2, ten hours', size(8, 2), { ...SHORT, durationMs: 36_000_000 }, ['Song - A', '▶   1:40']],
    [
      '40x2',
      size(40, 2),
      LONG,
      ['A very long title - Somebody Famous     ', '▶1:40 ██████████████▎               3:20'],
    ],
    [
      '20x4, show',
      size(20, 4),
      { ...SHORT, layout: 'show' },
      [
        'Ana                 ',
        'Song                ',
        'Album               ',
        '▶1:40 ████▎     3:20',
      ],
    ],
    [
      '16x2, album',
      size(16, 2),
      { ...SHORT, layout: 'album' },
      ['Song - Ana      ', 'Album           '],
    ],
    [
      '40x2, wide',
      size(40, 2),
      { ...LONG, layout: 'wide' },
      ['A very long title - Somebody Famous     ', 'The album of that t ▶1:40 ████▎     3:20'],
    ],
    [
      '16x2, wide: as progress',
      size(16, 2),
      { ...SHORT, layout: 'wide' },
      ['Song - Ana      ', '▶1:40 ██▎   3:20'],
    ],
  ])('draws %s', (_name, geometry, view, rows) => {
    expect(compose(geometry, view).rows).toEqual(rows);
  });

  it('scrolls one row at a time if several are too long', () => {
    const still = compose(size(16, 4), LONG).rows;
    for (let shownForMs = 0; shownForMs < 30_000; shownForMs += 111) {
      const { rows } = compose(size(16, 4), { ...LONG, shownForMs });
      expect(rows.filter((row, index) => row !== still[index]).length).toBeLessThanOrEqual(1);
    }
  });

  it.each([size(16, 2), size(20, 4), size(40, 2), size(16, 1), size(8, 2)])(
    'returns on %j when the frame changes next, and nothing changes before',
    (geometry) => {
      const at = (ms: number): string =>
        compose(geometry, { ...LONG, positionMs: 61_234 + ms, shownForMs: ms }).rows.join('\n');
      for (let ms = 0; ms < 12_000;) {
        const { nextMs } = compose(geometry, { ...LONG, positionMs: 61_234 + ms, shownForMs: ms });
        if (nextMs === undefined) break;
        expect(nextMs).toBeGreaterThan(0);
        expect(at(ms + nextMs * 0.98)).toBe(at(ms));
        ms += nextMs + 0.01;
      }
    },
  );

  it.each<[string, PlayingView, number | undefined]>([
    ['never while paused if its texts fit', { ...SHORT, mark: 'pause' }, undefined],
    ['never without a position', { ...SHORT, hasPosition: false }, undefined],
    ['when a text scrolls, while paused', { ...LONG, mark: 'pause' }, 2000],
    ['with the second', { ...SHORT, positionMs: 61_200 }, 800],
    ['sooner if it plays faster', { ...SHORT, positionMs: 61_200, rate: 2 }, 400],
    ['with the bar', { ...SHORT, positionMs: 16_100, durationMs: 81_000 }, 100],
    ['with the bar, faster', { ...SHORT, positionMs: 16_100, durationMs: 81_000, rate: 2 }, 50],
    ['with the second at its end', { ...SHORT, positionMs: 200_123, durationMs: 200_123 }, 877],
  ])('changes %s', (_name, view, nextMs) => {
    expect(compose(size(16, 2), view).nextMs).toBe(nextMs);
  });

  it('shows the end of a long line on a single row', () => {
    const ends = Array.from({ length: 200 }, (_, tenth) =>
      compose(size(16, 1), { ...LONG, shownForMs: tenth * 100 }).rows[0]!.slice(-7),
    );
    expect(ends).toContain(' Famous');
  });

  it('keeps every digit in its place from start to end', () => {
    const ends = [0, 9_999, 59_999, 600_000, 3_599_000, 4_000_000].map((positionMs) =>
      compose(size(20, 2), { ...SHORT, durationMs: 4_000_000, positionMs }).rows[1]!.slice(-7),
    );
    expect(new Set(ends)).toEqual(new Set(['1:06:40']));
  });
});

describe('slotUseOf', () => {
  it.each<[string, Geometry, Layout, number, SlotUse]>([
    ['a single row', size(16, 1), 'progress', 200_000, { hasBar: false, marks: ['play', 'pause'] }],
    ['no progress', size(16, 2), 'classic', 200_000, { hasBar: false, marks: [] }],
    ['a bar', size(16, 2), 'progress', 200_000, { hasBar: true, marks: ['play', 'pause'] }],
    ['no duration', size(16, 2), 'progress', 0, { hasBar: false, marks: ['play', 'pause'] }],
    ['hours', size(16, 2), 'progress', 7_200_000, { hasBar: false, marks: ['play', 'pause'] }],
    ['half a row', size(40, 2), 'wide', 200_000, { hasBar: true, marks: ['play', 'pause'] }],
    ['ten hours', size(40, 2), 'progress', 36_000_000, { hasBar: true, marks: ['play', 'pause'] }],
    ['the same', size(40, 2), 'wide', 36_000_000, { hasBar: false, marks: ['play', 'pause'] }],
  ])('has glyphs for what the layout shows: %s', (_name, geometry, layout, durationMs, use) => {
    expect(slotUseOf(geometry, layout, durationMs, 'play')).toEqual(use);
  });
});

describe('detailsOf', () => {
  it.each<[Geometry, Layout, string[]]>([
    [size(16, 1), 'album', []],
    [size(16, 2), 'progress', []],
    [size(16, 2), 'album', ['album']],
    [size(16, 2), 'device', ['device']],
    [size(20, 4), 'progress', ['album']],
  ])('names what a panel of %j shows with "%s": %j', (geometry, layout, details) => {
    expect(detailsOf(geometry, layout)).toEqual(details);
  });
});

describe('markOf', () => {
  it.each([
    ['track', true, 'play'],
    ['episode', true, 'podcast'],
    ['episode', false, 'pause'],
  ] as const)('is for a %s, playing: %s, %s', (kind, isPlaying, mark) => {
    expect(markOf({ kind, isPlaying } as Item)).toBe(mark);
  });
});

describe('a layout', () => {
  it.each(LAYOUT_NAMES)('"%s" has as many rows as the panel', (name) => {
    for (const [columns, rows] of ALL_PANELS.filter(([, rowCount]) => rowCount > 1)) {
      expect(layoutRows(size(columns, rows), name)).toHaveLength(rows);
      expect(compose(size(columns, rows), { ...LONG, layout: name }).rows.join('')).toHaveLength(
        columns * rows,
      );
    }
  });

  it('leaves no letter of the previous screen', () => {
    const frame = blankFrame(size(40, 2));
    frame.cells.fill(0x23);
    composePlaying(frame, { ...SHORT, layout: 'wide' });
    expect(rowsOf(frame).join('')).not.toContain('#');
  });

  it('scrolls one text at a time if two share a row', () => {
    const long = {
      ...LONG.card,
      line: 'Line '.repeat(10),
      album: 'Detail ',
      device: 'Detail '.repeat(5),
    };
    const at = (shownForMs: number): string[] =>
      compose(size(40, 2), { ...LONG, card: long, layout: 'wide', mark: 'pause', shownForMs }).rows;
    const still = at(0);
    const moved = Array.from({ length: 200 }, (_, step) => at(step * 100)).map(
      (rows) => rows.filter((row, index) => row !== still[index]).length,
    );
    expect(Math.max(...moved)).toBe(1);
    expect(at(12_000)[1]!.slice(19)).toBe(still[1]!.slice(19));
  });
});

describe('a playing screen on every panel', () => {
  const PANELS = [
    size(8, 1),
    size(8, 2),
    size(16, 1),
    size(16, 2),
    size(16, 4),
    size(20, 2),
    size(20, 4),
    size(40, 2),
  ];
  const LETTERS = /^[\x20-\x7d▶‖◎\u2588-\u258f]+$/;

  it.each(PANELS)('has times from seconds to days that are never cut, on %j', (geometry) => {
    for (const durationMs of [0, 30_000, 599_000, 3_600_000, 35_999_000, 360_000_000])
      for (const positionMs of [0, 59_999, 3_600_000, durationMs])
        for (const mark of ['play', 'pause', 'podcast'] as const) {
          if (durationMs > 0 && positionMs > durationMs) continue;
          const { rows } = compose(geometry, { ...LONG, durationMs, positionMs, mark });
          expect(rows.map((row) => row.length)).toEqual(rows.map(() => geometry.columns));
          expect(rows.filter((row) => !LETTERS.test(row))).toEqual([]);
          if (geometry.rows === 1) continue;
          const times = rows.at(-1)!.match(/\d+(:\d\d)+/g) ?? [];
          expect(times[0]).toBe(clockText(positionMs));
          if (times.length > 1) expect(times[1]).toBe(clockText(durationMs));
        }
  });

  it.each(PANELS)('redraws no glyph and moves one row while it scrolls, on %j', (geometry) => {
    for (const rom of ['ascii', 'A00', 'A02'] as const) {
      const sheet = blankFrame(geometry, rom);
      sheet.alphabet.assign({ hasBar: true, marks: ['play', 'pause'] }, [LONG.card.line]);
      const glyphs = [...sheet.glyphs];
      let moved = 0;
      let before: string[] = [];
      for (let second = 0; second < 90; second += 0.333) {
        const positionMs = second * 1000;
        composePlaying(sheet, { ...LONG, shownForMs: positionMs, positionMs });
        expect(sheet.glyphs.every((glyph, slot) => glyph === glyphs[slot])).toBe(true);
        const texts = rowsOf(sheet).slice(0, geometry.rows === 1 ? 1 : -1);
        const changed = texts.filter((text, row) => before[row] !== text).length;
        // Where a turn ends, one row goes back to its start as the next begins to rest.
        if (before.length > 0) expect(changed).toBeLessThanOrEqual(1);
        moved += changed;
        before = texts;
      }
      expect(sheet.glyphs.filter((glyph) => glyph).length).toBeLessThanOrEqual(8);
      if (geometry.columns < 36) expect(moved).toBeGreaterThan(3);
    }
  });
});
