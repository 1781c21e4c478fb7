/** The driver against the emulator: correct from every power-on state, never too early, with the fewest bytes. */
import { describe, expect, it } from '@jest/globals';
import { LcdController } from '../../../device/lcd/controller.js';
import type { OpenBank } from '../../../device/shared/ports.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { GLYPHS } from '../../../device/screen/glyphs.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import type { Wake } from '../../../simulator/hd44780/interface.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { timedBank } from '../../../simulator/ports/bank.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { frameOf, lcdRig, SIXTEEN_BY_TWO } from './rig.js';

const NIBBLES = Array.from({ length: 16 }, (_, nibble) => nibble);
const WAKES: readonly (readonly [string, Wake])[] = [
  ['8-bit', { bits: 8 }],
  ['4-bit', { bits: 4 }],
  ...NIBBLES.flatMap((nibble) =>
    ([0, 1] as const).map(
      (rs) =>
        [`4-bit, holding ${nibble} with RS ${rs}`, { bits: 4, held: { nibble, rs } }] as const,
    ),
  ),
];
/** A bank that gives E one pulse too many after the nth write, with whatever the other lines say. */
function glitchAt(
  emulator: Hd44780Emulator,
  edge: number,
  { clock }: VirtualTime,
): { readonly openBank: OpenBank } {
  const e = (1 << DEFAULTS.wiring.pins.e) >>> 0;
  let writes = 0;
  const drive = (levels: number): void =>
    emulator.driveLevels(clock.nowUs() * 1000, DEFAULTS.wiring.pins, levels);
  const openBank: OpenBank = () => ({
    write: (wanted) => {
      drive(wanted);
      writes += 1;
      if (writes !== edge + 1) return;
      clock.waitUntilUs(clock.nowUs() + 1);
      drive((wanted ^ e) >>> 0);
      clock.waitUntilUs(clock.nowUs() + 1);
      drive(wanted);
    },
    close: () => undefined,
  });
  return { openBank: timedBank(openBank, clock) };
}

function driverOf({ clock }: VirtualTime) {
  const { foscKhz } = DEFAULTS;
  const { pins } = DEFAULTS.wiring;
  return { pins, foscKhz, clock, geometry: SIXTEEN_BY_TWO };
}

const ROWS = ['Title - Artist 1', '>1:23 ##### 4:56'];
const FULL = ['abcdefghijklmnop', 'ABCDEFGHIJKLMNOP'];

describe('LcdController.initialise', () => {
  it.each(WAKES)('brings the frame up from %s', (_name, wake) => {
    for (const floatingNibble of [0, 0xf])
      for (const foscKhz of [190, 270, 350]) {
        const random = seededRandom(foscKhz + floatingNibble);
        const { emulator, lcd } = lcdRig({
          wake,
          floatingNibble,
          foscKhz,
          ramAtStart: () => Math.floor(random() * 256),
        });
        lcd.initialise();
        lcd.show(frameOf(ROWS));
        expect(emulator.violations).toEqual([]);
        expect(emulator.interface).toEqual({ bits: 4, isAligned: true });
        expect(emulator.text()).toEqual(ROWS);
      }
  });

  it('is in time for a slow oscillator by its own setting alone', () => {
    const { emulator, lcd } = lcdRig({ foscKhz: 190, driver: { foscKhz: 270 } });
    lcd.initialise();
    lcd.show(frameOf(ROWS));
    expect(new Set(emulator.violations.map(({ kind }) => kind))).toEqual(new Set(['busy']));
  });

  it('shows nothing before the first frame stands', () => {
    const { emulator, lcd } = lcdRig();
    lcd.initialise();
    expect(emulator.isOn).toBe(false);
    lcd.show(frameOf(ROWS));
    expect(emulator.lastBytes.at(-1)).toMatchObject({ meaning: 'display on' });
  });

  it('knows nothing of the glyphs of a display that was exchanged', () => {
    const { lcd, time, rewire } = lcdRig();
    lcd.initialise();
    lcd.show(frameOf(ROWS, SIXTEEN_BY_TWO, GLYPHS));
    const nowNs = (): number => time.clock.nowUs() * 1000;
    const other = new Hd44780Emulator({ geometry: SIXTEEN_BY_TWO, nowNs, ramAtStart: () => 0 });
    rewire(other);
    lcd.initialise();
    lcd.show(frameOf(ROWS, SIXTEEN_BY_TWO, GLYPHS));
    expect([...other.cgram]).toEqual(GLYPHS.flat());
  });

  it('claims the lines that are wired, and releases them', () => {
    const { clock } = new VirtualTime();
    const claimed: number[] = [];
    let closedCount = 0;
    const openBank: OpenBank = (mask) => {
      claimed.push(mask);
      return { write: () => undefined, close: () => (closedCount += 1) };
    };
    const { pins } = DEFAULTS.wiring;
    const wired = { openBank, pins, clock, geometry: SIXTEEN_BY_TWO, foscKhz: 270 };
    new LcdController({ ...wired, backlightPin: 26 });
    const lcd = new LcdController(wired);
    const { rs, e, d4, d5, d6, d7 } = pins;
    const six = [rs, e, d4, d5, d6, d7].reduce((mask, pin) => mask + 2 ** pin, 0);
    expect(claimed).toEqual([six + 2 ** 26, six]);
    expect([0, 1, 2, 3, 4, 5, 6].map((line) => lcd.raiseLine(line))).toEqual([
      ...new Array<boolean>(6).fill(true),
      false,
    ]);
    lcd.close();
    expect(closedCount).toBe(1);
  });

  it('recovers a display whatever stray pulse of E disturbed it, at any edge', () => {
    const unhealed: number[] = [];
    for (let edge = 0; edge < 170; edge += 1) {
      const { emulator, lcd, time } = lcdRig();
      lcd.initialise();
      lcd.show(frameOf(FULL));
      const glitching = glitchAt(emulator, edge, time);
      const other = new LcdController({ ...glitching, ...driverOf(time) });
      other.initialise();
      other.show(frameOf(ROWS));
      emulator.violations.length = 0;
      other.initialise();
      other.show(frameOf(ROWS));
      if (emulator.text().join() !== ROWS.join() || emulator.violations.length > 0)
        unhealed.push(edge);
    }
    expect(unhealed).toEqual([]);
  });
});

describe('LcdController.show', () => {
  function started() {
    const rig = lcdRig();
    rig.lcd.initialise();
    rig.lcd.show(frameOf(FULL));
    const bytes = (work: () => void): number => {
      const before = rig.emulator.counts.bytes;
      work();
      return rig.emulator.counts.bytes - before;
    };
    return { ...rig, bytes };
  }
  const changed = (rows: readonly string[], row: number, column: number): string[] =>
    rows.map((text, index) =>
      index === row ? `${text.slice(0, column)}*${text.slice(column + 1)}` : text,
    );

  it('sends a whole frame in 34 bytes', () => {
    const { lcd, bytes } = started();
    // The counter stands behind row two.
    expect(bytes(() => lcd.show(frameOf([FULL[1]!, FULL[0]!])))).toBe(34);
  });

  it('sends a tick in 2 bytes, a tick and a cell of the bar in 4', () => {
    const { lcd, bytes } = started();
    const ticked = changed(FULL, 1, 15);
    expect(bytes(() => lcd.show(frameOf(ticked)))).toBe(2);
    const again = changed(changed(FULL, 1, 6), 1, 14);
    expect(bytes(() => lcd.show(frameOf(changed(again, 1, 15))))).toBe(4);
  });

  it('sends nothing for the frame that stands', () => {
    const { lcd, bytes } = started();
    expect(bytes(() => lcd.show(frameOf(FULL)))).toBe(0);
  });

  it('turns off in one byte, once, and on with the next frame', () => {
    const { lcd, emulator, bytes } = started();
    expect(bytes(() => lcd.turnOff())).toBe(1);
    expect(bytes(() => lcd.turnOff())).toBe(0);
    expect(emulator.isOn).toBe(false);
    expect(bytes(() => lcd.show(frameOf(FULL)))).toBe(1);
    expect(emulator.isOn).toBe(true);
  });

  it('writes no cell that is right already and seeks nowhere it stands', () => {
    const { lcd, emulator } = started();
    lcd.show(frameOf(ROWS));
    lcd.show(frameOf(FULL));
    expect(emulator.counts).toMatchObject({ redundantWrites: 0, redundantSeeks: 0 });
  });

  it('sets a DDRAM address after glyphs, and writes before them where the counter stands', () => {
    const { lcd, emulator, bytes } = started();
    const one = changed(FULL, 0, 0);
    lcd.show(frameOf(one));
    const two = changed(one, 0, 1);
    const glyphs = GLYPHS.slice(0, 1);
    expect(bytes(() => lcd.show(frameOf(two, SIXTEEN_BY_TWO, glyphs)))).toBe(1 + 9);
    const three = changed(two, 0, 2);
    expect(bytes(() => lcd.show(frameOf(three, SIXTEEN_BY_TWO, glyphs)))).toBe(2);
    expect(emulator.text()).toEqual(three);
    expect(emulator.violations).toEqual([]);
  });

  it('loads eight glyphs in 65 bytes, once', () => {
    const { lcd, emulator, bytes } = started();
    const frame = frameOf(FULL, SIXTEEN_BY_TWO, GLYPHS);
    expect(bytes(() => lcd.show(frame))).toBe(65);
    expect(bytes(() => lcd.show(frame))).toBe(0);
    expect([...emulator.cgram]).toEqual(GLYPHS.flat());
  });

  it('loads only the rows of dots that changed', () => {
    const { lcd, emulator, bytes } = started();
    lcd.show(frameOf(FULL, SIXTEEN_BY_TWO, GLYPHS));
    const [one, two, three, ...rest] = GLYPHS;
    const swapped = [one, three, two, ...rest];
    expect(bytes(() => lcd.show(frameOf(FULL, SIXTEEN_BY_TWO, swapped)))).toBe(7 + 2 + 7);
    expect([...emulator.cgram]).toEqual(swapped.flat());
  });

  it('makes four bank writes a byte, five where RS changes', () => {
    const { lcd, bankWrites } = started();
    const count = (rows: readonly string[]): number => {
      const before = bankWrites.length;
      lcd.show(frameOf(rows));
      return bankWrites.length - before;
    };
    // A seek with RS low, as the instruction before it had it, then two writes with RS high.
    expect(count(changed(changed(FULL, 0, 3), 0, 4))).toBe(4 + 5 + 4);
    // One more at the counter: no seek, and RS is high still.
    expect(count(changed(changed(changed(FULL, 0, 3), 0, 4), 0, 5))).toBe(4);
  });

  it.each([
    ['high', 1],
    ['low', 0],
  ] as const)('switches a backlight that is active %s in one write and keeps it', (active, lit) => {
    const wired = { backlightPin: 26, backlightActive: active };
    const { lcd, emulator, bankWrites } = lcdRig({ driver: wired, ...wired });
    lcd.initialise();
    expect(emulator.isLit).toBe(false);
    const before = bankWrites.length;
    lcd.setBacklight(true);
    lcd.setBacklight(true);
    expect(bankWrites.length - before).toBe(1);
    const from = bankWrites.length;
    lcd.show(frameOf(ROWS));
    expect(bankWrites.slice(from).every((levels) => ((levels >>> 26) & 1) === lit)).toBe(true);
    lcd.setBacklight(false);
    lcd.show(frameOf(FULL));
    expect(emulator.isLit).toBe(false);
    expect(emulator.text()).toEqual(FULL);
    expect(emulator.violations).toEqual([]);
  });

  it('works on GPIO 31 too', () => {
    const pins = { rs: 31, e: 30, d4: 0, d5: 1, d6: 2, d7: 29 };
    const { lcd, emulator, bankWrites } = lcdRig({ pins });
    lcd.initialise();
    lcd.show(frameOf(ROWS));
    expect(emulator.text()).toEqual(ROWS);
    expect(bankWrites.every((levels) => levels >= 0)).toBe(true);
  });

  it.each([
    { columns: 8, rows: 1 },
    { columns: 16, rows: 1 },
    { columns: 16, rows: 1, addressing: 'split' as const },
    { columns: 8, rows: 2 },
    { columns: 20, rows: 2 },
    { columns: 40, rows: 2 },
    { columns: 16, rows: 4 },
    { columns: 20, rows: 4 },
  ])('shows random frames on %j', (geometry) => {
    const { lcd, emulator } = lcdRig({ geometry });
    const random = seededRandom(geometry.columns * geometry.rows);
    lcd.initialise();
    for (let turn = 0; turn < 30; turn += 1) {
      const rows = Array.from({ length: geometry.rows }, () =>
        Array.from({ length: geometry.columns }, () =>
          'ab c'.charAt(Math.floor(random() * 4)),
        ).join(''),
      );
      lcd.show(frameOf(rows, geometry));
      expect(emulator.text()).toEqual(rows);
    }
    expect(emulator.violations).toEqual([]);
    expect(emulator.counts).toMatchObject({ redundantWrites: 0, redundantSeeks: 0 });
  });
});
