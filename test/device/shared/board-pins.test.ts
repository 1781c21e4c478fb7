/** Pins that would stop the chip are rejected before they are opened. */
import { describe, expect, it } from '@jest/globals';
import { goodPins, readBoardPins } from '../../../device/shared/board-pins.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { hardwareProblems } from '../../../device/app/hardware.js';
import { wiringPins } from '../../../device/shared/wiring.js';
import { BOARDS } from '../../../tools/moddable/sdk.js';

describe('readBoardPins', () => {
  it('accepts the pins of docs/wiring.md, with BOOT as the button', () => {
    expect(readBoardPins(wiringPins(DEFAULTS.wiring), {})).toEqual({
      button: 0,
      spareButton: undefined,
      player: {},
      problems: [],
    });
  });

  it('uses BOOT as a second button, unless the display uses its pin', () => {
    const spares = [{ pin_rs: 19 }, { pin_rs: 0 }].map(
      (outputs) => readBoardPins(outputs, { pin_button: '27' }).spareButton,
    );
    expect(spares).toEqual([0, undefined]);
  });

  it.each([
    [6, /flash/],
    [11, /flash/],
    [1, /serial/],
    [3, /serial/],
    [20, /not on a pin/],
    [31, /not on a pin/],
    [34, /input only/],
  ])('rejects GPIO %i for an output by the name of its setting', (pin, problem) => {
    expect(readBoardPins({ pin_e: pin }, { pin_button: 'none' }).problems).toEqual([
      { name: 'pin_e', problem: expect.stringMatching(problem) },
    ]);
  });

  it('includes the backlight in the outputs if there is one', () => {
    const outputs = wiringPins({ ...DEFAULTS.wiring, backlightPin: 7 });
    expect(readBoardPins(outputs, { pin_button: 'none' }).problems).toMatchObject([
      { name: 'pin_backlight' },
    ]);
  });

  it.each([
    ['', 0],
    ['none', undefined],
    ['35', 35],
    [27, 27],
  ])('reads %j as a button on GPIO %j', (value, button) => {
    expect(readBoardPins({ pin_rs: 19 }, { pin_button: value })).toMatchObject({
      button,
      problems: [],
    });
  });

  it.each(['x', '40', '-1', '19', '6', '1', '28'])('refuses %j for the button', (value) => {
    expect(readBoardPins({ pin_rs: 19 }, { pin_button: value }).problems).toMatchObject([
      { name: 'pin_button' },
    ]);
  });
});

describe('the pins of the buttons that control', () => {
  const OUTPUTS = { pin_rs: 19 };

  it('are those that are set', () => {
    expect(
      readBoardPins(OUTPUTS, {
        pin_play: '32',
        pin_next: 'none',
        pin_previous: 0,
        pin_button: '27',
      }),
    ).toEqual({
      button: 27,
      spareButton: undefined,
      player: { play: 32, previous: 0 },
      problems: [],
    });
  });

  it.each([
    ['no number', { pin_play: 'x' }, 'pin_play', /^must be none or a whole number/],
    ['a line of the display', { pin_next: '19' }, 'pin_next', /line of the display/],
    ['the other button', { pin_play: '0' }, 'pin_play', /another button/],
    ['one of themselves', { pin_play: '32', pin_next: '32' }, 'pin_next', /another button/],
    ['the flash', { pin_previous: '6' }, 'pin_previous', /flash/],
  ])('may not be %s', (_case, raw, name, problem) => {
    expect(readBoardPins(OUTPUTS, raw).problems).toEqual([
      { name, problem: expect.stringMatching(problem) },
    ]);
  });
});

describe('goodPins', () => {
  it('offers the pins that docs/wiring.md calls good, and no strapping pins', () => {
    expect(goodPins()).toEqual([4, 13, 14, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27]);
  });

  it.each([
    ['esp32s3', [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21]],
    ['esp32c3', [0, 1, 3, 4, 5, 6, 7, 10]],
    ['of another name', goodPins()],
  ])('offers those of the chip %s', (chip, pins) => {
    expect(goodPins(chip)).toEqual(pins);
  });
});

describe('the boards of npm run flash', () => {
  it.each(Object.entries(BOARDS))('%s has valid default pins for both buses', (_name, board) => {
    for (const bus of ['gpio', 'pcf8574']) expect(hardwareProblems({ ...board, bus })).toEqual([]);
  });

  it('reject pins of another chip', () => {
    const problems = hardwareProblems({ ...BOARDS['esp32/esp32c3'], pin_e: '19' });
    expect(problems).toEqual([{ name: 'pin_e', problem: 'GPIO 19 is used by the serial port' }]);
  });
});
