/**
 * What an owner may set on a display. Names, values and bounds are the device's own table and judge; only a time zone is
 * ours, since a device knows none: it is told how far its clock is from UTC just now.
 */
import { judgeSetting, RELAY_SETTINGS, type RelaySetting } from '../../device/shared/settings.js';
import type { StoredSettings } from '../db/store.js';
import { isTimeZone, TIME_ZONES, utcOffsetMin } from './time-zones.js';

export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly input:
    | {
        readonly kind: 'choice';
        readonly choices: readonly { readonly value: string; readonly label: string }[];
      }
    | { readonly kind: 'integer'; readonly min: number; readonly max: number }
    | { readonly kind: 'text' };
}

const TIME_ZONE = 'time_zone';
const UTC_OFFSET = 'utc_offset_min';
/** What a person reads; a setting that is new on the device shows under its own name until it has words here. */
const WORDS: Readonly<Record<string, { readonly label: string; readonly hint: string }>> =
  Object.freeze({
    layout: { label: 'Layout', hint: '' },
    scroll: { label: 'At the end of a long text', hint: '' },
    scroll_ms: { label: 'Scrolling', hint: 'ms a character' },
    rom: { label: 'Letters of the display', hint: 'plain letters are right on any' },
    han: { label: 'Chinese characters', hint: '' },
    backlight_off_s: { label: 'Backlight off', hint: 'seconds without music; 0 never' },
    off_hours: { label: 'Display off', hint: 'hours such as 23-7 or 22:30-6:45; 0-0 never' },
  });
const CHOICE_WORDS: Readonly<Record<string, string>> = Object.freeze({
  progress: 'Title and artist, progress below',
  classic: 'Title above, artist below',
  wrap: 'Start over',
  bounce: 'Go back',
  ascii: 'Plain letters',
  A00: 'Japanese ROM (A00)',
  A02: 'European ROM (A02)',
  auto: 'By evidence',
  ja: 'Read as Japanese',
  zh: 'Read as Chinese',
});

/** In the order of the form. */
export function settingFields(): readonly SettingField[] {
  const zone: SettingField = {
    name: TIME_ZONE,
    label: 'Time zone',
    hint: 'for the hours above',
    input: {
      kind: 'choice',
      choices: TIME_ZONES.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
    },
  };
  return [...RELAY_SETTINGS.filter(({ name }) => name !== UTC_OFFSET).map(fieldOf), zone];
}

function fieldOf(setting: RelaySetting): SettingField {
  const { label, hint } = WORDS[setting.name] ?? { label: setting.name, hint: '' };
  switch (setting.kind) {
    case 'choice': {
      const choices = setting.choices.map((value) => ({
        value,
        label: CHOICE_WORDS[value] ?? value,
      }));
      return { name: setting.name, label, hint, input: { kind: 'choice', choices } };
    }
    case 'integer': {
      const { min, max } = setting;
      const bounds = `${hint === '' ? '' : `${hint}, `}${min} to ${max}`;
      return {
        name: setting.name,
        label,
        hint: bounds,
        input: { kind: 'integer', min, max },
      };
    }
    case 'hours':
      return { name: setting.name, label, hint, input: { kind: 'text' } };
  }
}

export type SettingsOutcome =
  | { readonly ok: true; readonly settings: StoredSettings }
  /** The first one that the device would ignore, and what it would take. */
  | { readonly ok: false; readonly name: string; readonly problem: string };

/** @param sent by name; absent or empty: as the display was built */
export function readDisplaySettings(sent: ReadonlyMap<string, string>): SettingsOutcome {
  const settings: Record<string, unknown> = {};
  for (const setting of RELAY_SETTINGS) {
    const { name } = setting;
    const text = sent.get(name);
    if (text === undefined || text === '') continue;
    const judged = judgeSetting(setting, text);
    if (!judged.isRight) return { ok: false, name, problem: judged.problem };
    // Numbers go out as numbers; hours stay as they are spelled, which is how the device takes them.
    settings[name] = typeof judged.value === 'number' ? judged.value : text;
  }
  const zone = sent.get(TIME_ZONE);
  if (zone !== undefined && zone !== '') {
    if (!isTimeZone(zone))
      return { ok: false, name: TIME_ZONE, problem: 'must be a time zone such as Europe/Berlin' };
    settings[TIME_ZONE] = zone;
  }
  return { ok: true, settings };
}

/** As they go out to a display at this moment: its clock's distance from UTC changes twice a year. */
export function settingsToSend(stored: StoredSettings, nowMs: number): StoredSettings {
  const { [TIME_ZONE]: zone, ...settings } = stored;
  if (typeof zone !== 'string') return stored;
  const offsetMin = utcOffsetMin(zone, nowMs);
  return offsetMin === undefined ? settings : { ...settings, [UTC_OFFSET]: offsetMin };
}
