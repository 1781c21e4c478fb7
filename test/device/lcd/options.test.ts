/** A display that cannot be is refused before any pin is claimed. */
import { describe, expect, it } from '@jest/globals';
import { LcdController } from '../../../device/lcd/controller.js';
import { LcdOptionsError, type LcdOptions } from '../../../device/lcd/options.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { SIXTEEN_BY_TWO } from './rig.js';

const { pins } = DEFAULTS;

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
      { kind: 'pin-used-twice', pin: pins.rs, lines: ['rs', 'd7'] },
      'rs and d7 are both on GPIO 19',
    ],
    [
      'the backlight on a data line',
      { backlightPin: pins.d4 },
      { kind: 'pin-used-twice', pin: pins.d4, lines: ['d4', 'backlight'] },
      'd4 and backlight',
    ],
    [
      'a pin of the other bank',
      { pins: { ...pins, e: 32 } },
      { kind: 'pin-outside-bank', pin: 32, line: 'e' },
      'e is on GPIO 32, outside 0 to 31',
    ],
    ['half a pin', { pins: { ...pins, e: 1.5 } }, { kind: 'pin-outside-bank', line: 'e' }, '1.5'],
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
    ['a clock that is too fast', { foscKhz: 400 }, { kind: 'oscillator' }, '400 kHz'],
  ])('refuses %s and claims nothing', (_name, change, problem, message) => {
    const attempted = attempt(change);
    expect(attempted).toMatchObject({ claims: 0, problem });
    expect(attempted.message).toContain(message);
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
