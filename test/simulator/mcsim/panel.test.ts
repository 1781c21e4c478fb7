import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LcdController } from '../../../device/lcd/controller.js';
import type { Frame, Glyph } from '../../../device/shared/frame.js';
import { Panel } from '../../../simulator/mcsim/lib/panel.js';
import { ROM_A00 } from '../../../simulator/mcsim/lib/rom-a00.js';

const PINS = { rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 };
const NOTE: Glyph = [0b00100, 0b00110, 0b00101, 0b00101, 0b01100, 0b11100, 0b11000, 0];

/** The device's own driver, writing to the window's panel. */
function shownBy(columns: number, rows: number, frame: Frame): Panel {
  const panel = new Panel({ columns, rows, pins: PINS });
  const lcd = new LcdController({
    openBank: () => ({ write: (levels) => panel.write(levels), close: () => undefined }),
    clock: { nowUs: () => 0, waitUntilUs: () => undefined, epochMs: () => undefined },
    pins: PINS,
    geometry: frame.geometry,
    foscKhz: 190,
  });
  lcd.initialise();
  lcd.show(frame);
  return panel;
}

function frameOf(columns: number, rows: number, cells: number[]): Frame {
  const glyphs = [NOTE, ...new Array<undefined>(7).fill(undefined)];
  return { geometry: { columns, rows }, cells: Uint8Array.from(cells), glyphs };
}

describe('the window of the desktop simulator', () => {
  it.each([
    [16, 2],
    [20, 4],
    [8, 2],
    [40, 2],
    [16, 1],
  ])('shows what the driver writes to a panel of %d by %d', (columns, rows) => {
    const cells = Array.from({ length: columns * rows }, (_, index) => 0x21 + (index % 90));
    const panel = shownBy(columns, rows, frameOf(columns, rows, cells));
    expect([panel.isOn, panel.codes().flat()]).toEqual([true, cells]);
  });

  it('draws a glyph of the display’s own from its dots', () => {
    const panel = shownBy(16, 2, frameOf(16, 2, [0, ...new Array<number>(31).fill(0x20)]));
    expect([...panel.dotsAt(0, 0)]).toEqual([...NOTE]);
  });

  it('draws letters from the dots of ROM A00', () => {
    const panel = shownBy(16, 2, frameOf(16, 2, new Array<number>(32).fill(0x21)));
    expect([...panel.dotsAt(0, 0)]).toEqual([4, 4, 4, 4, 0, 0, 4, 0]);
  });

  it('holds the same ROM as the emulator', () => {
    const table = new URL('../../../simulator/hd44780/rom/a00.tsv', import.meta.url);
    const rows = readFileSync(table, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t')[3] ?? '-')
      .map((dots) => (dots === '-' ? '0'.repeat(16) : dots.replaceAll(' ', '').toLowerCase()));
    expect(ROM_A00).toBe(rows.join(''));
  });
});
