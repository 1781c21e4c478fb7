/** A display upset by a glitch is right after a self-heal; a healthy one shows no sign of it. */
import { describe, expect, it } from '@jest/globals';
import { LcdController } from '../../../device/lcd/controller.js';
import { Healer } from '../../../device/lcd/healer.js';
import type { OpenBank, Timer } from '../../../device/shared/ports.js';
import { GLYPHS } from '../../../device/screen/glyphs.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import type { Registers } from '../../../simulator/hd44780/registers.js';
import { timedBank } from '../../../simulator/ports/bank.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { count } from '../../support/counts.js';
import { frameOf, lcdRig, SIXTEEN_BY_TWO, type LcdRig } from './rig.js';

const ROWS = ['Title - Artist 1', '>1:23 ##### 4:56'];
const NEXT = ['itle - Artist 12', '>1:24 ##### 4:56'];
const EDGE_US = 1;
const { pins } = DEFAULTS.wiring;
const E = (1 << pins.e) >>> 0;

const frame = (rows: readonly string[]) => frameOf(rows, SIXTEEN_BY_TWO, GLYPHS);

function heal({ lcd, time }: Pick<LcdRig, 'lcd' | 'time'>): void {
  let waitUs: number | undefined = lcd.startHealing();
  while (waitUs !== undefined) {
    time.clock.waitUntilUs(time.clock.nowUs() + waitUs);
    waitUs = lcd.heal();
  }
}

/** Frames whose nth bank write has one pulse of E too many, or none where there should be one. */
function disturbed(
  at: number,
  kind: 'lost' | 'doubled',
  mixedRs: 'first' | 'second',
  whileBusy: 'ignore' | 'execute',
) {
  const time = new VirtualTime();
  const { clock } = time;
  const emulator = new Hd44780Emulator({
    geometry: SIXTEEN_BY_TWO,
    foscKhz: 270,
    mixedRs,
    whileBusy,
    nowNs: () => clock.nowUs() * 1000,
  });
  let writesLeft = Infinity;
  let isHit = false;
  const openBank: OpenBank = (mask) => {
    const bank = emulator.openBank(pins)(mask);
    const drive = (levels: number): void => {
      bank.write(levels >>> 0);
      clock.waitUntilUs(clock.nowUs() + EDGE_US);
    };
    return {
      write: (levels) => {
        writesLeft -= 1;
        const isNow = writesLeft === 0;
        isHit ||= isNow;
        if (isNow && kind === 'lost') return drive(levels & ~E);
        drive(levels);
        if (!isNow) return;
        drive(levels ^ E);
        drive(levels);
      },
    };
  };
  const lcd = new LcdController({
    openBank: timedBank(openBank, clock),
    pins,
    clock,
    geometry: SIXTEEN_BY_TWO,
    foscKhz: 270,
  });
  lcd.initialise();
  lcd.show(frame(ROWS));
  writesLeft = at;
  return { emulator, lcd, time, wasHit: () => isHit };
}

describe('LcdController.heal', () => {
  it.each([
    ['lost', 'first', 'ignore'],
    ['lost', 'second', 'ignore'],
    ['doubled', 'first', 'ignore'],
    ['doubled', 'second', 'ignore'],
    ['lost', 'first', 'execute'],
    ['doubled', 'second', 'execute'],
  ] as const)(
    'recovers from an edge of E that is %s (%s RS counts, busy bytes: %s)',
    (kind, mixedRs, whileBusy) => {
      const unhealed: number[] = [];
      // What the display does with bytes that come too early is tried at every write in the long run.
      const step = whileBusy === 'execute' ? count(4, 1) : 1;
      for (let at = 1; ; at += step) {
        const { emulator, lcd, time, wasHit } = disturbed(at, kind, mixedRs, whileBusy);
        lcd.show(frame(NEXT));
        lcd.show(frame(ROWS));
        heal({ lcd, time });
        if (!wasHit()) {
          expect(at).toBeGreaterThan(150);
          break;
        }
        // A disturbed healing is what the next one is for.
        heal({ lcd, time });
        const before = emulator.violations.length;
        lcd.show(frame(NEXT));
        const isRight =
          emulator.text().join() === NEXT.join() &&
          emulator.cgram.join() === GLYPHS.flat().join() &&
          emulator.violations.length === before;
        if (!isRight) unhealed.push(at);
      }
      expect(unhealed).toEqual([]);
    },
  );

  it('recovers a controller that forgot everything, in whatever state it woke', () => {
    const random = seededRandom(18);
    const flip = (): boolean => random() < 0.5;
    for (let held = -1; held < 16; held += 1)
      for (let turn = 0; turn < 8; turn += 1) {
        const registersAtStart: Registers = {
          address: Math.floor(random() * 40),
          isCgram: flip(),
          isIncrement: flip(),
          shiftsOnWrite: flip(),
          isTwoLine: flip(),
          isTall: flip(),
          isOn: flip(),
          isCursorOn: flip(),
          isBlinking: flip(),
          shift: Math.floor(random() * 40),
        };
        const wake = {
          bits: 4 as const,
          ...(held < 0
            ? {}
            : { held: { nibble: held, rs: turn < 4 ? (0 as const) : (1 as const) } }),
        };
        const healthy = lcdRig();
        healthy.lcd.initialise();
        healthy.lcd.show(frame(ROWS));
        // The display is exchanged for one that woke anew; the driver does not know.
        const other = new Hd44780Emulator({
          geometry: SIXTEEN_BY_TWO,
          nowNs: () => healthy.time.clock.nowUs() * 1000,
          wake,
          registersAtStart,
          ramAtStart: () => Math.floor(random() * 256),
          floatingNibble: () => Math.floor(random() * 16),
        });
        healthy.rewire(other);
        heal(healthy);
        expect(other.text()).toEqual(ROWS);
        expect([...other.cgram]).toEqual(GLYPHS.flat());
        expect(other.violations).toEqual([]);
        expect(other.interface).toEqual({ bits: 4, isAligned: true });
      }
  });

  it('shows nothing of itself on a healthy display', () => {
    const { lcd, emulator, time } = lcdRig();
    lcd.initialise();
    lcd.show(frame(ROWS));
    const seen = new Set<string>();
    let waitUs: number | undefined = lcd.startHealing();
    while (waitUs !== undefined) {
      time.clock.waitUntilUs(time.clock.nowUs() + waitUs);
      waitUs = lcd.heal();
      seen.add(`${emulator.isOn} ${emulator.text().join('|')}`);
    }
    expect([...seen]).toEqual([`true ${ROWS.join('|')}`]);
    expect(emulator.counts.visibleDots).toBe(0);
    expect(emulator.violations).toEqual([]);
  });

  it('blocks for 8 ms at the longest, the time of all glyphs and cells', () => {
    const { lcd, time } = lcdRig();
    lcd.initialise();
    lcd.show(frame(ROWS));
    let waitUs: number | undefined = lcd.startHealing();
    while (waitUs !== undefined) {
      time.clock.waitUntilUs(time.clock.nowUs() + waitUs);
      const beforeUs = time.clock.nowUs();
      waitUs = lcd.heal();
      // Its caller does the long waits of the steps before.
      const limitUs = waitUs === undefined ? 8000 : 1000;
      expect(time.clock.nowUs() - beforeUs).toBeLessThan(limitUs);
    }
  });

  it.each([0, 1, 2])('keeps a display off that is turned off after step %i', (step) => {
    const { lcd, emulator, time } = lcdRig();
    lcd.initialise();
    lcd.show(frame(ROWS));
    let waitUs: number | undefined = lcd.startHealing();
    for (let done = 0; waitUs !== undefined; done += 1) {
      const { bytes } = emulator.counts;
      if (done === step) lcd.turnOff();
      expect(emulator.counts.bytes).toBe(bytes);
      time.clock.waitUntilUs(time.clock.nowUs() + waitUs);
      waitUs = lcd.heal();
    }
    expect(emulator.isOn).toBe(false);
    lcd.show(frame(ROWS));
    expect(emulator.text()).toEqual(ROWS);
    expect(emulator.violations).toEqual([]);
  });

  it('leaves a display off that shows nothing yet', () => {
    const { lcd, emulator, time } = lcdRig();
    lcd.initialise();
    heal({ lcd, time });
    expect(emulator.isOn).toBe(false);
  });
});

describe('Healer', () => {
  function healing(everyMs: number) {
    const rig = lcdRig();
    rig.lcd.initialise();
    rig.lcd.show(frame(ROWS));
    let healedCount = 0;
    let isTimerLost = false;
    const { lcd, time } = rig;
    const onHealed = (): void => void (healedCount += 1);
    const timer: Timer = {
      set: (callback, delayMs) =>
        isTimerLost ? () => undefined : time.timer.set(callback, delayMs),
    };
    const healer = new Healer({ lcd, timer, everyMs, onHealed });
    healer.start();
    const withoutTimer = (work: () => void): void => {
      isTimerLost = true;
      work();
      isTimerLost = false;
    };
    return { ...rig, healer, healedCount: () => healedCount, withoutTimer };
  }

  it('heals on its schedule, and without one only on request', () => {
    const scheduled = healing(60_000);
    scheduled.time.advanceUs(59e6);
    expect(scheduled.healedCount()).toBe(0);
    scheduled.time.advanceUs(242e6);
    expect(scheduled.healedCount()).toBe(5);
    const manual = healing(0);
    manual.time.advanceUs(301e6);
    expect(manual.healedCount()).toBe(0);
    manual.healer.now();
    manual.time.advanceUs(1e6);
    expect(manual.healedCount()).toBe(1);
    expect(manual.emulator.text()).toEqual(ROWS);
  });

  it('waits by timers: others run meanwhile, and their frames come after it', () => {
    const { healer, lcd, time, emulator, healedCount } = healing(0);
    healer.now();
    let ranInBetween = 0;
    for (let ms = 1; ms < 12; ms += 1)
      time.timer.set(() => (ranInBetween += healedCount() === 0 ? 1 : 0), ms);
    time.advanceUs(4000);
    lcd.show(frame(NEXT));
    expect(emulator.text()).toEqual(ROWS);
    time.advanceUs(20_000);
    expect(ranInBetween).toBeGreaterThan(6);
    lcd.show(frame(NEXT));
    expect(emulator.text()).toEqual(NEXT);
    expect(emulator.violations).toEqual([]);
  });

  it('heals once for two requests', () => {
    const { healer, time, healedCount, emulator } = healing(0);
    healer.now();
    // After the step that sends a home.
    time.advanceUs(10_000);
    healer.now();
    time.advanceUs(1e6);
    expect([healedCount(), emulator.counts.homes]).toEqual([1, 1]);
  });

  it('leaves no half-healed display behind when it is stopped', () => {
    const { healer, time, emulator, healedCount } = healing(1000);
    healer.now();
    time.advanceUs(4000);
    healer.stop();
    expect(emulator.text()).toEqual(ROWS);
    expect(emulator.interface).toEqual({ bits: 4, isAligned: true });
    time.advanceUs(10e6);
    expect(healedCount()).toBe(0);
    expect(emulator.violations).toEqual([]);
    healer.now();
    time.advanceUs(20_000);
    expect(healedCount()).toBe(1);
  });

  it('takes its whole time when it is stopped', () => {
    const { healer, time, rewire } = healing(0);
    // The first 3 completes a home.
    const other = new Hd44780Emulator({
      geometry: SIXTEEN_BY_TWO,
      nowNs: () => time.clock.nowUs() * 1000,
      wake: { bits: 4, held: { nibble: 0, rs: 0 } },
    });
    rewire(other);
    healer.now();
    healer.stop();
    expect(other.text()).toEqual(ROWS);
    expect(other.violations).toEqual([]);
  });

  it('takes a step whose timer was lost at the second look', () => {
    const { healer, time, healedCount, withoutTimer } = healing(0);
    withoutTimer(() => healer.now());
    healer.catchUp(0);
    time.advanceUs(5e6);
    expect(healedCount()).toBe(0);
    healer.catchUp(5000);
    time.advanceUs(20_000);
    expect(healedCount()).toBe(1);
    healer.catchUp(10_000);
    healer.catchUp(15_000);
    expect(healedCount()).toBe(1);
  });

  it('heals once three intervals have passed without it', () => {
    const { healer, time, healedCount, withoutTimer } = healing(1000);
    withoutTimer(() => healer.start());
    // The first look comes late as well.
    const looksAt = (nowMs: number): number => {
      healer.catchUp(nowMs);
      time.advanceUs(20_000);
      return healedCount();
    };
    expect([7000, 8000, 10_000, 10_001].map(looksAt)).toEqual([0, 0, 0, 1]);
  });

  it('is not late after a self-heal, nor without a schedule', () => {
    const scheduled = healing(1000);
    for (let turn = 1; turn < 8; turn += 1) {
      scheduled.time.advanceUs(1.1e6);
      scheduled.healer.catchUp(100_000 + turn * 1100);
      scheduled.time.advanceUs(20_000);
      expect(scheduled.healedCount()).toBe(turn);
    }
    const manual = healing(0);
    for (const ms of [0, 5000, 1e9]) manual.healer.catchUp(ms);
    manual.time.advanceUs(20_000);
    expect(manual.healedCount()).toBe(0);
  });
});
