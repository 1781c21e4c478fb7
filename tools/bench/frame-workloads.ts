/** Frames to show: rows of plain letters, and items whose letters need glyphs. Seeded. */
import { composePlaying, detailsOf, slotUseOf } from '../../device/screen/compose.js';
import { blankFrame } from '../../device/screen/draw.js';
import type { Frame, Geometry, Rom } from '../../device/shared/frame.js';
import { seededRandom } from '../virtual/seeded-random.js';

export type Rows = readonly string[];

export interface Workload {
  readonly name: string;
  /** Endless; the display already shows the first. */
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

/** Title, artist and album with letters that one ROM or the other lacks. */
const ITEMS: readonly (readonly [title: string, artist: string, album: string])[] = [
  ['Für Elise', 'Ludwig van Beethoven', 'Klavierstücke'],
  ['Příběh nevěsty', 'Jaromír Nohavica', 'Darmoděj'],
  ['Świat się śmieje', 'Łąki Łan', 'Żółw'],
  ['Ağlama Değmez', 'Barış Manço', 'Sarı Çizmeli'],
  ['Șapte păcate', 'Zdob și Zdub', 'Ethnomecanica'],
  ['Ők és én', 'Omega', 'Tízezer lépés'],
  ['Noël à la fenêtre', 'Françoise Hardy', 'Où êtes-vous'],
  ['Ástin á sama stað', 'Sigur Rós', 'Ágætis byrjun'],
  ['Žal za mladost', 'Đorđe Balašević', 'Ćuprija'],
  ['Ne me quitte pas', 'Jacques Brel', 'La Valse à mille temps'],
  ['Þú ert', 'Ólafur Arnalds', 'Ævi'],
  ['São João', 'Caetano Veloso', 'Coração vagabundo'],
  ['Mała księżniczka', 'Żabińska', 'Źródło ćmy'],
];
const SKIP_AFTER_MS = 30_000;

export interface GlyphFrames {
  readonly rom: Rom;
  readonly layout: 'progress' | 'classic';
  readonly geometry: Geometry;
}

/** The frames of items that are skipped within 30 s, each drawn as the device draws it. The cells are the same array. */
export function* glyphFrames(
  { rom, layout, geometry }: GlyphFrames,
  itemCount: number,
): Generator<Frame> {
  const random = seededRandom(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const sheet = blankFrame(geometry, rom);
  for (let item = 0; item < itemCount; item += 1) {
    const [title, byline, detail] = ITEMS[below(ITEMS.length)] ?? ['', '', ''];
    const card = { line: `${title} - ${byline}`, title, byline, album: detail, device: detail };
    const durationMs = 120_000 + below(200_000);
    const use = slotUseOf(geometry, layout, durationMs, 'play');
    const texts = [card.line, ...detailsOf(geometry, layout).map((name) => card[name])];
    sheet.alphabet.assign(use, texts, sheet.cells);
    const endMs = below(SKIP_AFTER_MS);
    for (let atMs = 0; atMs <= endMs;) {
      const view = { card, mark: 'play', durationMs, positionMs: atMs, shownForMs: atMs } as const;
      const nextMs = composePlaying(sheet, { ...view, layout });
      yield sheet;
      atMs += nextMs === undefined ? SKIP_AFTER_MS : Math.max(1, Math.ceil(nextMs));
    }
  }
}
