/**
 * The display as an animated PNG (APNG, https://wiki.mozilla.org/APNG_Specification): four colours, a frame for each change
 * of a dot. The dots are the emulator's.
 */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { playingScreen } from '../../device/machine/screen.js';
import type { Screen } from '../../device/machine/screen.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { parseRom } from '../../simulator/hd44780/rom.js';
import { textTables } from '../../simulator/node/text-tables.js';
import { liveLcd } from '../../simulator/lcd-view.js';
import { eachDot, lcdLayout, readDots } from '../../simulator/page/lcd-layout.js';
import { paintedDisplay, type Display } from './glass.js';

const A00 = new URL('../../simulator/hd44780/rom/a00.tsv', import.meta.url);
const PANEL = Object.freeze({ columns: 16, rows: 2 });
const WIDTH_PX = 640;
const COLUMN_PX = 20;
const STEP_MS = 100;
/** Glass, an unlit dot, a lit dot. */
const COLOURS = Object.freeze(['b5cf2c', 'adc52b', '18230d', '000000']);
const REST = 1;
const DRIVEN = 2;
/** Indexed colours of two bits. */
const BIT_DEPTH = 2;
const INDEXED = 3;

/** What is shown, and for how long: from the first power-on to a song. */
function story(nowMs: number): readonly (readonly [seconds: number, screen: Screen])[] {
  const playback = {
    kind: 'track',
    ...{ isPlaying: true, progressMs: 71_000, durationMs: 252_000, itemKey: 'a' },
    ...{ title: 'Größenwahn im Café', artists: ['Ана Петрова', '星野みなみ'], album: '', isrc: '' },
    ...{ deviceName: 'Kitchen', isPrivate: false },
  } as const;
  return [
    [
      3,
      { kind: 'notice', notice: { kind: 'link', code: 'BCDF-GHJK', address: '192.168.1.5/link' } },
    ],
    [19, playingScreen(playback, nowMs)],
    [3, playingScreen({ ...playback, isPlaying: false, progressMs: 90_000 }, nowMs)],
  ];
}

interface Frame {
  readonly pixels: Buffer;
  readonly ms: number;
}

/** A display after its first frame. */
export function stillPicture(display: Display, screen: (nowMs: number) => Screen): Buffer {
  const { columns, rows } = display;
  const { time, lcd, painter } = painted(display);
  painter.show(screen(time.clock.nowUs() / 1000));
  time.advanceUs(STEP_MS * 1000);
  painter.stop();
  const layout = lcdLayout(columns, rows, columns * COLUMN_PX);
  const lit = new Float32Array(columns * rows * 40);
  readDots(liveLcd(lcd).dots, columns, rows, lit);
  return encoded(layout, [{ pixels: drawn(layout, lit), ms: STEP_MS }]);
}

/** On a display with the ROM A00. */
export function painted(display: Display): ReturnType<typeof paintedDisplay> {
  const rom = parseRom(readFileSync(A00, 'utf8'));
  return paintedDisplay(display, createTransliterator(textTables()), rom);
}

export function picture(): Buffer {
  const { time, lcd, painter } = painted(PANEL);
  const layout = lcdLayout(PANEL.columns, PANEL.rows, WIDTH_PX);
  const lit = new Float32Array(PANEL.columns * PANEL.rows * 40);
  const frames: Frame[] = [];
  let before = '';
  const nowMs = (): number => time.clock.nowUs() / 1000;
  for (const [index, [seconds]] of story(0).entries()) {
    const screen = story(nowMs())[index]?.[1];
    if (screen) painter.show(screen);
    for (let ms = 0; ms < seconds * 1000; ms += STEP_MS) {
      time.advanceUs(STEP_MS * 1000);
      const { dots } = liveLcd(lcd);
      if (dots === before) {
        const last = frames.pop();
        if (last) frames.push({ ...last, ms: last.ms + STEP_MS });
        continue;
      }
      before = dots;
      readDots(dots, PANEL.columns, PANEL.rows, lit);
      frames.push({ pixels: drawn(layout, lit), ms: STEP_MS });
    }
  }
  painter.stop();
  return encoded(layout, frames);
}

/** Rows of four pixels a byte, each after a zero: no filter. */
function drawn(layout: ReturnType<typeof lcdLayout>, lit: Float32Array): Buffer {
  const rowBytes = 1 + Math.ceil(layout.width / 4);
  const pixels = Buffer.alloc(rowBytes * layout.height);
  eachDot(layout, (index, left, top) => {
    const colour = lit[index] === 1 ? DRIVEN : REST;
    for (let y = top; y < top + layout.dotHeight; y += 1)
      for (let x = left; x < left + layout.dotWidth; x += 1) {
        const at = y * rowBytes + 1 + (x >> 2);
        pixels[at] = (pixels[at] ?? 0) | (colour << (6 - 2 * (x & 3)));
      }
  });
  return pixels;
}

function encoded(
  { width, height }: Record<'width' | 'height', number>,
  frames: readonly Frame[],
): Buffer {
  let sequence = 0;
  const chunks = [
    chunk('IHDR', numbers(width, height), Buffer.of(BIT_DEPTH, INDEXED, 0, 0, 0)),
    chunk('PLTE', Buffer.from(COLOURS.join(''), 'hex')),
  ];
  if (frames.length > 1) chunks.push(chunk('acTL', numbers(frames.length, 0)));
  for (const [index, { pixels, ms }] of frames.entries()) {
    const delay = Buffer.alloc(6);
    delay.writeUInt16BE(ms, 0);
    delay.writeUInt16BE(1000, 2);
    chunks.push(chunk('fcTL', numbers(sequence++, width, height, 0, 0), delay));
    const data = deflateSync(pixels, { level: 9 });
    chunks.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', numbers(sequence++), data));
  }
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks, chunk('IEND')]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

function chunk(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
  return Buffer.concat([numbers(content.length - 4), content, numbers(crc32(content))]);
}
