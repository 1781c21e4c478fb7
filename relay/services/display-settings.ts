/** What an owner may set on a display: which names and values there are is decided by the device's own code. */
import { applyRelaySettings, DEFAULTS, LAYOUTS } from '../../device/settings.js';
import type { StoredSettings } from '../store/store.js';

export interface SettingChoice {
  readonly value: string;
  readonly label: string;
}

export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly SettingChoice[];
}

const LAYOUT_LABELS = Object.freeze({
  progress: 'Title and artist, progress below',
  classic: 'Title above, artist below',
} as const satisfies Record<(typeof LAYOUTS)[number], string>);

export const SETTING_FIELDS: readonly SettingField[] = Object.freeze([
  {
    name: 'layout',
    label: 'Layout',
    choices: LAYOUTS.map((value) => ({ value, label: LAYOUT_LABELS[value] })),
  },
]);

export type SettingsOutcome =
  | { readonly ok: true; readonly settings: StoredSettings }
  /** The first name whose value the device would ignore. */
  | { readonly ok: false; readonly name: string };

/** @param sent by name; absent or empty: as the display was built */
export function readDisplaySettings(sent: ReadonlyMap<string, string>): SettingsOutcome {
  const settings: Record<string, unknown> = {};
  for (const { name } of SETTING_FIELDS) {
    const value = sent.get(name);
    if (value !== undefined && value !== '') settings[name] = value;
  }
  const [ignored] = applyRelaySettings(DEFAULTS, settings).ignored;
  return ignored === undefined ? { ok: true, settings } : { ok: false, name: ignored };
}
