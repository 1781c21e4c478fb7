/** Checks the GPIOs of the display and the button, and reports problems by setting before any is claimed. */
import type { DeviceSettings, SettingProblem } from '../../shared/settings.js';

/** The module's flash: driving them crashes the program. */
const FLASH = Object.freeze([6, 7, 8, 9, 10, 11]);
/** The serial port, for flashing and for builds with a log. Reserved in all builds. */
const SERIAL = Object.freeze([1, 3]);
/** Not bonded to a pin of the package. */
const ABSENT = Object.freeze([20, 24, 28, 29, 30, 31]);
const INPUT_ONLY_FROM = 34;
const PIN_MAX = 39;
/** BOOT on nearly every board; an ordinary button after the start. */
export const BUTTON_PIN_DEFAULT = 0;

export interface BoardPins {
  /** Undefined if there is no button. */
  readonly button: number | undefined;
  readonly problems: readonly SettingProblem[];
}

/**
 * @param outputs the display's lines, by the names of their settings
 * @param button the setting `pin_button`: a GPIO, `none`, or nothing for BOOT
 */
export function readBoardPins(
  outputs: Readonly<Record<string, number>>,
  button: unknown,
): BoardPins {
  const problems: SettingProblem[] = [];
  for (const [name, pin] of Object.entries(outputs)) {
    const problem = pinProblem(pin) ?? (pin >= INPUT_ONLY_FROM ? 'is an input only' : undefined);
    if (problem !== undefined) problems.push({ name, problem: `GPIO ${pin} ${problem}` });
  }
  if (button === 'none') return { button: undefined, problems };

  const pin = button === undefined || button === '' ? BUTTON_PIN_DEFAULT : Number(button);
  const problem = buttonProblem(pin, Object.values(outputs));
  if (problem !== undefined) problems.push({ name: 'pin_button', problem });
  return { button: pin, problems };
}

/** The display's lines, for `readBoardPins`. */
export function displayOutputs({
  pins,
  backlightPin,
}: Pick<DeviceSettings, 'pins' | 'backlightPin'>): Record<string, number> {
  const { rs, e, d4, d5, d6, d7 } = pins;
  return {
    ...{ pin_rs: rs, pin_e: e, pin_d4: d4, pin_d5: d5, pin_d6: d6, pin_d7: d7 },
    ...(backlightPin === undefined ? {} : { pin_backlight: backlightPin }),
  };
}

function buttonProblem(pin: number, taken: readonly number[]): string | undefined {
  if (!Number.isInteger(pin) || pin < 0 || pin > PIN_MAX)
    return `must be none or a whole number from 0 to ${PIN_MAX}`;
  if (taken.includes(pin)) return `GPIO ${pin} is a line of the display`;
  const problem = pinProblem(pin);
  return problem === undefined ? undefined : `GPIO ${pin} ${problem}`;
}

function pinProblem(pin: number): string | undefined {
  if (FLASH.includes(pin)) return 'is used by the flash';
  if (SERIAL.includes(pin)) return 'is used by the serial port';
  return ABSENT.includes(pin) ? 'is not on a pin' : undefined;
}
