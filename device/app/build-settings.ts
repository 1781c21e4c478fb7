/** Reads the settings from the build's configuration. An invalid one is reported, never ignored. */
import { ADDRESSINGS } from '../shared/frame.js';
import { isPanel, PANEL_NAMES } from '../shared/panels.js';
import { serverProblem } from '../http/url.js';
import { relayAddressProblem } from '../relay-client/relay-address.js';
import type { DeviceSettings, SettingProblem } from '../shared/settings.js';
import { BUILD_SETTINGS, DEFAULTS, checkSetting, SOURCES } from '../shared/settings.js';
import { readWiring } from '../shared/wiring.js';

export type SettingsResult =
  | { readonly ok: true; readonly settings: DeviceSettings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

const HOUR_S = 3600;

/**
 * Reads raw configuration: values may be strings, as from a build's command line.
 * Names: `relay`, `plain_http` (yes allows a relay without TLS in the local network), `spotify`, `source`,
 * `columns`, `rows`, `addressing`, `heal_s`, `budget`, `fosc_khz`, `device_name`, those of `readWiring`, and `BUILD_SETTINGS`.
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
    const problem = serverProblem(value);
    if (problem === undefined) return value;
    problems.push({ name, problem });
    return fallback;
  };
  const relay = (): string => {
    const value = text('relay', DEFAULTS.relayUrl).replace(/\/+$/, '');
    const problem = relayAddressProblem(value, /^(yes|true|1)$/.test(text('plain_http', '')));
    if (problem === undefined) return value;
    problems.push({ name: 'relay', problem });
    return DEFAULTS.relayUrl;
  };

  const choice = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name, fallback);
    const chosen = choices.find((one) => one === value);
    if (chosen === undefined) problems.push({ name, problem: `must be ${choices.join(' or ')}` });
    return chosen ?? fallback;
  };

  const columns = integer('columns', DEFAULTS.columns, 8, 40);
  const rows = integer('rows', DEFAULTS.rows, 1, 4);
  if (!isPanel(columns, rows))
    problems.push({
      name: 'columns',
      problem: `and rows: ${columns}x${rows} is not a known panel (${PANEL_NAMES})`,
    });

  const addressing = choice('addressing', ADDRESSINGS, DEFAULTS.addressing);
  if (addressing === 'split' && !isPanel(columns, rows, addressing))
    problems.push({ name: 'addressing', problem: 'must be linear, except for a 16x1' });

  const { wiring, problems: wiringProblems } = readWiring(raw);
  problems.push(...wiringProblems);
  let settings: DeviceSettings = {
    ...DEFAULTS,
    relayUrl: relay(),
    spotifyUrl: origin('spotify', DEFAULTS.spotifyUrl),
    source: choice('source', SOURCES, DEFAULTS.source),
    columns,
    rows,
    addressing,
    wiring,
    healS: integer('heal_s', DEFAULTS.healS, 0, HOUR_S),
    callBudget: integer('budget', DEFAULTS.callBudget, 100, 100_000),
    foscKhz: integer('fosc_khz', DEFAULTS.foscKhz, 125, 350),
    deviceName: text('device_name', DEFAULTS.deviceName).slice(0, 64),
  };
  for (const setting of BUILD_SETTINGS) {
    const value = raw[setting.name];
    if (value === undefined || value === '') continue;
    const checked = checkSetting(setting, value);
    if (checked.isValid) settings = { ...settings, [setting.field]: checked.value };
    else problems.push({ name: setting.name, problem: checked.problem });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}
