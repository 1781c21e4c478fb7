/** What the page says in words, to all or to screen readers alone. */
import type { LiveDevice, LiveLcd } from './live-state.js';

/** `1 byte`, `2,000 bytes` */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

const MARKS: Readonly<Record<string, string>> = Object.freeze({
  '▶': 'playing',
  '◉': 'podcast',
  '‖': 'paused',
});

/** `▶0:12 ███▋ 0:32` as `playing 0:12 of 0:32`. */
function rowInWords(row: string): string {
  return row
    .replace(/[▎▍▋▊█]/g, ' ')
    .replace(/[▶◉‖]/, (mark) => `${MARKS[mark] ?? ''} `)
    .replace(/(\d:\d\d)\s+(?=\d)/, '$1 of ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** All that the display shows, with a title as a whole and not as it scrolls. */
export function displayInWords(
  { readableRows, isOn }: Pick<LiveLcd, 'readableRows' | 'isOn'>,
  playing: LiveDevice['playing'],
): string {
  if (!isOn) return 'The display is off';
  const rows = readableRows.map(rowInWords).filter((row) => row !== '');
  if (!playing) return rows.join('. ') || 'The display is blank';
  const progress = rows.find((row) => /^(playing|podcast|paused) /.test(row));
  return [playing.spelled, progress].filter((text) => text !== undefined).join('. ');
}

/** What is announced of it: without what changes each second. */
export function newsInWords(
  lcd: Pick<LiveLcd, 'readableRows' | 'isOn'>,
  playing: LiveDevice['playing'],
): string {
  if (lcd.isOn && playing) {
    const { original, spelled, isPlaying } = playing;
    return `${isPlaying ? 'Playing' : 'Paused'}: ${original || spelled}`;
  }
  return displayInWords(lcd, playing).replace(/\s*\d+(:\d\d)+/g, '');
}
