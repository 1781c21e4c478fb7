/** The GPIOs of a chip as data, and the check of the display's and the button's, before any is claimed. */
import { frozen } from './frozen.js';
import type { PlayerButton } from './ports.js';
import type { SettingProblem } from './settings.js';
import { BANK_PIN_MAX } from './wiring.js';

interface PinRules {
  readonly last: number;
  /** The module's flash: driving them crashes the program. */
  readonly flash: readonly number[];
  /** The serial port and USB, for flashing and for builds with a log. Reserved in all builds. */
  readonly serial: readonly number[];
  /** Not bonded to a pin of the package. */
  readonly absent: readonly number[];
  readonly inputOnlyFrom: number;
  /** Their levels at reset select how the chip starts: allowed, but not offered. */
  readonly strapping: readonly number[];
  /** BOOT on nearly every board; an ordinary button after the start. */
  readonly button: number;
}

/** By the chips' data sheets; a build names its chip in the setting `chip`. */
const CHIPS: Readonly<Record<string, PinRules>> = frozen({
  esp32: {
    last: 39,
    flash: [6, 7, 8, 9, 10, 11],
    serial: [1, 3],
    absent: [20, 24, 28, 29, 30, 31],
    inputOnlyFrom: 34,
    strapping: [0, 2, 5, 12, 15],
    button: 0,
  },
  // 33 to 37 belong to the flash on modules whose name has R8 or V.
  esp32s3: {
    last: 48,
    flash: [26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37],
    serial: [19, 20, 43, 44],
    absent: [22, 23, 24, 25],
    inputOnlyFrom: 49,
    strapping: [0, 3, 45, 46],
    button: 0,
  },
  esp32c3: {
    last: 21,
    flash: [11, 12, 13, 14, 15, 16, 17],
    serial: [18, 19, 20, 21],
    absent: [],
    inputOnlyFrom: 22,
    strapping: [2, 8, 9],
    button: 9,
  },
});

/** @param chip the setting of the build; the original ESP32 if it has none */
function pinRules(chip: unknown): PinRules {
  const rules = typeof chip === 'string' ? CHIPS[chip] : undefined;
  return rules ?? ORIGINAL;
}
const [ORIGINAL] = Object.values(CHIPS) as [PinRules];

export const PLAYER_BUTTONS: readonly PlayerButton[] = Object.freeze(['play', 'next', 'previous']);
/** Their settings. */
export const PLAYER_PIN_NAMES: readonly string[] = Object.freeze(
  PLAYER_BUTTONS.map((name) => `pin_${name}`),
);

export interface BoardPins {
  /** Undefined if there is no button. */
  readonly button: number | undefined;
  /** BOOT, unless it is the button or a line of the display. */
  readonly spareButton: number | undefined;
  /** Of the buttons that control playback, those that there are. */
  readonly player: Readonly<Partial<Record<PlayerButton, number>>>;
  readonly problems: readonly SettingProblem[];
}

/**
 * @param outputs the display's lines, by the names of their settings (`wiringPins`)
 * @param raw the settings: `chip`, `pin_button` (a GPIO, `none`, or nothing for BOOT), `pin_play`, `pin_next`, `pin_previous`
 */
export function readBoardPins(
  outputs: Readonly<Record<string, number>>,
  raw: Readonly<Record<string, unknown>>,
): BoardPins {
  const rules = pinRules(raw['chip']);
  const problems: SettingProblem[] = [];
  for (const [name, pin] of Object.entries(outputs)) {
    const problem = outputProblem(pin, rules);
    if (problem !== undefined) problems.push({ name, problem: `GPIO ${pin} ${problem}` });
  }
  const lines = Object.values(outputs);
  const buttons: number[] = [];
  const input = (name: string, pin: number): number => {
    const problem = inputProblem(pin, { lines, buttons }, rules);
    if (problem !== undefined) problems.push({ name, problem });
    buttons.push(pin);
    return pin;
  };
  const chosen = raw['pin_button'];
  const hasChosen = chosen !== undefined && chosen !== '';
  const button =
    chosen === 'none' ? undefined : input('pin_button', hasChosen ? Number(chosen) : rules.button);
  const player: Partial<Record<PlayerButton, number>> = {};
  for (const one of PLAYER_BUTTONS) {
    const name = `pin_${one}`;
    const value = raw[name];
    if (value !== undefined && value !== '' && value !== 'none')
      player[one] = input(name, Number(value));
  }
  const isTaken = lines.includes(rules.button) || buttons.includes(rules.button);
  return { button, spareButton: isTaken ? undefined : rules.button, player, problems };
}

/** The pins that suit the display, to choose from. @param chip the setting of the build */
export function goodPins(chip?: unknown): readonly number[] {
  const rules = pinRules(chip);
  return Array.from({ length: BANK_PIN_MAX + 1 }, (_, pin) => pin).filter(
    (pin) => outputProblem(pin, rules) === undefined && !rules.strapping.includes(pin),
  );
}

interface Taken {
  readonly lines: readonly number[];
  readonly buttons: readonly number[];
}

function inputProblem(pin: number, { lines, buttons }: Taken, rules: PinRules): string | undefined {
  if (!Number.isInteger(pin) || pin < 0 || pin > rules.last)
    return `must be none or a whole number from 0 to ${rules.last}`;
  if (lines.includes(pin)) return `GPIO ${pin} is a line of the display`;
  if (buttons.includes(pin)) return `GPIO ${pin} is another button's`;
  const problem = pinProblem(pin, rules);
  return problem === undefined ? undefined : `GPIO ${pin} ${problem}`;
}

function outputProblem(pin: number, rules: PinRules): string | undefined {
  return pinProblem(pin, rules) ?? (pin >= rules.inputOnlyFrom ? 'is an input only' : undefined);
}

function pinProblem(pin: number, { flash, serial, absent, last }: PinRules): string | undefined {
  if (flash.includes(pin)) return 'is used by the flash';
  if (serial.includes(pin)) return 'is used by the serial port';
  return absent.includes(pin) || pin > last ? 'is not on a pin' : undefined;
}
