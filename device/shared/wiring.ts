/** How the display is connected: read from raw settings, and checked in one place for builds, the set-up page and the driver. */
import type { BackpackWiring, GpioWiring, SettingProblem, Wiring } from './settings.js';
import { BACKLIGHT_LEVELS, BUSES, DEFAULTS } from './settings.js';

/** GPIO 0–31: one bank, so that one write sets a whole nibble. */
export const BANK_PIN_MAX = 31;
/** From 34 on they are inputs only. */
const OUTPUT_PIN_MAX = 33;
/** SDA and SCL where the ESP32's boards print them. */
const BACKPACK_DEFAULTS = Object.freeze({ sda: 21, scl: 22 });

type Raw = Readonly<Record<string, unknown>>;

/** Values may be text, as a command line and a form give them; an address may be hexadecimal (0x27). */
export function readWiring(raw: Raw): {
  readonly wiring: Wiring;
  readonly problems: readonly SettingProblem[];
} {
  const problems: SettingProblem[] = [];
  const choice = <T extends string>(name: string, choices: readonly T[]): T | undefined => {
    const value = raw[name] ?? '';
    const chosen = choices.find((one) => one === (value === '' ? choices[0] : value));
    if (chosen === undefined) problems.push({ name, problem: `must be ${choices.join(' or ')}` });
    return chosen;
  };
  const bus = choice('bus', BUSES);
  const backlightActive = choice('backlight_active', BACKLIGHT_LEVELS) ?? 'high';
  const wiring =
    bus === 'pcf8574' ? readBackpack(raw, backlightActive) : readGpio(raw, backlightActive);
  return { wiring, problems: [...problems, ...wiringProblems(wiring)] };
}

function readGpio(raw: Raw, backlightActive: Wiring['backlightActive']): GpioWiring {
  const { rs, e, d4, d5, d6, d7 } = DEFAULTS.wiring.pins;
  const pins = Object.freeze({
    rs: numberOf(raw['pin_rs']) ?? rs,
    e: numberOf(raw['pin_e']) ?? e,
    d4: numberOf(raw['pin_d4']) ?? d4,
    d5: numberOf(raw['pin_d5']) ?? d5,
    d6: numberOf(raw['pin_d6']) ?? d6,
    d7: numberOf(raw['pin_d7']) ?? d7,
  });
  return { bus: 'gpio', pins, backlightPin: numberOf(raw['pin_backlight']), backlightActive };
}

function readBackpack(raw: Raw, backlightActive: Wiring['backlightActive']): BackpackWiring {
  return {
    bus: 'pcf8574',
    address: numberOf(raw['i2c_address']),
    sda: numberOf(raw['pin_sda']) ?? BACKPACK_DEFAULTS.sda,
    scl: numberOf(raw['pin_scl']) ?? BACKPACK_DEFAULTS.scl,
    backlightActive,
  };
}

/** Undefined if it is not set, NaN if it is not a number. */
function numberOf(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
}

/** The GPIOs that it drives, by the names of their settings. */
export function wiringPins(wiring: Wiring): Readonly<Record<string, number>> {
  if (wiring.bus === 'pcf8574') return { pin_sda: wiring.sda, pin_scl: wiring.scl };
  const { rs, e, d4, d5, d6, d7 } = wiring.pins;
  const { backlightPin } = wiring;
  return {
    ...{ pin_rs: rs, pin_e: e, pin_d4: d4, pin_d5: d5, pin_d6: d6, pin_d7: d7 },
    ...(backlightPin === undefined ? {} : { pin_backlight: backlightPin }),
  };
}

/** What is impossible on any board; `board-pins.ts` checks a board's own pins. */
export function wiringProblems(wiring: Wiring): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const pinMax = wiring.bus === 'gpio' ? BANK_PIN_MAX : OUTPUT_PIN_MAX;
  const pins = Object.entries(wiringPins(wiring));
  for (const [index, [name, pin]] of pins.entries()) {
    const twin = pins.slice(0, index).find(([, other]) => other === pin);
    if (!Number.isInteger(pin) || pin < 0 || pin > pinMax)
      problems.push({ name, problem: `must be a whole number from 0 to ${pinMax}` });
    else if (twin) problems.push({ name, problem: `is GPIO ${pin}, the same as ${twin[0]}` });
  }
  if (wiring.bus === 'pcf8574' && wiring.address !== undefined && !isAddress(wiring.address))
    problems.push({ name: 'i2c_address', problem: 'must be from 0x20 to 0x27 or 0x38 to 0x3f' });
  return problems;
}

/** Three jumpers, on a PCF8574 or a PCF8574A. */
function isAddress(address: number): boolean {
  return Number.isInteger(address) && ((address & ~7) === 0x20 || (address & ~7) === 0x38);
}

/** Whether the device can turn the backlight off. */
export function isBacklightSwitched(wiring: Wiring): boolean {
  return wiring.bus === 'pcf8574' || wiring.backlightPin !== undefined;
}
