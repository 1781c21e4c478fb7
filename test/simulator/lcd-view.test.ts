import { describe, expect, it } from '@jest/globals';
import { HIGH_BARS } from '../../device/screen/glyphs.js';
import { letterGlyph } from '../../device/screen/letter-glyphs.js';
import { lcdJson, lcdText, liveBus, liveLcd, readableRows } from '../../simulator/lcd-view.js';
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
    const json = JSON.parse(JSON.stringify(lcdJson(lcd)));
    expect(Object.keys(json).sort()).toEqual(['backlight', 'cells', 'cgram', 'rows']);
    expect(json.cells[0].slice(0, 2)).toEqual([0x41, 0x20]);
    expect(json.cells[1][0]).toBe(1);
    expect(json.cgram).toHaveLength(64);
    expect(json.backlight).toBe(true);
  });
});

describe('liveLcd', () => {
  it('holds two digits per row of dots, eight rows per cell', () => {
    const lcd = new FakeLcd();
    lcd.show('\uE000', '');
    const { dots } = liveLcd(lcd);
    expect(dots).toHaveLength(16 * 2 * 8 * 2);
    expect(dots.slice(0, 16)).toBe('1010101010101000');
  });
});

describe('liveBus', () => {
  it('describes a violation', () => {
    const lcd = new FakeLcd();
    lcd.violations.push({
      kind: 'busy',
      atNs: 1_500_000,
      detail: '20 ns too early after write "A"',
    });
    expect(liveBus(lcd).violations).toEqual(['1.500 ms busy: 20 ns too early after write "A"']);
  });

  it('keeps only the newest bytes', () => {
    const lcd = new FakeLcd();
    for (let byte = 0; byte < 64; byte++)
      lcd.lastBytes.push({ atNs: byte, rs: 1, byte, meaning: 'write' });
    const { lastBytes } = liveBus(lcd);
    expect(lastBytes[0]?.byte).toBe(40);
    expect(lastBytes.at(-1)?.byte).toBe(63);
  });
});

describe('readableRows', () => {
  it('reads the glyphs of the bar and of the marks', () => {
    const lcd = new FakeLcd();
    lcd.show('\uE000\uE001\uE002\uE003\uE004', '\uE005\uE006\uE007 0:12');
    expect(readableRows(lcd).map((row) => row.trimEnd())).toEqual(['▎▍▋▊█', '▶‖◉ 0:12']);
  });

  it.each([
    ['a bar as high as a full block', HIGH_BARS[1] ?? [], '▍'],
    ['an empty glyph', [0, 0, 0, 0, 0, 0, 0, 0], ' '],
    ['a letter that the ROM lacks', letterGlyph('ł') ?? [], 'ł'],
    ['an unknown glyph', [14, 1, 15, 17, 15, 2, 4, 8], '□'],
  ])('reads %s', (_case, dots, sign) => {
    const lcd = new FakeLcd();
    lcd.cgram.set(dots);
    lcd.show('\uE000');
    expect(readableRows(lcd)[0]?.slice(0, 1)).toBe(sign);
  });
});
