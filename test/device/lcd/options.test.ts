/** An impossible display is rejected before any pin is opened. */
import { describe, expect, it } from '@jest/globals';
import { LcdController } from '../../../device/lcd/controller.js';
import { LcdOptionsError, type LcdOptions } from '../../../device/lcd/options.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { SIXTEEN_BY_TWO } from './rig.js';

const { pins } = DEFAULTS.wiring;

function attempt(change: Partial<LcdOptions>): {
  claims: number;
  problem: unknown;
  message: string;
} {
  let claims = 0;
  const options: LcdOptions = {
    pins,
    geometry: SIXTEEN_BY_TWO,
    foscKhz: 190,
    clock: new VirtualTime().clock,
    openBank: () => {
      claims += 1;
      return { write: () => undefined, close: () => undefined };
    },
    ...change,
  };
  try {
    new LcdController(options);
    return { claims, problem: undefined, message: '' };
  } catch (error) {
    if (!(error instanceof LcdOptionsError)) throw error;
    return { claims, problem: error.problem, message: error.message };
  }
}

describe('new LcdController', () => {
  it.each<[string, Partial<LcdOptions>, object, string]>([
    [
      'a pin used twice',
      { pins: { ...pins, d7: pins.rs } },
      { kind: 'wiring', name: 'pin_d7', problem: 'is GPIO 19, the same as pin_rs' },
      'pin_d7 is GPIO 19, the same as pin_rs',
    ],
    [
      'the backlight on a data line',
      { backlightPin: pins.d4 },
      { kind: 'wiring', name: 'pin_backlight', problem: 'is GPIO 18, the same as pin_d4' },
      'pin_backlight is GPIO 18',
    ],
    [
      'a pin of the other bank',
      { pins: { ...pins, e: 32 } },
      { kind: 'wiring', name: 'pin_e', problem: 'must be a whole number from 0 to 31' },
      'pin_e must be a whole number from 0 to 31',
    ],
    ['half a pin', { pins: { ...pins, e: 1.5 } }, { kind: 'wiring', name: 'pin_e' }, 'pin_e'],
    [
      'three rows',
      { geometry: { columns: 16, rows: 3 } },
      { kind: 'geometry', geometry: { columns: 16, rows: 3 } },
      '16x3, linear, is not a known panel (8x1, 8x2, 16x1, 16x2, 16x4, 20x2, 20x4, 40x2',
    ],
    ...[
      [40, 4],
      [7, 1],
      [12, 4],
      [8, 4],
      [13, 2],
      [17, 1],
      [39, 2],
      [40, 1],
      [16.5, 2],
      [NaN, 2],
      [16, -2],
    ].map(([columns, rows]): [string, Partial<LcdOptions>, object, string] => [
      `a ${columns}x${rows}`,
      { geometry: { columns: columns!, rows: rows! } },
      { kind: 'geometry' },
      `${columns}x${rows}, linear, is not a known panel`,
    ]),
    [
      'another wiring',
      { geometry: { columns: 16, rows: 1, addressing: 'odd' as 'split' } },
      { kind: 'geometry' },
      '16x1, odd, is not a known panel',
    ],
    [
      'a split 8x1',
      { geometry: { columns: 8, rows: 1, addressing: 'split' } },
      { kind: 'geometry' },
      'or a split 16x1',
    ],
    [
      'two split rows',
      { geometry: { columns: 16, rows: 2, addressing: 'split' } },
      { kind: 'geometry' },
      'split',
    ],
    [
      'a clock given as a text',
      { foscKhz: '270' as unknown as number },
      { kind: 'oscillator' },
      '"270" kHz is not a number from 125 to 350',
    ],
    ['a clock that is too fast', { foscKhz: 351 }, { kind: 'oscillator' }, '351 kHz'],
    ['a clock that is too slow', { foscKhz: 124 }, { kind: 'oscillator' }, '124 kHz'],
  ])('refuses %s and claims nothing', (_name, change, problem, message) => {
    const attempted = attempt(change);
    expect(attempted).toMatchObject({ claims: 0, problem });
    expect(attempted.message).toContain(message);
  });

  it.each([125, 350])('takes a clock of %i kHz', (foscKhz) => {
    expect(attempt({ foscKhz }).problem).toBeUndefined();
  });

  it.each([
    { columns: 8, rows: 1 },
    { columns: 8, rows: 2 },
    { columns: 16, rows: 1 },
    { columns: 16, rows: 1, addressing: 'split' as const },
    { columns: 16, rows: 2 },
    { columns: 16, rows: 4 },
    { columns: 20, rows: 2 },
    { columns: 20, rows: 4 },
    { columns: 40, rows: 2 },
  ])('takes %j', (geometry) => {
    expect(attempt({ geometry })).toEqual({ claims: 1, problem: undefined, message: '' });
  });
});
