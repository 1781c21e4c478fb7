/** The device's settings, which of them can be changed at the relay, and the check of what the relay sends. */
import type { Addressing, Rom } from './frame.js';
import { ROMS } from './frame.js';
import { LAYOUT_NAMES, type Layout } from './layouts.js';
import type { Pins } from './ports.js';

/** At its end a long text starts over, or scrolls back. */
const SCROLLS = Object.freeze(['wrap', 'bounce'] as const);
type Scroll = (typeof SCROLLS)[number];
/** How Han characters are read: by evidence, or always as Japanese or Chinese. */
const HAN_READINGS = Object.freeze(['auto', 'ja', 'zh'] as const);
type HanReading = (typeof HAN_READINGS)[number];
/** What the display shows while nothing plays; `off` blanks it once `backlightOffS` are over. */
const IDLES = Object.freeze(['message', 'clock', 'off'] as const);
const CLOCKS = Object.freeze(['24h', '12h'] as const);
const CLOCK_DIGITS = Object.freeze(['small', 'large'] as const);
/** What is polled: Spotify itself, or the relay's `/get`, which polls once for all devices of an account. */
export const SOURCES = Object.freeze(['spotify', 'relay'] as const);
export type Source = (typeof SOURCES)[number];

/** The display's lines on GPIOs, or behind an I2C backpack with a PCF8574. */
export const BUSES = Object.freeze(['gpio', 'pcf8574'] as const);
/** The level of the backlight's line at which it is lit. */
export const BACKLIGHT_LEVELS = Object.freeze(['high', 'low'] as const);

export interface GpioWiring {
  readonly bus: 'gpio';
  readonly pins: Pins;
  /** GPIO that switches the backlight; undefined if it is wired to stay on. */
  readonly backlightPin: number | undefined;
  readonly backlightActive: (typeof BACKLIGHT_LEVELS)[number];
}

export interface BackpackWiring {
  readonly bus: 'pcf8574';
  /** Undefined: found by scanning. */
  readonly address: number | undefined;
  readonly sda: number;
  readonly scl: number;
  readonly backlightActive: (typeof BACKLIGHT_LEVELS)[number];
}

export type Wiring = GpioWiring | BackpackWiring;

/** Minutes of a local day; when `from` is later than `to`, the hours span midnight. */
interface Hours {
  readonly fromMin: number;
  readonly toMin: number;
}

/** What the relay may change while the device runs. */
export interface DisplaySettings {
  readonly layout: Layout;
  readonly scroll: Scroll;
  /** Time per character of a scrolling text. */
  readonly scrollMs: number;
  readonly rom: Rom;
  readonly han: HanReading;
  /** Time without music after which the backlight goes off; 0: never. */
  readonly backlightOffS: number;
  /** Name of the speaker whose items are shown; empty: all. */
  readonly onlyDevice: string;
  readonly idle: (typeof IDLES)[number];
  readonly clock: (typeof CLOCKS)[number];
  /** Large ones take all rows of a panel. */
  readonly clockDigits: (typeof CLOCK_DIGITS)[number];
  /** Dark hours; undefined: none. */
  readonly offHours: Hours | undefined;
  /** Local time minus UTC: the relay knows time zones, the device does not. Undefined: not set, so UTC. */
  readonly utcOffsetMin: number | undefined;
  /** The offset from `nextOffsetAtMs` on: the clocks may change in the dark hours, when the device sends no requests. */
  readonly nextOffsetMin: number | undefined;
  readonly nextOffsetAtMs: number | undefined;
}

export interface DeviceSettings extends DisplaySettings {
  /** Origin of the relay, without a trailing slash. */
  readonly relayUrl: string;
  /** Origin of Spotify's API, without a trailing slash. */
  readonly spotifyUrl: string;
  readonly source: Source;
  readonly columns: number;
  readonly rows: number;
  /** For panels of one row; all others are linear. */
  readonly addressing: Addressing;
  readonly wiring: Wiring;
  /** Time between two self-heals of the display; 0 heals only when the button is pressed. */
  readonly healS: number;
  /** Request budget for any 24 hours. Spotify does not publish its quota. */
  readonly callBudget: number;
  /** The display's oscillator; 190 is the guaranteed minimum (data sheet p. 55). Every wait scales with it. */
  readonly foscKhz: number;
  /** Shown on the relay's page of linked devices. */
  readonly deviceName: string;
}

export interface SettingProblem {
  readonly name: string;
  readonly problem: string;
}

export const DEFAULTS: DeviceSettings & { readonly wiring: GpioWiring } = Object.freeze({
  relayUrl: 'http://127.0.0.1:8000',
  spotifyUrl: 'https://api.spotify.com',
  source: 'spotify',
  columns: 16,
  rows: 2,
  addressing: 'linear',
  rom: 'ascii',
  han: 'auto',
  wiring: Object.freeze({
    bus: 'gpio',
    pins: Object.freeze({ rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 }),
    backlightPin: undefined,
    backlightActive: 'high',
  } as const),
  backlightOffS: 300,
  onlyDevice: '',
  idle: 'message',
  clock: '24h',
  clockDigits: 'small',
  offHours: undefined,
  utcOffsetMin: undefined,
  nextOffsetMin: undefined,
  nextOffsetAtMs: undefined,
  healS: 60,
  callBudget: 2000,
  foscKhz: 190,
  deviceName: 'sixteen-by-two',
  layout: 'progress',
  scroll: 'wrap',
  scrollMs: 333,
});

/** One setting, as the relay's form shows it and the device checks it. */
export type RelaySetting = {
  /** Its name in JSON, in the relay's form and in the build's configuration. */
  readonly name: string;
  readonly field: keyof DisplaySettings;
} & (
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** A whole number, or its digits as text. */
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** Any characters but control characters. */
  | { readonly kind: 'text'; readonly max: number }
  /** `23-7` or `22:30-6:45`; equal ends (`0-0`) mean never. */
  | { readonly kind: 'hours' }
);

/** What a person can set at the relay. No brightness: the backlight's pin only switches. */
export const CHOSEN_SETTINGS: readonly RelaySetting[] = Object.freeze([
  Object.freeze({ name: 'layout', field: 'layout', kind: 'choice', choices: LAYOUT_NAMES }),
  Object.freeze({ name: 'scroll', field: 'scroll', kind: 'choice', choices: SCROLLS }),
  // Faster cannot be read, and slower takes too long.
  Object.freeze({ name: 'scroll_ms', field: 'scrollMs', kind: 'integer', min: 100, max: 2000 }),
  Object.freeze({ name: 'rom', field: 'rom', kind: 'choice', choices: ROMS }),
  Object.freeze({ name: 'han', field: 'han', kind: 'choice', choices: HAN_READINGS }),
  Object.freeze({
    name: 'backlight_off_s',
    field: 'backlightOffS',
    kind: 'integer',
    min: 0,
    max: 86_400,
  }),
  Object.freeze({ name: 'only_device', field: 'onlyDevice', kind: 'text', max: 64 }),
  Object.freeze({ name: 'idle', field: 'idle', kind: 'choice', choices: IDLES }),
  Object.freeze({ name: 'clock', field: 'clock', kind: 'choice', choices: CLOCKS }),
  Object.freeze({
    name: 'clock_digits',
    field: 'clockDigits',
    kind: 'choice',
    choices: CLOCK_DIGITS,
  }),
  Object.freeze({ name: 'off_hours', field: 'offHours', kind: 'hours' }),
]);

/** From Baker Island to the Line Islands. */
const OFFSET_BOUNDS = Object.freeze({ min: -720, max: 840 });

/** What a build can set: the same, and the offset from UTC for relays that do not send it. */
export const BUILD_SETTINGS: readonly RelaySetting[] = Object.freeze([
  ...CHOSEN_SETTINGS,
  Object.freeze({
    name: 'utc_offset_min',
    field: 'utcOffsetMin',
    kind: 'integer',
    ...OFFSET_BOUNDS,
  } as const),
]);

/** Everything that the relay can send. */
export const RELAY_SETTINGS: readonly RelaySetting[] = Object.freeze([
  ...BUILD_SETTINGS,
  Object.freeze({
    name: 'next_offset_min',
    field: 'nextOffsetMin',
    kind: 'integer',
    ...OFFSET_BOUNDS,
  } as const),
  // The last millisecond that a Date can hold.
  Object.freeze({
    name: 'next_offset_at_ms',
    field: 'nextOffsetAtMs',
    kind: 'integer',
    min: 0,
    max: 8.64e15,
  } as const),
]);

/** The relay's settings as received, not checked yet. */
export type SentSettings = Readonly<Record<string, unknown>> | 'no object';

/** A raw value, parsed or rejected. */
export type Checked =
  | { readonly isValid: true; readonly value: string | number | Hours | undefined }
  | { readonly isValid: false; readonly problem: string };

/** Values may be text, as a command line and a form give them. */
export function checkSetting(setting: RelaySetting, raw: unknown): Checked {
  switch (setting.kind) {
    case 'choice': {
      const value = setting.choices.find((choice) => choice === raw);
      return value === undefined
        ? wrong(`must be ${setting.choices.join(' or ')}`)
        : { isValid: true, value };
    }
    case 'integer': {
      const { min, max } = setting;
      const value = typeof raw === 'string' && /^-?[0-9]{1,16}$/.test(raw) ? Number(raw) : raw;
      return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? { isValid: true, value }
        : wrong(`must be a whole number from ${min} to ${max}`);
    }
    case 'text': {
      const isText = typeof raw === 'string' && raw.length <= setting.max && !hasControls(raw);
      return isText
        ? { isValid: true, value: raw }
        : wrong(`must be text of at most ${setting.max} characters`);
    }
    case 'hours':
      return checkHours(raw);
  }
}

/** A line break would end its line in the store. */
function hasControls(text: string): boolean {
  return Array.from(text).some((character) => character < ' ');
}

function checkHours(raw: unknown): Checked {
  const problem = 'must be hours such as 23-7 or 22:30-6:45';
  const parts = typeof raw === 'string' ? /^([0-9:]+)-([0-9:]+)$/.exec(raw) : null;
  const fromMin = minuteOf(parts?.[1]);
  const toMin = minuteOf(parts?.[2]);
  if (fromMin === undefined || toMin === undefined) return wrong(problem);
  return { isValid: true, value: fromMin === toMin ? undefined : { fromMin, toMin } };
}

/** 24 is midnight too. */
function minuteOf(text: string | undefined): number | undefined {
  const parts = /^([01]?[0-9]|2[0-4])(?::([0-5][0-9]))?$/.exec(text ?? '');
  if (!parts) return undefined;
  const minute = Number(parts[1]) * 60 + Number(parts[2] ?? 0);
  return minute <= 1440 ? minute % 1440 : undefined;
}

function wrong(problem: string): Checked {
  return { isValid: false, problem };
}

/**
 * Applies the relay's `settings` object to `current`; an invalid value or unknown name changes nothing.
 * @returns the settings to use and the names that were ignored
 */
export function applyRelaySettings(
  current: DeviceSettings,
  sent: unknown,
): { readonly settings: DeviceSettings; readonly ignored: readonly string[] } {
  if (typeof sent !== 'object' || sent === null) return { settings: current, ignored: [] };
  let settings = current;
  const ignored: string[] = [];
  for (const [name, raw] of Object.entries(sent)) {
    const setting = RELAY_SETTINGS.find((one) => one.name === name);
    const checked = setting ? checkSetting(setting, raw) : wrong('is not known');
    if (setting && checked.isValid) settings = { ...settings, [setting.field]: checked.value };
    else ignored.push(name);
  }
  return { settings, ignored };
}
