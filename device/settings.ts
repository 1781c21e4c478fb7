/** The device's settings, checked where they enter: build configuration first, then what the relay sends. */
import type { Pins } from './ports.js';

export const LAYOUTS = Object.freeze(['progress', 'classic'] as const);
export type Layout = (typeof LAYOUTS)[number];
/** At its end a long text starts over, or goes back the way it came. */
export const SCROLLS = Object.freeze(['wrap', 'bounce'] as const);
export type Scroll = (typeof SCROLLS)[number];
/** The display's character ROM: plain letters are right on any, its own only where it is known. */
export const ROMS = Object.freeze(['ascii', 'A00', 'A02'] as const);
export type Rom = (typeof ROMS)[number];
/** How a single row is wired: straight, or as the beginnings of two lines side by side. */
export const ADDRESSINGS = Object.freeze(['linear', 'split'] as const);
export type Addressing = (typeof ADDRESSINGS)[number];

/** What an owner may change at the relay while the device runs. */
export interface DisplaySettings {
  readonly layout: Layout;
  readonly scroll: Scroll;
  /** Time a character of a scrolling text. */
  readonly scrollMs: number;
}

export interface DeviceSettings extends DisplaySettings {
  /** Origin of the relay, without a trailing slash. */
  readonly relayUrl: string;
  /** Origin of Spotify's API, without a trailing slash. */
  readonly spotifyUrl: string;
  readonly columns: number;
  readonly rows: number;
  /** Of a single row of cells; others are always linear. */
  readonly addressing: Addressing;
  readonly rom: Rom;
  readonly pins: Pins;
  /** GPIO that switches the backlight, high is lit; undefined where it is wired to stay lit. */
  readonly backlightPin: number | undefined;
  /** Time without music after which the backlight goes off; 0 never. */
  readonly backlightOffS: number;
  /** Time between two healings of the display; 0 heals only when the button is pressed. */
  readonly healS: number;
  /** Questions to Spotify in any 24 hours; what its hidden quota allows is the owner's to find out. */
  readonly callBudget: number;
  /** The display's oscillator; 190 is the guaranteed minimum (data sheet p. 55), every wait scales with it. */
  readonly foscKhz: number;
  /** Shown on the relay's page of linked devices. */
  readonly deviceName: string;
}

export interface SettingProblem {
  readonly name: string;
  readonly problem: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: DeviceSettings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

export const DEFAULTS: DeviceSettings = Object.freeze({
  relayUrl: 'http://127.0.0.1:8000',
  spotifyUrl: 'https://api.spotify.com',
  columns: 16,
  rows: 2,
  addressing: 'linear',
  rom: 'ascii',
  pins: Object.freeze({ rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 }),
  backlightPin: undefined,
  backlightOffS: 300,
  healS: 60,
  callBudget: 2000,
  foscKhz: 190,
  deviceName: 'sixteen-by-two',
  layout: 'progress',
  scroll: 'wrap',
  scrollMs: 333,
});
/** Faster is not read, slower is not waited for. */
const SCROLL_MIN_MS = 100;
const SCROLL_MAX_MS = 2000;
const HOUR_S = 3600;
const PIN_NAMES = Object.freeze(['rs', 'e', 'd4', 'd5', 'd6', 'd7'] as const);
/** Panels have one, two or four rows, and one controller has 80 cells: a 40x4 has two of them. */
const ROW_COUNTS = Object.freeze([1, 2, 4]);
const CELLS_MAX = 80;
/** GPIO 0–31: one bank, so that one write sets a whole nibble. */
const PIN_MAX = 31;

/**
 * Reads raw configuration: values may be strings, as a build's command line gives them.
 * Names: `relay`, `spotify`, `columns`, `rows`, `addressing`, `rom`, `pin_rs` … `pin_d7`, `pin_backlight`,
 * `backlight_off_s`, `heal_s`, `budget`, `fosc_khz`, `device_name`, `layout`, `scroll`, `scroll_ms`.
 * All problems are reported, not just the first.
 */
export function readSettings(raw: Readonly<Record<string, unknown>>): SettingsResult {
  const problems: SettingProblem[] = [];
  const text = (name: string, fallback: string): string => {
    const value = raw[name];
    if (value === undefined || value === '') return fallback;
    if (typeof value === 'string') return value;
    problems.push({ name, problem: 'must be text' });
    return fallback;
  };
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = raw[name];
    if (value === undefined || value === '') return fallback;
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max)
      return number;
    problems.push({ name, problem: `must be a whole number from ${min} to ${max}` });
    return fallback;
  };
  const origin = (name: string, fallback: string): string => {
    const value = text(name, fallback).replace(/\/+$/, '');
    if (/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(value)) return value;
    problems.push({ name, problem: 'must be an address such as https://relay.example.org' });
    return fallback;
  };

  const pins: Record<(typeof PIN_NAMES)[number], number> = { ...DEFAULTS.pins };
  for (const name of PIN_NAMES) pins[name] = integer(`pin_${name}`, pins[name], 0, PIN_MAX);
  for (const [index, name] of PIN_NAMES.entries()) {
    const twin = PIN_NAMES.slice(0, index).find((other) => pins[other] === pins[name]);
    if (twin)
      problems.push({ name: `pin_${name}`, problem: `is GPIO ${pins[name]}, as pin_${twin} is` });
  }
  const backlight = raw['pin_backlight'];
  const backlightPin =
    backlight === undefined || backlight === ''
      ? undefined
      : integer('pin_backlight', 0, 0, PIN_MAX);
  const line = PIN_NAMES.find((name) => pins[name] === backlightPin);
  if (line && backlightPin !== undefined)
    problems.push({ name: 'pin_backlight', problem: `is GPIO ${backlightPin}, as pin_${line} is` });
  const choice = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name, fallback);
    const chosen = choices.find((one) => one === value);
    if (chosen === undefined) problems.push({ name, problem: `must be ${choices.join(' or ')}` });
    return chosen ?? fallback;
  };

  const columns = integer('columns', DEFAULTS.columns, 8, 40);
  const rows = integer('rows', DEFAULTS.rows, 1, 4);
  if (!ROW_COUNTS.includes(rows)) problems.push({ name: 'rows', problem: 'must be 1, 2 or 4' });
  else if (columns * rows > CELLS_MAX)
    problems.push({
      name: 'columns',
      problem: `must be at most ${CELLS_MAX / rows} with ${rows} rows`,
    });

  const addressing = choice('addressing', ADDRESSINGS, DEFAULTS.addressing);
  if (addressing === 'split' && (rows !== 1 || columns % 2 !== 0))
    problems.push({ name: 'addressing', problem: 'must be linear but for one row of even width' });

  const settings: DeviceSettings = {
    relayUrl: origin('relay', DEFAULTS.relayUrl),
    spotifyUrl: origin('spotify', DEFAULTS.spotifyUrl),
    columns,
    rows,
    addressing,
    rom: choice('rom', ROMS, DEFAULTS.rom),
    pins: Object.freeze(pins),
    backlightPin,
    backlightOffS: integer('backlight_off_s', DEFAULTS.backlightOffS, 0, 24 * HOUR_S),
    healS: integer('heal_s', DEFAULTS.healS, 0, HOUR_S),
    callBudget: integer('budget', DEFAULTS.callBudget, 100, 100_000),
    foscKhz: integer('fosc_khz', DEFAULTS.foscKhz, 125, 350),
    deviceName: text('device_name', DEFAULTS.deviceName).slice(0, 64),
    layout: choice('layout', LAYOUTS, DEFAULTS.layout),
    scroll: choice('scroll', SCROLLS, DEFAULTS.scroll),
    scrollMs: integer('scroll_ms', DEFAULTS.scrollMs, SCROLL_MIN_MS, SCROLL_MAX_MS),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

/**
 * Applies what the relay's `settings` object holds to `current`; a bad or unknown value leaves what was there.
 * @returns the settings to use and the names that were ignored
 */
export function applyRelaySettings(
  current: DeviceSettings,
  sent: unknown,
): { readonly settings: DeviceSettings; readonly ignored: readonly string[] } {
  if (typeof sent !== 'object' || sent === null) return { settings: current, ignored: [] };
  let settings = current;
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    const before = settings;
    if (name === 'layout' && isOneOf(LAYOUTS, value)) settings = { ...settings, layout: value };
    if (name === 'scroll' && isOneOf(SCROLLS, value)) settings = { ...settings, scroll: value };
    if (name === 'scroll_ms' && isScrollMs(value)) settings = { ...settings, scrollMs: value };
    if (settings === before) ignored.push(name);
  }
  return { settings, ignored };
}

function isOneOf<T extends string>(choices: readonly T[], value: unknown): value is T {
  return choices.some((choice) => choice === value);
}

function isScrollMs(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= SCROLL_MIN_MS &&
    value <= SCROLL_MAX_MS
  );
}
