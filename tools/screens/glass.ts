/** The display of a playback or a notice: the device's painter on an emulated display, over some seconds. */
import { Painter } from '../../device/app/painter.js';
import type { Geometry } from '../../device/shared/frame.js';
import { DEFAULTS, type DeviceSettings } from '../../device/shared/settings.js';
import type { Transliterator } from '../../device/text/transliterate.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import type { CharacterRom } from '../../simulator/hd44780/rom.js';
import { readableRows } from '../../simulator/lcd-view.js';
import { notWired, timedBank } from '../../simulator/ports/bank.js';
import { VirtualTime } from '../virtual/virtual-clock.js';

/** A panel and its settings. */
export type Display = Geometry & Partial<DeviceSettings>;

export interface Reading {
  /** The first frame. */
  readonly rows: readonly string[];
  /** The whole text of each scrolling row. */
  readonly scrolls: readonly string[];
}

/** 12:34 in Berlin. */
const NOON_MS = Date.UTC(2026, 10, 30, 11, 34);
const STEP_MS = 100;
/** Longer than any pause: after this time without scrolling, everything has been shown. */
const STILL_MS = 5_000;

/** The device's painter on an emulated display, in virtual time. */
export function paintedDisplay(
  display: Display,
  transliterator: Transliterator,
  rom?: CharacterRom,
) {
  const time = new VirtualTime({ startEpochMs: NOON_MS });
  const settings = { ...DEFAULTS, ...display };
  const nowNs = (): number => time.clock.nowUs() * 1000;
  const lcd = new Hd44780Emulator({ geometry: settings, nowNs, ...(rom ? { rom } : {}) });
  const painter = new Painter({
    openBank: timedBank(lcd.openBank(DEFAULTS.wiring.pins), time.clock),
    openI2c: notWired,
    clock: time.clock,
    timer: time.timer,
    log: { write: () => undefined },
    settings,
    transliterator,
  });
  painter.start({ kind: 'starting' });
  return { time, lcd, painter };
}

/** @param show paints the screen, as the app does */
export function readGlass(
  display: Display,
  transliterator: Transliterator,
  show: (painter: Painter, nowMs: number) => void,
): Reading {
  const { time, lcd, painter } = paintedDisplay(display, transliterator);
  show(painter, time.clock.nowUs() / 1000);
  const rows = readableRows(lcd);
  const movings = rows.map((row) => new Moving(row));
  for (let stillMs = 0; stillMs < STILL_MS; stillMs += STEP_MS) {
    time.advanceUs(STEP_MS * 1000);
    for (const [index, row] of readableRows(lcd).entries())
      if (movings[index]?.sees(row)) stillMs = 0;
  }
  painter.stop();
  if (lcd.violations.length > 0) throw new Error('the display reported a violation');
  return { rows, scrolls: movings.flatMap(({ text }) => (text === undefined ? [] : [text])) };
}

/** Collects the text of a scrolling row from its last characters, until it starts again. */
class Moving {
  readonly #start: string;
  #before: string;
  #whole: string;
  #isOver = false;

  constructor(start: string) {
    this.#start = start;
    this.#before = start;
    this.#whole = start;
  }

  /** @returns whether it has scrolled by one character */
  sees(row: string): boolean {
    if (this.#isOver || row === this.#before) return false;
    const isStep = row.slice(0, -1) === this.#before.slice(1);
    if (isStep) this.#whole += row.slice(-1);
    else this.#isOver = this.#whole !== this.#start;
    this.#before = row;
    return isStep;
  }

  /** Undefined if it did not scroll. */
  get text(): string | undefined {
    return this.#whole === this.#start ? undefined : this.#whole.trimEnd();
  }
}
