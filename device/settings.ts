/** The device's settings, checked where they enter: build configuration first, then what the relay sends. */
import type { Pins } from './ports.js';

export const LAYOUTS = Object.freeze(['progress', 'classic'] as const);
export type Layout = (typeof LAYOUTS)[number];

/** What an owner may change at the relay while the device runs. */
export interface DisplaySettings {
  readonly layout: Layout;
}

export interface DeviceSettings extends DisplaySettings {
  /** Origin of the relay, without a trailing slash. */
  readonly relayUrl: string;
  /** Origin of Spotify's API, without a trailing slash. */
  readonly spotifyUrl: string;
  readonly columns: number;
  readonly rows: number;
  readonly pins: Pins;
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
  pins: Object.freeze({ rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 }),
  foscKhz: 190,
  deviceName: 'sixteen-by-two',
  layout: 'progress',
});
const PIN_NAMES = Object.freeze(['rs', 'e', 'd4', 'd5', 'd6', 'd7'] as const);
/** Panels have one, two or four rows, and one controller has 80 cells: a 40x4 has two of them. */
const ROW_COUNTS = Object.freeze([1, 2, 4]);
const CELLS_MAX = 80;
/** GPIO 0–31: one bank, so that one write sets a whole nibble. */
const PIN_MAX = 31;

/**
 * Reads raw configuration: values may be strings, as a build's command line gives them.
 * Names: `relay`, `spotify`, `columns`, `rows`, `pin_rs` … `pin_d7`, `fosc_khz`, `device_name`, `layout`.
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
  const layout = text('layout', DEFAULTS.layout);
  if (!isLayout(layout))
    problems.push({ name: 'layout', problem: `must be ${LAYOUTS.join(' or ')}` });

  const columns = integer('columns', DEFAULTS.columns, 8, 40);
  const rows = integer('rows', DEFAULTS.rows, 1, 4);
  if (!ROW_COUNTS.includes(rows)) problems.push({ name: 'rows', problem: 'must be 1, 2 or 4' });
  else if (columns * rows > CELLS_MAX)
    problems.push({
      name: 'columns',
      problem: `must be at most ${CELLS_MAX / rows} with ${rows} rows`,
    });

  const settings: DeviceSettings = {
    relayUrl: origin('relay', DEFAULTS.relayUrl),
    spotifyUrl: origin('spotify', DEFAULTS.spotifyUrl),
    columns,
    rows,
    pins: Object.freeze(pins),
    foscKhz: integer('fosc_khz', DEFAULTS.foscKhz, 125, 350),
    deviceName: text('device_name', DEFAULTS.deviceName).slice(0, 64),
    layout: isLayout(layout) ? layout : DEFAULTS.layout,
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
    if (name === 'layout' && isLayout(value)) settings = { ...settings, layout: value };
    else ignored.push(name);
  }
  return { settings, ignored };
}

function isLayout(value: unknown): value is Layout {
  return LAYOUTS.some((layout) => layout === value);
}
