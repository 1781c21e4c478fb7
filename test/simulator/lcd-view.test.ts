import { describe, expect, it } from '@jest/globals';
import { GLYPHS } from '../../device/screen/glyphs.js';
import {
  glyphSign,
  lcdJson,
  lcdText,
  liveBus,
  liveLcd,
  readableRows,
} from '../../simulator/lcd-view.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { FakeLcd } from './fake-lcd.js';

describe('lcdText', () => {
  it('is each row in full and a newline', () => {
    const lcd = new FakeLcd();
    lcd.show('Paper Lanterns', '\uE005 0:12');
    expect(lcdText(lcd)).toBe('Paper Lanterns  \n\uE005 0:12          \n');
  });

  it('reads the emulator itself, as many characters a row as columns', () => {
    const lcd = new Hd44780Emulator({ geometry: { columns: 20, rows: 4 }, nowNs: () => 0 });
    const rows = lcdText(lcd).split('\n');
    expect(rows.pop()).toBe('');
    expect(rows.map((row) => Array.from(row).length)).toEqual([20, 20, 20, 20]);
  });
});

describe('lcdJson', () => {
  it('holds rows, cells, the 64 rows of CGRAM and the backlight', () => {
    const lcd = new FakeLcd();
    lcd.show('A', '\uE001');
    const json = JSON.parse(JSON.stringify(lcdJson(lcd, true)));
    expect(Object.keys(json).sort()).toEqual(['backlight', 'cells', 'cgram', 'rows']);
    expect(json.cells[0].slice(0, 2)).toEqual([0x41, 0x20]);
    expect(json.cells[1][0]).toBe(1);
    expect(json.cgram).toHaveLength(64);
    expect(json.backlight).toBe(true);
  });
});

describe('liveLcd', () => {
  it('holds two digits a row of dots, eight rows a cell', () => {
    const lcd = new FakeLcd();
    lcd.show('\uE000', '');
    const { dots } = liveLcd(lcd, false);
    expect(dots).toHaveLength(16 * 2 * 8 * 2);
    expect(dots.slice(0, 16)).toBe('1010101010101000');
  });
});

describe('liveBus', () => {
  it('tells a violation in words, with both times', () => {
    const lcd = new FakeLcd();
    lcd.violations.push({
      kind: 'busy',
      atNs: 1_500_000,
      measuredNs: 20,
      requiredNs: 37,
      detail: 'E fell',
    });
    expect(liveBus(lcd).violations).toEqual(['1.500 ms busy (20 ns of 37 ns): E fell']);
  });

  it('keeps to the newest bytes', () => {
    const lcd = new FakeLcd();
    for (let byte = 0; byte < 64; byte++)
      lcd.lastBytes.push({ atNs: byte, rs: 1, byte, meaning: 'write' });
    const { lastBytes } = liveBus(lcd);
    expect(lastBytes[0]?.byte).toBe(40);
    expect(lastBytes.at(-1)?.byte).toBe(63);
  });
});

describe('glyphSign', () => {
  it('reads the device’s own glyphs', () => {
    expect(GLYPHS.map(glyphSign).join('')).toBe('▎▍▋▊█▶‖◉');
  });

  it.each([
    ['an empty glyph', [0, 0, 0, 0, 0, 0, 0, 0], ' '],
    ['a bar with a rim', [31, 24, 24, 24, 24, 24, 31, 0], '▍'],
    ['a triangle with a dot off', [16, 24, 28, 31, 28, 24, 16, 0], '▶'],
    ['a letter', [14, 1, 15, 17, 15, 2, 4, 8], '□'],
  ])('reads %s', (_case, dots, sign) => {
    expect(glyphSign(dots)).toBe(sign);
  });
});

describe('readableRows', () => {
  it('is blank while the display is off', () => {
    const lcd = new FakeLcd();
    lcd.show('Paper Lanterns', '');
    lcd.isOn = false;
    expect(readableRows(lcd)).toEqual([' '.repeat(16), ' '.repeat(16)]);
  });
});
