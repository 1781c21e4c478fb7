/** `npm run flash -- …`: reads the command line and says what is wrong with it. Pure. */
import { readSettings } from '../../device/app/build-settings.js';
import { boardProblems } from '../../device/app/hardware.js';
import { PLAYER_PIN_NAMES } from '../../device/shared/board-pins.js';
import { readWifiSettings } from '../../device/platform/esp32/wifi-settings.js';
import { BUILD_SETTINGS, type SettingProblem } from '../../device/shared/settings.js';
import { isBacklightSwitched } from '../../device/shared/wiring.js';
import { BOARDS } from '../moddable/sdk.js';

export const HELP = `Builds the device for an ESP32 and flashes it.

  npm run flash -- ssid=Home password=… relay=https://relay.example.org
  npm run flash --                      without ssid: choose the network on a phone when the device first starts
  npm run flash -- --dry-run …          checks everything and prints what would run
  npm run flash -- --port /dev/ttyUSB1  if several boards are connected
  npm run flash -- --lite               without the Japanese dictionary: 0.7 MB less, Han is read as Chinese
  npm run flash -- --log                prints a log on the serial port, 115,200 baud: docs/log.md
  npm run flash -- --debug              with xsbug, and no watchdog
  npm run flash -- --board esp32        a plain ESP32 instead of esp32/nodemcu; or esp32/esp32s3, esp32/esp32c3

A password on the command line is visible in the list of processes and stays in the shell's history.
WIFI_PASSWORD in the environment avoids both: read -rs WIFI_PASSWORD && export WIFI_PASSWORD
Further settings as name=value: columns, rows, rom, pin_rs … pin_d7, pin_backlight, pin_button, plain_http=yes and the
others in docs/settings.md.`;

export interface FlashOrder {
  readonly isDryRun: boolean;
  readonly isDebug: boolean;
  readonly isLite: boolean;
  readonly hasLog: boolean;
  readonly board: string;
  /** Undefined: the one that is found. */
  readonly port: string | undefined;
  /** For mc/config, by the names that the device reads. */
  readonly settings: Readonly<Record<string, string>>;
}

export type ArgumentsRead =
  | { readonly kind: 'flash'; readonly order: FlashOrder }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

/** Short names for people. Under these the SDK itself would join the network before our program runs. */
const LONG_NAMES: Readonly<Record<string, string>> = Object.freeze({
  ssid: 'wifi_ssid',
  password: 'wifi_password',
});
const BACKPACK_NAMES = Object.freeze(['i2c_address', 'pin_sda', 'pin_scl']);
const WIRE_NAMES = Object.freeze(
  ['rs', 'e', 'd4', 'd5', 'd6', 'd7', 'backlight'].map((wire) => `pin_${wire}`),
);
/** The build settings that the relay cannot change. */
const DEVICE_NAMES = Object.freeze([
  ...[
    'wifi_ssid',
    'wifi_password',
    'relay',
    'plain_http',
    'ntp',
    'spotify',
    'source',
    'columns',
    'rows',
  ],
  ...['addressing', 'bus', ...WIRE_NAMES, ...BACKPACK_NAMES, 'backlight_active'],
  ...PLAYER_PIN_NAMES,
  ...['pin_button', 'heal_s', 'budget', 'fosc_khz', 'device_name'],
]);
/** As they may be typed. */
export const SETTING_NAMES: readonly string[] = Object.freeze([
  ...Object.keys(LONG_NAMES),
  ...DEVICE_NAMES,
  ...BUILD_SETTINGS.map(({ name }) => name),
]);
/** A name further off than this is not a typo. */
const SLIPS_MAX = 3;
const SECRET_NAMES = Object.freeze(['wifi_password']);

export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ArgumentsRead {
  let isDryRun = false;
  let isDebug = false;
  let isLite = false;
  let hasLog = false;
  let board = 'esp32/nodemcu';
  let port = env['UPLOAD_PORT'] || undefined;
  const settings: Record<string, string> = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const setting = /^([a-z][a-z0-9_]*)=([^]*)$/.exec(arg);
    if (setting) {
      const [, name = '', value = ''] = setting;
      // The value is not printed: it may be a password under a mistyped name.
      if (!SETTING_NAMES.includes(name)) return wrong(unknownName(name));
      settings[Object.hasOwn(LONG_NAMES, name) ? (LONG_NAMES[name] ?? name) : name] = value;
    } else if (arg === '--help') return { kind: 'help' };
    else if (arg === '--dry-run') isDryRun = true;
    else if (arg === '--debug') isDebug = true;
    else if (arg === '--lite') isLite = true;
    else if (arg === '--log') hasLog = true;
    else if (arg === '--board' || arg === '--port') {
      const value = rest.shift();
      if (!value || value.startsWith('--')) return wrong(`${arg} needs a value`);
      if (arg === '--port') port = value;
      else if (Object.hasOwn(BOARDS, value)) board = value;
      else return wrong(`--board must be ${Object.keys(BOARDS).join(' or ')}`);
    } else return wrong(`${beforeValue(arg)} is neither an option nor name=value; see --help`);
  }
  if (hasLog && isDebug) return wrong('--debug prints its log in xsbug: leave out --log');
  if (settings['wifi_ssid'] && !settings['wifi_password'] && env['WIFI_PASSWORD'])
    settings['wifi_password'] = env['WIFI_PASSWORD'];
  const order = { isDryRun, isDebug, isLite, hasLog, board, port, settings };
  return { kind: 'flash', order };
}

/** Problems that the device itself would find and show on its display. */
export function settingsProblems(
  settings: Readonly<Record<string, string>>,
): readonly SettingProblem[] {
  const device = readSettings(settings);
  return [
    ...readWifiSettings(settings).problems,
    ...boardProblems(settings),
    ...(device.ok ? [] : device.problems),
    ...(settings['wifi_ssid'] && !settings['relay']
      ? [{ name: 'relay', problem: 'is missing: add relay=… with the address of your relay' }]
      : []),
  ];
}

/** Settings that have no effect on this bus: a mistake, in the one or the other. @param typed without a board's defaults */
export function busProblems(typed: Readonly<Record<string, string>>): readonly SettingProblem[] {
  const isBackpack = typed['bus'] === 'pcf8574';
  const problem = isBackpack
    ? 'is for six wires: leave it out, or leave out bus=pcf8574'
    : 'is for an I2C backpack: leave it out, or add bus=pcf8574';
  return (isBackpack ? WIRE_NAMES : BACKPACK_NAMES)
    .filter((name) => typed[name])
    .map((name) => ({ name, problem }));
}

/** Valid settings that are probably not what was meant. */
export function settingsWarnings(settings: Readonly<Record<string, string>>): readonly string[] {
  const device = readSettings(settings);
  if (!device.ok) return [];
  const { offHours, idle, utcOffsetMin, wiring } = device.settings;
  const warnings: string[] = [];
  if ((offHours || idle === 'clock') && utcOffsetMin === undefined)
    warnings.push(
      `${offHours ? 'off_hours' : 'the clock'} counts in UTC: add utc_offset_min=…, your local time minus UTC in minutes, or choose a time zone on the device's page at the relay`,
    );
  if (settings['backlight_off_s'] && idle !== 'off' && !isBacklightSwitched(wiring))
    warnings.push(
      'backlight_off_s does nothing without pin_backlight=…, the GPIO that switches it',
    );
  if (settings['backlight_active'] && !isBacklightSwitched(wiring))
    warnings.push('backlight_active does nothing without pin_backlight=…');
  return warnings;
}

/** For the terminal, without secrets. */
export function shownSettings(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(
    ([name, value]) => `${shownName(name)}=${isPublic(name) || value === '' ? value : '…'}`,
  );
}

/** As a person types it. */
export function shownName(name: string): string {
  return Object.keys(LONG_NAMES).find((short) => LONG_NAMES[short] === name) ?? name;
}

/** What the display should say once it has started, line by line. */
export function expectedWords(settings: Readonly<Record<string, string>>): string[] {
  const ssid = settings['wifi_ssid'];
  if (!ssid)
    return [
      '"sixteen-by-two", then "Set up Wi-Fi: join 16x2-…": join that network with a phone,',
      'with the key on the second row; the page opens by itself, or at http://192.168.4.1.',
    ];
  const relay = settings['relay']?.replace(/^https:\/\//, '').replace(/\/+$/, '') ?? '';
  return [
    `"sixteen-by-two", "Joining Wi-Fi" and "${ssid}", "Syncing time...", then`,
    `"Open ${relay}/link" and "Code XXXX-XXXX": open the address, sign in, type the code.`,
    'Dark or full of blocks? Turn the potentiometer at V0; docs/wiring.md has the rest.',
  ];
}

function isPublic(name: string): boolean {
  return SETTING_NAMES.includes(name) && !SECRET_NAMES.includes(name) && name !== 'password';
}

/** Only the name of `Pasword=secret`. */
function beforeValue(arg: string): string {
  const equals = arg.indexOf('=');
  return equals < 0 ? arg : `${arg.slice(0, equals)}=…`;
}

function unknownName(name: string): string {
  const [nearest] = SETTING_NAMES.map((known) => ({ known, slips: slipsBetween(name, known) }))
    .filter(({ slips }) => slips <= SLIPS_MAX)
    .sort((a, b) => a.slips - b.slips);
  return `there is no setting ${name}; ${nearest ? `is it ${nearest.known}?` : '--help lists them'}`;
}

/** Levenshtein distance: letters to add, drop or change. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let at = 0; at < a.length; at += 1) {
    const next = [at + 1];
    for (let to = 0; to < b.length; to += 1)
      next.push(
        Math.min(
          (row[to] ?? 0) + (a[at] === b[to] ? 0 : 1),
          (row[to + 1] ?? 0) + 1,
          (next[to] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

function wrong(problem: string): ArgumentsRead {
  return { kind: 'wrong', problem };
}
