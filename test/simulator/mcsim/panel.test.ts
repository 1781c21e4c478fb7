import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { backpackLines } from '../../../device/lcd/backpack.js';
import { LcdController } from '../../../device/lcd/controller.js';
import type { Frame, Glyph } from '../../../device/shared/frame.js';
import { parseRom } from '../../../simulator/hd44780/rom.js';
import { bundleWindow } from '../../../tools/moddable/window.js';
import { Panel } from '../../../simulator/mcsim/panel.js';

const PINS = { rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 };
const ROM = parseRom(
  readFileSync(new URL('../../../simulator/hd44780/rom/a00.tsv', import.meta.url), 'utf8'),
);
const NOTE: Glyph = [0b00100, 0b00110, 0b00101, 0b00101, 0b01100, 0b11100, 0b11000, 0];

/** The panel after the device's own driver has written to it. */
function shownBy(columns: number, rows: number, frame: Frame): Panel['lcd'] {
  const panel = new Panel({ columns, rows, pins: PINS }, ROM);
  const lcd = new LcdController({
    openBank: () => ({ write: (levels) => panel.write(levels), close: () => undefined }),
    clock: { nowUs: () => 0, waitUntilUs: () => undefined },
    pins: PINS,
    geometry: frame.geometry,
    foscKhz: 190,
  });
  lcd.initialise();
  lcd.show(frame);
  return panel.lcd;
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
    const lcd = shownBy(columns, rows, frameOf(columns, rows, cells));
    expect([lcd.isOn, lcd.cellCodes().flat(), lcd.violations]).toEqual([true, cells, []]);
  });

  it('shows what arrives over I2C, and the bytes', () => {
    const wiring = { bus: 'pcf8574', address: 0x3f, backlightActive: 'high' } as const;
    const panel = new Panel({ columns: 16, rows: 2, ...wiring }, ROM);
    const lcd = new LcdController({
      ...backpackLines({
        wiring: { ...wiring, sda: 21, scl: 22 },
        i2c: { khz: 100, write: (address, bytes) => panel.backpack?.write(address, bytes) },
        clock: { nowUs: () => 0, waitUntilUs: () => undefined },
        log: { write: () => undefined },
        onLost: (error) => {
          throw error;
        },
      }),
      geometry: { columns: 16, rows: 2 },
      foscKhz: 190,
    });
    const cells = Array.from({ length: 32 }, (_, index) => 0x21 + index);
    lcd.initialise();
    lcd.show(frameOf(16, 2, cells));
    lcd.setBacklight(true);
    expect([panel.lcd.cellCodes().flat(), panel.lcd.violations]).toEqual([cells, []]);
    expect([panel.backpack?.texts()[0], panel.lcd.isLit]).toEqual(['3f 08', true]);
  });

  it('draws a custom glyph from its dots', () => {
    const lcd = shownBy(16, 2, frameOf(16, 2, [0, ...new Array<number>(31).fill(0x20)]));
    expect(lcd.cellDots(0, 0)).toEqual([...NOTE]);
  });

  it('draws letters from the dots of ROM A00', () => {
    const lcd = shownBy(16, 2, frameOf(16, 2, new Array<number>(32).fill(0x21)));
    expect(lcd.cellDots(0, 0)).toEqual([4, 4, 4, 4, 0, 0, 4, 0]);
  });

  it('is one script, with the imports that mcsim offers', async () => {
    const script = await bundleWindow();
    const imports = Array.from(script.matchAll(/^import .* from "(.*)";$/gm), ([, name]) => name);
    expect(imports.sort()).toEqual(['ControlsPane', 'DevicePane']);
  });
});
