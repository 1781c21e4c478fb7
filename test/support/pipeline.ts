/**
 * One response of Spotify through the whole device: bytes → playback → text → frame → plan → pins → display. Runs in
 * Node as it is, and inside XS through pipeline-in-xs.ts.
 */
import { Painter } from '../../device/app/painter.js';
import { playingScreen } from '../../device/machine/screen.js';
import { DEFAULTS, type DeviceSettings } from '../../device/shared/settings.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { Playback } from '../../device/spotify/playback.js';
import type { TextTables } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { notWired, timedBank } from '../../simulator/ports/bank.js';
import { VirtualTime } from '../../tools/virtual/virtual-clock.js';

export interface Shown {
  /** A fault's kind and path where the body was no playback. */
  readonly outcome: string;
  /** As a person reads them: U+E000 + slot for a glyph. */
  readonly rows: readonly string[];
  /** The first row's text as it scrolled past, whole. */
  readonly scrolled: string;
  readonly violations: readonly string[];
}

/** A body arrives in pieces of this size: no boundary falls where a reader would like it. */
const PIECE_BYTES = 97;
/** 12:34 in Berlin. */
const NOON_MS = Date.UTC(2026, 10, 30, 11, 34);
const STEP_MS = 100;
/** Longer than a scrolling text rests: what has not moved for so long stands still. */
const STILL_MS = 3000;
/** A title of a thousand letters takes six minutes to pass; its first is enough. */
export const WATCHED_MS = 60_000;

export function showResponse(
  tables: TextTables,
  status: number,
  body: Uint8Array,
  watchedMs = WATCHED_MS,
  changed: Partial<DeviceSettings> = {},
): Shown {
  const time = new VirtualTime({ startEpochMs: NOON_MS });
  const lcd = new Hd44780Emulator({
    geometry: DEFAULTS,
    nowNs: () => time.clock.nowUs() * 1000,
  });
  const painter = new Painter({
    openBank: timedBank(lcd.openBank(DEFAULTS.wiring.pins), time.clock),
    openI2c: notWired,
    clock: time.clock,
    timer: time.timer,
    log: { write: () => undefined },
    settings: { ...DEFAULTS, ...changed },
    transliterator: createTransliterator(tables),
  });
  painter.start({ kind: 'starting' });
  const decoded = decode(status, body);
  if (typeof decoded !== 'string') painter.show(playingScreen(decoded, time.clock.nowUs() / 1000));
  const rows = lcd.text();
  const scrolled = watch(lcd, time, rows[0] ?? '', watchedMs);
  painter.stop();
  return {
    outcome: typeof decoded === 'string' ? decoded : decoded.kind,
    rows,
    scrolled,
    violations: lcd.violations.map(({ kind, detail }) => `${kind}: ${detail}`),
  };
}

function decode(status: number, body: Uint8Array): Playback | string {
  if (status === 204) return { kind: 'nothing' };
  const decoder = new PlaybackDecoder();
  for (let at = 0; at < body.length; at += PIECE_BYTES)
    decoder.push(body.subarray(at, at + PIECE_BYTES));
  const result = decoder.end();
  if (result.ok) return result.value;
  return result.fault.kind === 'malformed' ? `malformed ${result.fault.path}` : result.fault.kind;
}

/** Puts a scrolling row together from its last characters, until it is back at its start or stands still. */
function watch(lcd: Hd44780Emulator, time: VirtualTime, start: string, forMs: number): string {
  let whole = start;
  let before = start;
  const endUs = time.clock.nowUs() + forMs * 1000;
  for (let stillMs = 0; stillMs < STILL_MS && time.clock.nowUs() < endUs; stillMs += STEP_MS) {
    time.advanceUs(STEP_MS * 1000);
    const row = lcd.text()[0] ?? '';
    if (row === before) continue;
    if (row === start) break;
    before = row;
    whole += row.slice(-1);
    stillMs = 0;
  }
  return whole.trimEnd();
}
