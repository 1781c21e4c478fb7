/** What a display of two rows shows over some seconds, drawn by the device's own code: for the canvas on the pages. */
import { cardOf } from '../../device/screen/card.js';
import { composeClock } from '../../device/screen/clock-screen.js';
import { composePlaying, detailsOf, markOf, slotUseOf } from '../../device/screen/compose.js';
import { blankFrame, type Sheet } from '../../device/screen/draw.js';
import { noticeTexts } from '../../device/screen/lcd-text.js';
import { composeNotice } from '../../device/screen/notice-screen.js';
import type { Notice } from '../../device/screen/notices.js';
import { isOnDevice } from '../../device/screen/only-device.js';
import type { Result } from '../../device/shared/faults.js';
import type { DisplaySettings } from '../../device/shared/settings.js';
import { positionMs, type Item } from '../../device/spotify/playback.js';
import type { Transliterator } from '../../device/text/transliterate.js';
import { namesOf, titleOf } from './get-response.js';
import type { Playing } from './now-playing.js';

const GEOMETRY = Object.freeze({ columns: 16, rows: 2 });
/** How much one response holds. */
const PICTURES_MS = 10_000;
/** As the device's painter. */
const REDRAW_MIN_MS = 40;
const GLYPH_ROWS = 8;
/** Codes below it show the glyphs, twice. */
const FIRST_ROM_CODE = 16;

type Shown =
  | { readonly item: Item; readonly atMs: number }
  | { readonly notice: Notice; readonly atMs: number };

interface PictureOptions {
  readonly transliterator: Transliterator;
  readonly roms: Readonly<Record<'A00' | 'A02', Uint8Array>>;
  readonly settings: DisplaySettings;
  readonly nowMs: number;
}

interface Pictures {
  readonly columns: number;
  readonly rows: number;
  /** The whole of it, for a screen reader. */
  readonly words: string;
  /** Two hex digits for each row of dots of a cell; frames name them by number. */
  readonly dots: readonly string[];
  /** When it appears, in ms from now, and the number of each cell's dots, row by row. */
  readonly frames: readonly (readonly [atMs: number, cells: readonly number[]])[];
}

/** On the welcome page, and for the settings preview while nothing plays. */
const EXAMPLE: Item = Object.freeze({
  kind: 'track',
  ...{ title: 'Für Elise 東京 Ночь', artists: ['Clara Schumann', 'Сергей'], album: 'Example' },
  ...{ isrc: '', isPlaying: true, progressMs: 61_000, durationMs: 200_000, deviceName: '' },
  ...{ isPrivate: false, itemKey: 'example' },
});

interface ShownOptions {
  readonly relay: string;
  readonly nowMs: number;
  readonly isPreview: boolean;
  readonly settings: DisplaySettings;
  readonly transliterator: Transliterator;
}

/** It starts over every few minutes. */
export function exampleAt(nowMs: number): Shown {
  return { item: EXAMPLE, atMs: nowMs - (nowMs % EXAMPLE.durationMs) };
}

export function shownOf(
  playing: Result<Playing>,
  { relay, nowMs, isPreview, settings, transliterator }: ShownOptions,
): Shown {
  const { idle, onlyDevice } = settings;
  const nothing: Notice = {
    kind: 'nothing',
    ...(onlyDevice !== '' && { device: transliterator.transliterate(onlyDevice) }),
  };
  if (playing.ok && playing.value.playback.kind !== 'nothing') {
    const { playback: item, askedAtMs: atMs } = playing.value;
    if (isOnDevice(item, onlyDevice, transliterator)) return { item, atMs };
    return { notice: nothing, atMs };
  }
  // Alternates with the example: what it shows while nothing plays.
  const isIdle = isPreview && idle !== 'message' && Math.floor(nowMs / PICTURES_MS) % 2 === 1;
  if (isPreview && !isIdle) return exampleAt(nowMs);
  if (playing.ok || isIdle) return { notice: nothing, atMs: nowMs };
  const { fault } = playing;
  return { notice: { kind: 'fault', fault, relay, retryInMs: undefined }, atMs: nowMs };
}

export function picturesOf(shown: Shown, options: PictureOptions): Pictures {
  const { settings, roms, nowMs } = options;
  const sheet = blankFrame(GEOMETRY, settings.rom);
  const rom = roms[settings.rom === 'A02' ? 'A02' : 'A00'];
  const compose =
    'item' in shown ? itemOn(sheet, shown, options) : noticeOn(sheet, shown.notice, settings);
  const dots: string[] = [];
  const numberOf = (code: number): number => {
    const text = dotsOf(sheet, rom, code);
    const known = dots.indexOf(text);
    return known >= 0 ? known : dots.push(text) - 1;
  };
  const frames: [number, number[]][] = [];
  for (let atMs = 0; atMs < PICTURES_MS;) {
    const nextMs = compose(nowMs + atMs) ?? PICTURES_MS;
    const cells = Array.from(sheet.cells, numberOf);
    if (frames.at(-1)?.[1].join() !== cells.join()) frames.push([atMs, cells]);
    atMs += Math.max(REDRAW_MIN_MS, Math.ceil(nextMs));
  }
  return { ...GEOMETRY, words: wordsOf(shown), dots, frames };
}

/** Draws at a given time. @returns ms until it changes by itself */
type Compose = (atMs: number) => number | undefined;

function itemOn(
  sheet: Sheet,
  { item, atMs: askedAtMs }: Extract<Shown, { item: Item }>,
  { settings, transliterator }: PictureOptions,
): Compose {
  const { layout, han, scroll, scrollMs } = settings;
  const mark = markOf(item);
  const { durationMs } = item;
  const use = slotUseOf(GEOMETRY, layout, durationMs, mark === 'podcast' ? mark : 'play');
  const card = cardOf(item, transliterator, sheet.alphabet, {
    use,
    han,
    details: detailsOf(GEOMETRY, layout),
  });
  return (atMs) => {
    const position = positionMs(item, atMs - askedAtMs);
    return composePlaying(sheet, {
      ...{ card, mark, durationMs, layout, positionMs: position, rate: 1 },
      hasPosition: item.progressMs !== undefined,
      // The text appeared when the item began, so that the next response continues where this one ends.
      shownForMs: item.isPlaying ? position : atMs - askedAtMs,
      motion: { scroll, stepMs: scrollMs },
    });
  };
}

function noticeOn(sheet: Sheet, notice: Notice, settings: DisplaySettings): Compose {
  if (notice.kind === 'nothing' && settings.idle === 'clock')
    return (atMs) => composeClock(sheet, settings, atMs);
  if (notice.kind === 'nothing' && settings.idle === 'off' && settings.backlightOffS > 0)
    return () => undefined;
  return (atMs) => composeNotice(sheet, notice, atMs % 1_000_000);
}

function dotsOf({ glyphs }: Sheet, rom: Uint8Array, code: number): string {
  const rows =
    code < FIRST_ROM_CODE
      ? (glyphs[code % GLYPH_ROWS] ?? [])
      : rom.subarray(code * GLYPH_ROWS, (code + 1) * GLYPH_ROWS);
  return Array.from(rows, (row) => row.toString(16).padStart(2, '0')).join('');
}

function wordsOf(shown: Shown): string {
  if ('notice' in shown) return noticeTexts(shown.notice, GEOMETRY.columns).join(' ').trim();
  const { item } = shown;
  if (item.isPrivate) return 'Private session';
  const title = item.kind === 'ad' ? 'Advertisement' : titleOf(item) || 'Unknown item';
  const names = namesOf(item).join(', ');
  return `${item.isPlaying ? 'Playing' : 'Paused'}: ${title}${names && ` by ${names}`}`;
}
