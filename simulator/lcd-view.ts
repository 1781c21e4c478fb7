/** Views of the display, read from the emulator only: text, JSON, dots, and text for people. */
import type { Device } from '../device/app/device.js';
import { GLYPHS, HIGH_BARS } from '../device/screen/glyphs.js';
import { DIGIT_GLYPHS } from '../device/screen/large-digits.js';
import { GLYPH_LETTERS, letterGlyph } from '../device/screen/letter-glyphs.js';
import type { DeviceSettings } from '../device/shared/settings.js';
import { VERSION } from '../device/shared/version.js';
import { BACKPACK_PORTS } from './hd44780/backpack.js';
import type { Hd44780Emulator } from './hd44780/emulator.js';
import type { EmulatedDevice } from './ports/emulated-device.js';
import type { LiveBus, LiveDevice, LiveLcd } from './page/live-state.js';
import { seenState } from './seen-state.js';

/** What a view reads of the emulator; nothing here writes to it. */
export type LcdReading = Pick<
  Hd44780Emulator,
  | 'geometry'
  | 'isOn'
  | 'isLit'
  | 'cgram'
  | 'violations'
  | 'counts'
  | 'lastBytes'
  | 'cellCodes'
  | 'cellDots'
  | 'text'
>;

const SHOWN_BYTES_MAX = 24;
const SHOWN_VIOLATIONS_MAX = 5;

/** `/simulator/lcd.txt`: each row and a newline. */
export function lcdText(lcd: Pick<LcdReading, 'text'>): string {
  return lcd
    .text()
    .map((row) => `${row}\n`)
    .join('');
}

/** `/simulator/lcd.json` */
export function lcdJson(lcd: LcdReading): object {
  return {
    rows: lcd.text(),
    cells: lcd.cellCodes(),
    cgram: Array.from(lcd.cgram),
    backlight: lcd.isLit,
  };
}

export function liveLcd(lcd: LcdReading): LiveLcd {
  const { columns, rows } = lcd.geometry;
  let dots = '';
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (const line of lcd.cellDots(row, column)) dots += line.toString(16).padStart(2, '0');
  const { isOn, isLit: backlight } = lcd;
  return { columns, rows, isOn, backlight, dots, readableRows: readableRows(lcd) };
}

export function liveBus({ lastBytes, counts, violations }: LcdReading): LiveBus {
  return {
    lastBytes: lastBytes.slice(-SHOWN_BYTES_MAX),
    counts,
    violationCount: violations.length,
    violations: violations
      .slice(-SHOWN_VIOLATIONS_MAX)
      .map(({ kind, atNs, detail }) => `${(atNs / 1e6).toFixed(3)} ms ${kind}: ${detail}`),
  };
}

export function liveDevice(
  lcd: Pick<LcdReading, 'text'>,
  { wiring, foscKhz }: DeviceSettings,
  relayUrl: string,
  device?: Pick<EmulatedDevice, 'shown' | 'backpack'>,
): LiveDevice {
  const { state, code } = seenState(lcd.text());
  const uri = `${relayUrl}/link`;
  const complete = `${uri}?user_code=${code ?? ''}`;
  const link = code === undefined ? {} : { link: { code, uri, complete } };
  const playing = device?.shown;
  return {
    // The clock's digits are glyphs as well.
    state: state === 'playing' && device && !playing ? 'waiting' : state,
    pins: wiring.bus === 'gpio' ? { ...wiring.pins, rw: 'GND' } : BACKPACK_PORTS,
    i2c: device?.backpack?.texts(),
    foscKhz,
    relayUrl,
    version: VERSION,
    playing: playing && livePlaying(playing),
    ...link,
  };
}

/** A private session hides what plays, here too. */
export function livePlaying({
  item,
  line,
}: NonNullable<Device['shown']>): NonNullable<LiveDevice['playing']> {
  const title = 'title' in item ? item.title : '';
  const makers = 'artists' in item ? item.artists.join(', ') : 'show' in item ? item.show : '';
  const names = item.isPrivate ? [] : [title, makers].filter((name) => name !== '');
  return { original: names.join(' – '), spelled: line.trim(), isPlaying: item.isPlaying };
}

/** One to five lit columns as the nearest of Unicode's eighths, play, pause and podcast; then the bars as high as a cell, and the clock's digits. */
const GLYPH_SIGNS = Array.from('▎▍▋▊█▶‖◉▎▍▋▊█▀▄▬▪');
const SIGN_BY_DOTS: ReadonlyMap<string, string> = new Map([
  [new Array(8).fill(0).join(), ' '],
  ...Array.from(GLYPH_LETTERS, (letter): [string, string] => [
    letterGlyph(letter)?.join() ?? '',
    letter,
  ]),
  ...[...GLYPHS, ...HIGH_BARS, ...DIGIT_GLYPHS].map((dots, index): [string, string] => [
    dots.join(),
    GLYPH_SIGNS[index] ?? '',
  ]),
]);

/** Each row with characters for its glyphs; a white square for an unknown glyph. */
export function readableRows(lcd: Pick<LcdReading, 'text' | 'cgram'>): string[] {
  return lcd.text().map((row) =>
    row.replace(/[\ue000-\ue007]/g, (glyph) => {
      const at = (glyph.charCodeAt(0) - 0xe000) * 8;
      return SIGN_BY_DOTS.get(lcd.cgram.subarray(at, at + 8).join()) ?? '□';
    }),
  );
}
