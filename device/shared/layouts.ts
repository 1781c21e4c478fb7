/**
 * Where the display shows which text of an item. A layout is one entry: its label at the relay, and the rows of each kind of
 * panel, each with its fields side by side. A kind that it leaves out is as in `progress`.
 */
import type { Geometry } from './frame.js';
import { frozen } from './frozen.js';

/** `line`: title and artists. `byline`: artists or show. `album`: the device if there is none. */
type Field = 'line' | 'title' | 'byline' | 'album' | 'device' | 'progress';
export type LayoutRows = readonly (readonly Field[])[];

export interface LayoutEntry {
  readonly label: string;
  readonly two?: LayoutRows;
  /** Two rows of 40 columns. */
  readonly wide?: LayoutRows;
  readonly four?: LayoutRows;
}

const WIDE_COLUMNS = 40;

export const LAYOUTS = frozen({
  progress: {
    label: 'Title and artist, with progress below',
    two: [['line'], ['progress']],
    four: [['title'], ['byline'], ['album'], ['progress']],
  },
  classic: { label: 'Title above, artist below', two: [['title'], ['byline']] },
  album: { label: 'Album instead of progress', two: [['line'], ['album']] },
  device: {
    label: 'With the name of the speaker',
    two: [['line'], ['device']],
    four: [['title'], ['byline'], ['device'], ['progress']],
  },
  show: {
    label: 'Show or artist above, title below',
    two: [['byline'], ['title']],
    four: [['byline'], ['title'], ['album'], ['progress']],
  },
  wide: {
    label: 'Album and progress side by side on 40 columns',
    wide: [['line'], ['album', 'progress']],
  },
} as const satisfies Record<string, LayoutEntry>);

export type Layout = keyof typeof LAYOUTS;
export const LAYOUT_NAMES = Object.freeze(Object.keys(LAYOUTS)) as readonly Layout[];

/** @param geometry of two rows or more: a single row always shows mark and line */
export function layoutRows({ columns, rows }: Geometry, name: Layout): LayoutRows {
  const { two, wide, four }: LayoutEntry = LAYOUTS[name];
  if (rows >= 4) return four ?? LAYOUTS.progress.four;
  return (columns >= WIDE_COLUMNS ? wide : undefined) ?? two ?? LAYOUTS.progress.two;
}
