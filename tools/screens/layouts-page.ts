/** docs/layouts.md: each layout on the panels that it has rows for. */
import { playingScreen } from '../../device/machine/screen.js';
import type { Geometry } from '../../device/shared/frame.js';
import { LAYOUT_NAMES, LAYOUTS, type LayoutEntry } from '../../device/shared/layouts.js';
import type { Item } from '../../device/spotify/playback.js';
import { stillPicture } from './picture.js';

const PANELS: readonly (readonly [keyof LayoutEntry, Geometry])[] = [
  ['two', { columns: 16, rows: 2 }],
  ['wide', { columns: 40, rows: 2 }],
  ['four', { columns: 20, rows: 4 }],
];

const PLAYS = {
  ...{ isPlaying: true, progressMs: 71_000, durationMs: 252_000, deviceName: 'Kitchen' },
  ...{ isPrivate: false, itemKey: 'a' },
};
const TRACK: Item = {
  ...{ ...PLAYS, kind: 'track', title: 'Paper Lanterns', artists: ['Mira Holt'] },
  ...{ album: 'Low Tide', isrc: '' },
};
const EPISODE: Item = {
  ...{ ...PLAYS, kind: 'episode', title: 'The Radio on the Shelf', show: 'Left Over Screws' },
};

const HEAD = `# Layouts

Set one with \`layout=…\` in a build, or on the device's page at the relay. Made by \`npm run screens -- --write\` from the
table in \`device/shared/layouts.ts\`; the dots are the emulator's. A layout looks like \`progress\` on panels that are missing
below it, and a panel of one row always shows a mark, the title and the artists. No layout costs a request. With
\`source=relay\` the album is not known, so the speaker's name is shown.

To add a layout, add an entry to that table: a label, and for each kind of panel its rows, each with its fields side by
side. One text scrolls at a time.
`;

const BERLIN = { idle: 'clock', clockDigits: 'large', utcOffsetMin: 60 } as const;
const CLOCKS: readonly Geometry[] = PANELS.map(([, panel]) => panel);

export interface LayoutPicture {
  /** In docs/. */
  readonly path: string;
  readonly png: Buffer;
}

export function layoutPictures(): LayoutPicture[] {
  const clocks = CLOCKS.map((panel) => ({
    path: pathOf('clock', panel),
    png: stillPicture({ ...panel, ...BERLIN }, (nowMs) =>
      playingScreen({ kind: 'nothing' }, nowMs),
    ),
  }));
  const layouts = LAYOUT_NAMES.flatMap((layout) =>
    panelsOf(layout).map((panel) => ({
      path: pathOf(layout, panel),
      png: stillPicture({ ...panel, layout }, (nowMs) =>
        playingScreen(layout === 'show' ? EPISODE : TRACK, nowMs),
      ),
    })),
  );
  return [...layouts, ...clocks];
}

export function layoutsPage(): string {
  const sections = LAYOUT_NAMES.map((layout) => {
    const pictures = panelsOf(layout).map(
      (panel) => `![${nameOf(panel)}, ${layout}](${pathOf(layout, panel)})`,
    );
    return [`## \`${layout}\``, `${LAYOUTS[layout].label}.`, ...pictures].join('\n\n');
  });
  const clocks = [
    '## While nothing plays',
    'With `idle=clock` and `clock_digits=large`. [screens.md](screens.md#the-clock) has the others.',
    ...CLOCKS.map((panel) => `![${nameOf(panel)}, clock](${pathOf('clock', panel)})`),
  ];
  return `${[HEAD.trimEnd(), ...sections, ...clocks].join('\n\n')}\n`;
}

function panelsOf(layout: keyof typeof LAYOUTS): Geometry[] {
  const entry: LayoutEntry = LAYOUTS[layout];
  return PANELS.filter(([kind]) => entry[kind] !== undefined).map(([, panel]) => panel);
}

function pathOf(layout: string, panel: Geometry): string {
  return `layouts/${layout}-${nameOf(panel)}.png`;
}

function nameOf({ columns, rows }: Geometry): string {
  return `${columns}x${rows}`;
}
