/** Pins that would stop the chip are named before anybody claims them. */
import { describe, expect, it } from '@jest/globals';
import { goodPins, readBoardPins } from '../../../device/shared/board-pins.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { wiringPins } from '../../../device/shared/wiring.js';

describe('readBoardPins', () => {
  it('has nothing against the pins of docs/wiring.md, with BOOT as the button', () => {
    expect(readBoardPins(wiringPins(DEFAULTS.wiring), undefined)).toEqual({
      button: 0,
      spareButton: undefined,
      problems: [],
    });
  });

  it('knows BOOT as another way in, unless the display has taken it', () => {
    const spares = [{ pin_rs: 19 }, { pin_rs: 0 }].map(
      (outputs) => readBoardPins(outputs, '27').spareButton,
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
  ])('refuses GPIO %i for an output by the name of its setting', (pin, problem) => {
    expect(readBoardPins({ pin_e: pin }, 'none').problems).toEqual([
      { name: 'pin_e', problem: expect.stringMatching(problem) },
    ]);
  });

  it('names the backlight among the outputs where there is one', () => {
    const outputs = wiringPins({ ...DEFAULTS.wiring, backlightPin: 7 });
    expect(readBoardPins(outputs, 'none').problems).toMatchObject([{ name: 'pin_backlight' }]);
  });

  it.each([
    ['', 0],
    ['none', undefined],
    ['35', 35],
    [27, 27],
  ])('reads %j as a button on GPIO %j', (value, button) => {
    expect(readBoardPins({ pin_rs: 19 }, value)).toMatchObject({ button, problems: [] });
  });

  it.each(['x', '40', '-1', '19', '6', '1', '28'])('refuses %j for the button', (value) => {
    expect(readBoardPins({ pin_rs: 19 }, value).problems).toMatchObject([{ name: 'pin_button' }]);
  });
});

describe('goodPins', () => {
  it('offers what docs/wiring.md calls good, and nothing that selects how the chip starts', () => {
    expect(goodPins()).toEqual([4, 13, 14, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27]);
  });
});
