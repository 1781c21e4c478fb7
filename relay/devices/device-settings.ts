/**
 * The settings of a device. Names, values and bounds come from the device's own table and checks; only the time zone is
 * ours, since the device has no zone data: it gets its offset from UTC, and when that changes.
 */
import { LAYOUTS } from '../../device/shared/layouts.js';
import { CHOSEN_SETTINGS, checkSetting, type RelaySetting } from '../../device/shared/settings.js';
import { SETTING } from '../http/fields.js';
import type { Form } from '../http/form.js';
import type { StoredSettings } from './devices.js';
import { isTimeZone, TIME_ZONES, zoneOffset } from './time-zones.js';

interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly input:
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
    | { readonly kind: 'integer'; readonly min: number; readonly max: number }
    | { readonly kind: 'text' };
}

const TIME_ZONE = 'time_zone';
/** Labels; a setting that is new on the device is shown by its name until it has a label here. */
const WORDS: Readonly<Record<string, { readonly label: string; readonly hint: string }>> =
  Object.freeze({
    layout: { label: 'Layout', hint: '' },
    scroll: { label: 'Long text', hint: '' },
    scroll_ms: { label: 'Scroll speed', hint: 'ms per character' },
    rom: { label: 'Character set of the display', hint: 'plain letters work on any' },
    han: { label: 'Chinese characters', hint: '' },
    backlight_off_s: { label: 'Backlight off after', hint: 'seconds without music; 0 for never' },
    only_device: { label: 'Only this speaker', hint: 'its name in Spotify, such as Kitchen' },
    idle: { label: 'While nothing plays', hint: 'off: after the seconds above' },
    clock: { label: 'Clock', hint: '' },
    clock_digits: { label: 'Digits of the clock', hint: 'large ones need two rows of 16' },
    off_hours: { label: 'Display off', hint: 'hours such as 23-7 or 22:30-6:45; 0-0 for never' },
  });
const CHOICE_WORDS: Readonly<Record<string, string>> = Object.freeze({
  ...Object.fromEntries(Object.entries(LAYOUTS).map(([name, { label }]) => [name, label])),
  wrap: 'Wraps around',
  bounce: 'Scrolls back and forth',
  ascii: 'Plain letters',
  A00: 'Japanese ROM (A00)',
  A02: 'European ROM (A02)',
  message: 'A message',
  clock: 'Time and date',
  off: 'Nothing: display off',
  '24h': '24 hours',
  '12h': 'am and pm',
  small: 'Small',
  large: 'Large',
  auto: 'Automatic',
  ja: 'Read as Japanese',
  zh: 'Read as Chinese',
});

/** In the order of the form. */
export function settingFields(): readonly SettingField[] {
  const zone: SettingField = {
    name: TIME_ZONE,
    label: 'Time zone',
    hint: 'of the clock and the hours above; UTC without one',
    input: {
      kind: 'choice',
      choices: TIME_ZONES.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
    },
  };
  return [...CHOSEN_SETTINGS.map(fieldOf), zone];
}

function fieldOf(setting: RelaySetting): SettingField {
  const { name } = setting;
  const { label, hint } = WORDS[name] ?? { label: name, hint: '' };
  switch (setting.kind) {
    case 'choice': {
      const choices = setting.choices.map((value) => ({
        value,
        label: CHOICE_WORDS[value] ?? value,
      }));
      return { name, label, hint, input: { kind: 'choice', choices } };
    }
    case 'integer': {
      const { min, max } = setting;
      const bounds = [hint, `${min} to ${max}`].filter((part) => part !== '').join(', ');
      return { name, label, hint: bounds, input: { kind: 'integer', min, max } };
    }
    case 'text':
    case 'hours':
      return { name, label, hint, input: { kind: 'text' } };
  }
}

/** Throws at the first one that the device would ignore. An empty one is left at the device's default. */
export function readDeviceSettings(form: Form): StoredSettings {
  const settings: Record<string, unknown> = {};
  for (const { name, label } of settingFields()) {
    const text = form.optional(name, { pattern: SETTING, accepted: 'what the page says', label });
    if (text === undefined) continue;
    const invalid = (problem: string): Error => form.invalid(name, { label }, `${problem}.`);
    const setting = CHOSEN_SETTINGS.find((one) => one.name === name);
    if (!setting) {
      if (!isTimeZone(text)) throw invalid('must be a time zone such as Europe/Berlin');
      settings[name] = text;
      continue;
    }
    const judged = checkSetting(setting, text);
    if (!judged.isValid) throw invalid(judged.problem);
    // Numbers go out as numbers; hours stay as they are spelled, which is how the device takes them.
    settings[name] = typeof judged.value === 'number' ? judged.value : text;
  }
  return settings;
}

/** As they go out to a device at this moment: its clock's distance from UTC, and the next change of it. */
export function settingsToSend(stored: StoredSettings, nowMs: number): StoredSettings {
  const { [TIME_ZONE]: zone, ...settings } = stored;
  if (typeof zone !== 'string') return stored;
  const offset = zoneOffset(zone, nowMs);
  if (!offset) return settings;
  const { offsetMin, next } = offset;
  return {
    ...settings,
    utc_offset_min: offsetMin,
    ...(next && { next_offset_min: next.offsetMin, next_offset_at_ms: next.atMs }),
  };
}
