/** `npm run flash -- …`: what may be said on the command line, and what is wrong with it. Pure. */
import { readSettings } from '../../device/build-settings.js';
import { displayOutputs, readBoardPins } from '../../device/platform/esp32/pins.js';
import { readWifiSettings } from '../../device/platform/esp32/wifi-settings.js';
import { DEFAULTS, type SettingProblem } from '../../device/settings.js';

export const HELP = `Builds the device for an ESP32 and flashes it.

  npm run flash -- ssid=Home password=… relay=https://relay.example.org
  npm run flash --                      without ssid: the network is chosen on a phone, at the first start
  npm run flash -- --dry-run …          checks everything, says what would run, runs nothing
  npm run flash -- --port /dev/ttyUSB1  where several boards are connected
  npm run flash -- --lite               without the Japanese dictionary: 0.7 MB less, Han is read as Chinese
  npm run flash -- --debug              with xsbug, and no watchdog
  npm run flash -- --board esp32        a plain ESP32 in place of esp32/nodemcu

WIFI_PASSWORD in the environment serves as the password too, and stays out of the shell's history.
Further settings as name=value: columns, rows, rom, pin_rs … pin_d7, pin_backlight, pin_button, plain_http=yes and the
others of README.md.`;

export interface FlashOrder {
  readonly isDryRun: boolean;
  readonly isDebug: boolean;
  readonly isLite: boolean;
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

/** Targets of the SDK that the device was built for; others may work. */
const BOARDS = Object.freeze(['esp32/nodemcu', 'esp32']);
/** What people call them. The SDK takes the short names for its own, and joins before our program runs. */
const LONG_NAMES: Readonly<Record<string, string>> = Object.freeze({
  ssid: 'wifi_ssid',
  password: 'wifi_password',
});
const SECRET_NAMES = Object.freeze(['wifi_password']);

export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ArgumentsRead {
  let isDryRun = false;
  let isDebug = false;
  let isLite = false;
  let board = 'esp32/nodemcu';
  let port = env['UPLOAD_PORT'] || undefined;
  const settings: Record<string, string> = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const setting = /^([a-z][a-z0-9_]*)=([^]*)$/.exec(arg);
    if (setting) {
      const [, name = '', value = ''] = setting;
      settings[LONG_NAMES[name] ?? name] = value;
    } else if (arg === '--help') return { kind: 'help' };
    else if (arg === '--dry-run') isDryRun = true;
    else if (arg === '--debug') isDebug = true;
    else if (arg === '--lite') isLite = true;
    else if (arg === '--board' || arg === '--port') {
      const value = rest.shift();
      if (value === undefined) return wrong(`${arg} needs a value`);
      if (arg === '--port') port = value;
      else if (BOARDS.includes(value)) board = value;
      else return wrong(`--board must be ${BOARDS.join(' or ')}`);
    } else return wrong(`${arg} is neither an option nor name=value; --help lists what there is`);
  }
  if (settings['wifi_ssid'] && !settings['wifi_password'] && env['WIFI_PASSWORD'])
    settings['wifi_password'] = env['WIFI_PASSWORD'];
  const order = { isDryRun, isDebug, isLite, board, port, settings };
  return { kind: 'flash', order };
}

/** The device's own judgement, before it stands on a display. */
export function settingsProblems(
  settings: Readonly<Record<string, string>>,
): readonly SettingProblem[] {
  const device = readSettings(settings);
  const outputs = displayOutputs(device.ok ? device.settings : DEFAULTS);
  return [
    ...readWifiSettings(settings).problems,
    ...(device.ok ? [] : device.problems),
    ...readBoardPins(outputs, settings['pin_button']).problems,
    ...(settings['wifi_ssid'] && !settings['relay']
      ? [{ name: 'relay', problem: 'is missing: which relay should the device ask?' }]
      : []),
  ];
}

/** For a terminal, where others look on. */
export function shownSettings(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(
    ([name, value]) => `${name}=${SECRET_NAMES.includes(name) && value !== '' ? '…' : value}`,
  );
}

/** What the display should say once it has started, line by line. */
export function expectedWords(settings: Readonly<Record<string, string>>): string[] {
  const ssid = settings['wifi_ssid'];
  if (!ssid)
    return [
      '"sixteen-by-two", then "Wi-Fi set-up: join 16x2-….": join that network with a phone,',
      'with the key on the second row; the page opens by itself, or at http://192.168.4.1.',
    ];
  const relay = settings['relay']?.replace(/^https:\/\//, '').replace(/\/+$/, '') ?? '';
  return [
    `"sixteen-by-two", "Joining Wi-Fi" and "${ssid}", "Setting clock", then`,
    `"Open ${relay}/link" and "Code XXXX-XXXX": open the address, sign in, type the code.`,
    'Dark or full of blocks? Turn the potentiometer at V0; docs/wiring.md has the rest.',
  ];
}

function wrong(problem: string): ArgumentsRead {
  return { kind: 'wrong', problem };
}
