/** The gallery as a page: a 16x2 and a 20x4 side by side, for each exhibit. */
import { playingScreen } from '../../device/machine/screen.js';
import type { Geometry } from '../../device/shared/frame.js';
import type { Transliterator } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { textTables } from '../../simulator/node/text-tables.js';
import type { Exhibit } from './exhibits.js';
import {
  failureExhibits,
  idleExhibits,
  noticeExhibits,
  playerExhibits,
  tokenExhibits,
} from './exhibits.js';
import { readGlass, type Display } from './glass.js';

const SMALL: Geometry = Object.freeze({ columns: 16, rows: 2 });
const LARGE: Geometry = Object.freeze({ columns: 20, rows: 4 });

const HEAD = `# What the display shows

Made by \`npm run screens -- --write\`; a test says when it is out of date. Each screen went through the device's own code:
response → playback → letters → frame → pins → the emulated display, here as it first appears on a 16x2 and a 20x4. Below
a screen is the text that scrolls on either. \`▶\`, \`‖\` and \`◉\` mark play, pause and a podcast.
`;

const SECTIONS: readonly (readonly [title: string, about: string, exhibits: () => Exhibit[]])[] = [
  ['Notices', 'From power-on to the first title, and for the button.', noticeExhibits],
  [
    'The clock',
    'While nothing plays. `█`, `▀`, `▄`, `▬` and `▪` are glyphs: a full cell, bars, and half of the colon.',
    idleExhibits,
  ],
  ['Spotify’s responses', 'Each sample of test/fixtures/spotify.', playerExhibits],
  [
    'The token endpoint’s responses',
    'The relay gets them; the display shows the result.',
    tokenExhibits,
  ],
  [
    'When Spotify fails',
    'After the first failure, with nothing else to show. While an item is shown, it stays for a minute.',
    () => failureExhibits('spotify'),
  ],
  ['When the relay fails', 'The same for the relay.', () => failureExhibits('relay')],
];

export function gallery(): string {
  const transliterator = createTransliterator(textTables());
  const sections = SECTIONS.map(([title, about, exhibits]) => {
    const screens = exhibits().map((exhibit) => screenOf(exhibit, transliterator));
    return [`## ${title}`, about, ...screens].join('\n\n');
  });
  return `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`;
}

function screenOf(exhibit: Exhibit, transliterator: Transliterator): string {
  const read = (geometry: Geometry): ReturnType<typeof readGlass> =>
    readGlass(withSettings(geometry, exhibit), transliterator, (painter, nowMs) => {
      if ('playback' in exhibit) painter.show(playingScreen(exhibit.playback, nowMs));
      else painter.show({ kind: 'notice', notice: exhibit.notice });
    });
  const [small, large] = [read(SMALL), read(LARGE)];
  const scrolls = [...new Set([...small.scrolls, ...large.scrolls])];
  return [
    `### ${exhibit.name}`,
    '',
    ...(exhibit.note === undefined ? [] : [`${exhibit.note}.`, '']),
    '```text',
    ...sideBySide(framed(small.rows, SMALL), framed(large.rows, LARGE)),
    ...scrolls.map((text) => `↔ ${text}`),
    '```',
  ].join('\n');
}

function withSettings(geometry: Geometry, exhibit: Exhibit): Display {
  return { ...geometry, ...('settings' in exhibit && exhibit.settings) };
}

function framed(rows: readonly string[], { columns }: Geometry): string[] {
  const edge = '─'.repeat(columns);
  return [`┌${edge}┐`, ...rows.map((row) => `│${row}│`), `└${edge}┘`];
}

function sideBySide(left: readonly string[], right: readonly string[]): string[] {
  const blank = ' '.repeat(left[0]?.length ?? 0);
  return right.map((line, index) => `${left[index] ?? blank}  ${line}`);
}
