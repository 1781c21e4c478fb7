/** The hardware chosen on the set-up page, in one stored record: it overrides the build's where it is valid. */
import { readRecord, settingsInText, writeRecord } from '../resilience/stored-record.js';
import { PLAYER_PIN_NAMES, goodPins, readBoardPins } from '../shared/board-pins.js';
import { frozen } from '../shared/frozen.js';
import type { Log, Store } from '../shared/ports.js';
import type { Fields, Hardware } from '../setup/ports.js';
import { DEFAULTS, type DeviceSettings, type SettingProblem } from '../shared/settings.js';
import { readWiring, wiringPins } from '../shared/wiring.js';
import { readSettings } from './build-settings.js';

/** As in mc/config: names and values of settings, not checked yet. */
export type RawSettings = Readonly<Record<string, unknown>>;

const RECORD = 'hardware';
/** By name; the settings of a group are only valid together. */
const GROUPS: readonly (readonly string[])[] = frozen([
  ['columns', 'rows', 'addressing'],
  [
    ...['bus', 'pin_rs', 'pin_e', 'pin_d4', 'pin_d5', 'pin_d6', 'pin_d7', 'pin_sda', 'pin_scl'],
    ...['i2c_address', 'pin_backlight', 'backlight_active', 'pin_button', ...PLAYER_PIN_NAMES],
  ],
  ['rom'],
]);
const NAMES: readonly string[] = Object.freeze(GROUPS.flat());

/** What the board forbids: the check that `npm run flash`, the set-up page and the start have in common. */
export function boardProblems(raw: RawSettings): readonly SettingProblem[] {
  return readBoardPins(wiringPins(readWiring(raw).wiring), raw).problems;
}

export function hardwareProblems(raw: RawSettings): readonly SettingProblem[] {
  const read = readSettings(picked(raw, NAMES));
  // The board's come first, since they say more: GPIO 34 is out of range because it is an input only.
  return [...boardProblems(raw), ...(read.ok ? [] : read.problems)];
}

/** All of them as text, for the page. */
export function hardwareFields(raw: RawSettings): Fields {
  const { columns, rows, addressing, rom, wiring } = DEFAULTS;
  const usual: RawSettings = {
    ...{ columns, rows, addressing, rom },
    bus: wiring.bus,
    backlight_active: wiring.backlightActive,
    ...wiringPins(wiring),
    ...wiringPins(readWiring({ bus: 'pcf8574' }).wiring),
  };
  const textOf = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
  return Object.fromEntries(NAMES.map((name) => [name, textOf(raw[name]) || textOf(usual[name])]));
}

/** A group that is not valid, as after an update, falls back to the build's; so does everything if the store fails. */
export function withStoredHardware(config: RawSettings, store: Store, log: Log): RawSettings {
  const stored = readStored(store, log);
  if (!stored) return config;
  let raw = config;
  for (const group of GROUPS) {
    const next = { ...raw, ...picked(stored, group) };
    if (hardwareProblems(next).length <= hardwareProblems(raw).length) raw = next;
    else log.write('warn', `ignored, invalid: the stored ${group.join(', ')}`);
  }
  return raw;
}

/**
 * For the set-up page.
 * @param raw what applies now
 * @param show shows the test pattern
 */
export function setUpHardware(
  raw: RawSettings,
  store: Store,
  show: (settings: DeviceSettings) => void,
): Hardware {
  return {
    current: hardwareFields(raw),
    pins: goodPins(raw['chip']),
    problemsOf: (fields) => hardwareProblems({ ...raw, ...fields }),
    store: (fields) => storeHardware(store, fields),
    test: (fields) => {
      const read = readSettings({ ...raw, ...fields, relay: DEFAULTS.relayUrl });
      if (read.ok) show(read.settings);
    },
  };
}

/**
 * It applies from the next start.
 * @param fields valid; a name that is missing keeps the build's value
 * @throws if the store does; nothing has changed then
 */
export function storeHardware(store: Store, fields: Fields): void {
  const names = NAMES.filter((name) => name in fields);
  writeRecord(store, RECORD, names.map((name) => `${name}=${fields[name] ?? ''}`).join('\n'));
}

function readStored(store: Store, log: Log): Fields | undefined {
  try {
    const text = readRecord(store, RECORD);
    return text === undefined ? undefined : settingsInText(text);
  } catch (error) {
    log.write('warn', `store: the hardware: ${String(error)}`);
    return undefined;
  }
}

function picked(raw: RawSettings, names: readonly string[]): RawSettings {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => names.includes(name)));
}
