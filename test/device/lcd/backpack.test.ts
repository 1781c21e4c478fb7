/** The driver behind an I2C backpack: the cells are right, a frame is one transaction, and lost bytes are healed. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backpackLines } from '../../../device/lcd/backpack.js';
import { LcdController } from '../../../device/lcd/controller.js';
import type { Frame, Geometry, Glyph } from '../../../device/shared/frame.js';
import type { I2c } from '../../../device/shared/ports.js';
import type { BackpackWiring } from '../../../device/shared/settings.js';
import { BEHIND_BACKPACK, EmulatedBackpack } from '../../../simulator/hd44780/backpack.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import type { EmulatorOptions } from '../../../simulator/hd44780/options.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { frameOf, SIXTEEN_BY_TWO } from './rig.js';

interface RigOptions extends Partial<Omit<EmulatorOptions, 'nowNs'>> {
  readonly khz?: number;
  /** The wire's real clock, if it is slower. */
  readonly wireKhz?: number;
  readonly wiring?: Partial<BackpackWiring>;
  /** Of the chip. */
  readonly address?: number;
}

function backpackRig({ khz = 100, wireKhz, wiring, address, ...emulated }: RigOptions = {}) {
  const { clock } = new VirtualTime();
  const geometry = emulated.geometry ?? SIXTEEN_BY_TWO;
  const foscKhz = emulated.foscKhz ?? 190;
  const emulator = new Hd44780Emulator({
    ...BEHIND_BACKPACK,
    ...emulated,
    ...{ geometry, foscKhz, nowNs: () => clock.nowUs() * 1000 },
  });
  const chip = new EmulatedBackpack({ lcd: emulator, clock, address, khz: wireKhz ?? khz });
  const sent: number[][] = [];
  const lost: string[] = [];
  const logged: string[] = [];
  /** Bytes of the next transactions that reach the chip before the wire breaks. */
  const cuts: number[] = [];
  let closedCount = 0;
  const i2c: I2c = {
    khz,
    close: () => (closedCount += 1),
    write: (to, bytes) => {
      sent.push([...bytes]);
      const cut = cuts.shift();
      chip.write(to, bytes.subarray(0, cut));
      if (cut !== undefined) throw new Error('write failed');
    },
  };
  const lines = backpackLines({
    wiring: {
      ...({ bus: 'pcf8574', address: undefined, sda: 21, scl: 22 } as const),
      ...{ backlightActive: 'high', ...wiring },
    },
    i2c,
    clock,
    log: { write: (level, message) => void logged.push(`${level} ${message}`) },
    onLost: (error) => lost.push(String(error)),
  });
  const lcd = new LcdController({ ...lines, geometry, foscKhz });
  const heal = (): void => {
    let us: number | undefined = lcd.startHealing();
    for (; us !== undefined; us = lcd.heal()) clock.waitUntilUs(clock.nowUs() + us);
  };
  const closed = (): number => closedCount;
  return { emulator, chip, sent, lost, logged, cuts, lcd, heal, clock, closed };
}

const SPEEDS = [
  [100, 190],
  [100, 270],
  [400, 190],
  [400, 270],
] as const;

/** Letters, and the eight slots with dots that change. */
function framesArb(geometry: Geometry): fc.Arbitrary<readonly Frame[]> {
  const size = geometry.columns * geometry.rows;
  const dots = fc.integer({ min: 0, max: 31 });
  const glyph = fc.tuple(dots, dots, dots, dots, dots, dots, dots, dots);
  return fc.array(
    fc.record({
      geometry: fc.constant(geometry),
      cells: fc
        .array(fc.constantFrom(0, 1, 7, 0x41, 0x42, 0x20), { minLength: size, maxLength: size })
        .map((codes) => Uint8Array.from(codes)),
      glyphs: fc.tuple(glyph, glyph).map(([first, last]) => {
        const none = new Array<undefined>(5).fill(undefined);
        return [first, first, ...none, last];
      }),
    }),
    { minLength: 1, maxLength: 4 },
  );
}

describe.each(SPEEDS)('a backpack at %i kHz, its display at %i', (khz, foscKhz) => {
  it.each([SIXTEEN_BY_TWO, { columns: 20, rows: 4 }])('shows any frames on %j', (geometry) => {
    fc.assert(
      fc.property(framesArb(geometry), (frames) => {
        const { lcd, emulator, lost } = backpackRig({ khz, foscKhz, geometry });
        lcd.initialise();
        for (const { cells, ...rest } of frames) {
          lcd.show({ ...rest, cells });
          expect(emulator.cellCodes().flat()).toEqual([...cells]);
          const shown = [...cells].filter((code) => code < 8);
          for (const code of shown)
            expect([...emulator.cgram.subarray(code * 8, code * 8 + 8)]).toEqual(rest.glyphs[code]);
        }
        expect([emulator.violations, emulator.counts.visibleDots, lost]).toEqual([[], 0, []]);
      }),
      { seed: 18, numRuns: 40 },
    );
  });

  it.each([
    { wake: { bits: 8 } },
    // The device alone has restarted: E is low.
    { wake: { bits: 4 }, linesAtStart: 0 },
    { wake: { bits: 4, held: { nibble: 0, rs: 0 } }, linesAtStart: 0 },
    { wake: { bits: 4, held: { nibble: 0, rs: 1 } }, linesAtStart: 0 },
  ] as const)('initialises a display that wakes in %j', (wake) => {
    const { lcd, emulator } = backpackRig({ khz, foscKhz, ...wake });
    lcd.initialise();
    lcd.show(frameOf(['Hello', 'world']));
    expect(emulator.text().map((row) => row.trimEnd())).toEqual(['Hello', 'world']);
    expect(emulator.violations).toEqual([]);
  });

  it('initialises a display that stayed in 4-bit mode when the backpack was reset', () => {
    // Letting go of E is half a byte to it, which the first nibble completes.
    for (const mixedRs of ['first', 'second'] as const) {
      const { lcd, emulator } = backpackRig({ khz, foscKhz, wake: { bits: 4 }, mixedRs });
      lcd.initialise();
      lcd.show(frameOf(['Hello', 'world']));
      expect(emulator.text().map((row) => row.trimEnd())).toEqual(['Hello', 'world']);
    }
  });
});

describe('the bytes on the wire', () => {
  it('are one transaction a frame, four for each byte and one where RS changes', () => {
    const { lcd, sent } = backpackRig();
    lcd.initialise();
    lcd.show(frameOf(['Hello', 'world']));
    sent.length = 0;
    lcd.show(frameOf(['Hallo', 'wOrld']));
    // To a seek from RS low, as the display was turned on last; then a write, a seek and a write.
    expect(sent.map(({ length }) => length)).toEqual([4 + 5 + 5 + 5]);
    sent.length = 0;
    lcd.show(frameOf(['HallO', 'wOrlD']));
    expect(sent.map(({ length }) => length)).toEqual([5 + 5 + 5 + 5]);
    sent.length = 0;
    lcd.show(frameOf(['HallO', 'wOrlD']));
    expect(sent).toEqual([]);
  });

  it('write over one cell that stays, which costs less than a seek', () => {
    const { lcd, sent, emulator } = backpackRig();
    lcd.initialise();
    lcd.show(frameOf(['3:59']));
    lcd.show(frameOf(['x:59']));
    sent.length = 0;
    lcd.show(frameOf(['x:00', 'y']));
    // A write over the colon, which the counter has reached, and the two after it; then a seek and a write.
    expect(sent.map(({ length }) => length)).toEqual([4 * 3 + 5 + 5]);
    expect(emulator.text()[0]).toBe('x:00'.padEnd(16));
  });

  it.each(['high', 'low'] as const)(
    'never raise R/W, and hold a backlight that is active %s',
    (active) => {
      const wired = { backlightActive: active };
      const { lcd, sent, emulator } = backpackRig({ wiring: wired, ...wired });
      lcd.initialise();
      lcd.show(frameOf(['Hello']));
      expect(emulator.isLit).toBe(false);
      sent.length = 0;
      lcd.setBacklight(true);
      lcd.setBacklight(true);
      expect([sent.length, emulator.isLit]).toEqual([1, true]);
      lcd.show(frameOf(['World']));
      expect(sent.flat().every((byte) => (byte & 8) === (active === 'high' ? 8 : 0))).toBe(true);
      lcd.turnOff();
      lcd.setBacklight(false);
      expect([emulator.isOn, emulator.isLit]).toEqual([false, false]);
      expect(sent.flat().filter((byte) => byte & 2)).toEqual([]);
      expect(emulator.violations).toEqual([]);
    },
  );
});

describe('the waits behind a backpack', () => {
  it.each(SPEEDS)('are long enough on a wire slower than %i kHz, display at %i', (khz, foscKhz) => {
    const { lcd, emulator, heal } = backpackRig({ khz, wireKhz: 0.8 * khz, foscKhz });
    lcd.initialise();
    for (const text of ['Hello', 'World']) {
      lcd.show(frameOf([text, text]));
      heal();
    }
    expect(emulator.text()[1]).toBe('World'.padEnd(16));
    expect(emulator.violations).toEqual([]);
  });

  it.each(SPEEDS)('are no longer than the display needs, at %i kHz and %i', (khz, foscKhz) => {
    const { lcd, emulator } = backpackRig({ khz, foscKhz });
    lcd.initialise();
    const [clear, next] = emulator.lastBytes.slice(-2);
    // E rises when the clear is done, and falls for the second time three bytes later.
    const us = 410.4 * (1000 / foscKhz) + 3 * (9000 / khz);
    expect([clear!.byte, (next!.atNs - clear!.atNs) / 1000]).toEqual([1, expect.closeTo(us, 1)]);
  });

  it('cost no byte at the start of a frame that follows at once', () => {
    const { lcd, sent, clock } = backpackRig({ khz: 400, foscKhz: 270 });
    lcd.initialise();
    lcd.show(frameOf(['a']));
    lcd.show(frameOf(['ab']));
    sent.length = 0;
    lcd.show(frameOf(['abc']));
    clock.waitUntilUs(clock.nowUs() + 1e6);
    lcd.show(frameOf(['abcd']));
    expect(sent[0]!.length).toBe(sent[1]!.length);
  });
});

describe('a frame that is too long for one transaction', () => {
  it('is shown all the same', () => {
    const geometry = { columns: 20, rows: 4 };
    const { lcd, sent, emulator } = backpackRig({ khz: 400, foscKhz: 270, geometry });
    const cells = Uint8Array.from({ length: 80 }, (_, cell) => cell % 8);
    const glyphsOf = (dots: number): Frame['glyphs'] =>
      new Array<Glyph>(8).fill([dots, dots, dots, dots, dots, dots, dots, dots]);
    lcd.initialise();
    lcd.show({ geometry, cells, glyphs: glyphsOf(1) });
    sent.length = 0;
    lcd.show({ geometry, cells, glyphs: glyphsOf(2) });
    expect(sent.length).toBeGreaterThan(1);
    expect(emulator.cellCodes().flat()).toEqual([...cells]);
    expect([...emulator.cgram]).toEqual(glyphsOf(2).flat());
  });
});

describe('a test of the wires', () => {
  it('raises one port of the backpack at a time, and the display works again afterwards', () => {
    const { lcd, sent, heal, emulator } = backpackRig();
    lcd.initialise();
    lcd.show(frameOf(['Hello']));
    sent.length = 0;
    for (let line = 0; lcd.raiseLine(line); line += 1);
    expect(sent).toEqual([[0x01], [0x04], [0x10], [0x20], [0x40], [0x80], [0x08], [0x00]]);
    heal();
    lcd.show(frameOf(['Hello']));
    expect(emulator.text()[0]).toBe('Hello'.padEnd(16));
  });
});

describe('a backpack that is lost', () => {
  it.each(Array.from({ length: 22 }, (_, cut) => cut))(
    'heals after a transaction that breaks off after %i bytes',
    (cut) => {
      const { lcd, emulator, sent, lost, cuts, heal, clock } = backpackRig({
        whileBusy: 'execute',
      });
      lcd.initialise();
      lcd.show(frameOf(['Hello', 'world']));
      cuts.push(cut);
      lcd.show(frameOf(['Other', 'words']));
      expect(lost).toEqual(['Error: write failed']);
      const { length } = sent;
      lcd.show(frameOf(['Third', 'words']));
      expect(sent.length).toBe(length);
      clock.waitUntilUs(clock.nowUs() + 1e6);
      heal();
      lcd.show(frameOf(['Third', 'words']));
      expect(emulator.text().map((row) => row.trimEnd())).toEqual(['Third', 'words']);
      expect([emulator.isOn, lost.length]).toEqual([true, 1]);
    },
  );

  it('is reported once when it is lost in the middle of a self-heal', () => {
    const { lcd, chip, sent, lost } = backpackRig();
    lcd.initialise();
    lcd.startHealing();
    lcd.heal();
    chip.isConnected = false;
    sent.length = 0;
    lcd.heal();
    lcd.heal();
    expect([sent.length, lost]).toEqual([1, ['Error: write failed']]);
  });

  it('costs no time to write to', () => {
    const { lcd, chip, clock } = backpackRig();
    lcd.initialise();
    chip.isConnected = false;
    lcd.startHealing();
    const atUs = clock.nowUs();
    lcd.heal();
    lcd.heal();
    expect(clock.nowUs()).toBe(atUs);
  });

  it('is logged when it is found, not at each self-heal', () => {
    const { lcd, chip, lost, logged, heal } = backpackRig();
    chip.isConnected = false;
    lcd.initialise();
    const missing = '0x27: Error: write failed, 0x3f: Error: write failed';
    expect(lost).toEqual([`Error: no backpack at ${missing}`]);
    chip.isConnected = true;
    heal();
    heal();
    expect(logged).toEqual(['info display: backpack at 0x27']);
  });

  it('is left to others when the display is closed', () => {
    const { lcd, sent, closed } = backpackRig();
    lcd.close();
    expect([sent.length, closed()]).toEqual([0, 1]);
  });

  it('gets one short transaction an attempt until it answers, and then the whole frame', () => {
    const { lcd, chip, sent, lost, heal, emulator } = backpackRig({ wiring: { address: 0x27 } });
    chip.isConnected = false;
    lcd.initialise();
    lcd.show(frameOf(['Hello']));
    heal();
    lcd.setBacklight(true);
    expect(sent.map(({ length }) => length)).toEqual([1, 1]);
    expect(lost).toEqual(new Array(2).fill('Error: no backpack at 0x27: Error: write failed'));
    chip.isConnected = true;
    heal();
    lcd.show(frameOf(['Hello']));
    expect(emulator.text()[0]).toBe('Hello'.padEnd(16));
    expect([emulator.isLit, emulator.isOn, emulator.violations]).toEqual([true, true, []]);
  });

  it.each([
    [undefined, 0x27, true],
    [undefined, 0x3f, true],
    [undefined, 0x20, false],
    [0x20, 0x20, true],
    [0x27, 0x3f, false],
  ])('is looked for at %s: one at %i is found: %s', (wanted, address, isFound) => {
    const { lcd, lost, emulator } = backpackRig({ wiring: { address: wanted }, address });
    lcd.initialise();
    lcd.show(frameOf(['Hello']));
    expect([lost.length === 0, emulator.isOn]).toEqual([isFound, isFound]);
  });
});
