/** `npm start -- …`: the simulator's command line. */
import { parseArgs } from 'node:util';
import { LAYOUT_NAMES } from '../device/shared/layouts.js';
import { isPanel, PANEL_NAMES } from '../device/shared/panels.js';
import { BUSES, checkSetting, CHOSEN_SETTINGS, SOURCES } from '../device/shared/settings.js';
import { KEY_HELP } from './keys.js';

export interface SimulatorOptions {
  /** The person links the device, not the demo. */
  readonly byHand: boolean;
  /** Opens the simulator's pages to other machines too. */
  readonly expose: boolean;
  /** Listens in the home network, at this address or at the likeliest where it is empty. */
  readonly lan?: string;
  /** How the emulated display is connected. */
  readonly bus: string;
  readonly columns: number;
  readonly rows: number;
  /** Of the device, by the names that a build reads. With `rom` the emulated panel has that ROM, otherwise A00. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the device polls. */
  readonly source: string;
}

export const HELP = `sixteen-by-two: runs the relay and a simulated device with its display in one process.

  npm start -- OPTIONS, or npx sixteen-by-two OPTIONS

Without SPOTIFY_* variables it uses the fake Spotify and links the device.
  --by-hand             link the device yourself: read the code, open the page, enter it
  --cols 20 --rows 4    another panel: ${PANEL_NAMES}
  --bus pcf8574         behind an I2C backpack
  --layout classic      another layout: ${LAYOUT_NAMES.join(', ')}
  --rom A00             use the letters of this character ROM, A00 or A02
  --scroll bounce       scroll long texts back and forth
  --idle clock          the time while nothing plays; also --clock 12h, --clock-digits large
  --source relay        poll the relay's /get instead of Spotify
  --han ja              and so on: any setting marked * in docs/settings.md
  --lan                 for other devices in your network, too; --lan=ADDRESS if this machine has several addresses
  --expose              let other machines open /simulator
  --help, --version

Keys in a terminal: ${KEY_HELP}

Environment: HOST, PORT, PUBLIC_URL, DATA_DIR, DATABASE_URL, TOKEN_KEYS, SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET,
SPOTIFY_ACCOUNTS_URL, SPOTIFY_API_URL, REGISTRATION, INVITE_CODE, TRUST_PROXY, METRICS_TOKEN, LOG_LEVEL.
The relay alone: npm run relay, or npx sixteen-by-two relay; its --help explains the environment.
With any SPOTIFY_* set, the display shows what your own account plays.`;

export type OptionsResult =
  | { readonly kind: 'run'; readonly options: SimulatorOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

const CHOICES = Object.freeze({ bus: BUSES, source: SOURCES });

const optionOf = (name: string): string => name.replaceAll('_', '-');
const SETTING_OPTIONS = Object.freeze(
  Object.fromEntries(CHOSEN_SETTINGS.map(({ name }) => [optionOf(name), { type: 'string' }])),
) as Readonly<Record<string, { readonly type: 'string' }>>;

export function readOptions(args: readonly string[]): OptionsResult {
  let values;
  try {
    ({ values } = parseArgs({
      args: args.map((arg) => (arg === '--lan' ? '--lan=' : arg)),
      options: {
        ...SETTING_OPTIONS,
        'by-hand': { type: 'boolean', default: false },
        lan: { type: 'string' },
        expose: { type: 'boolean', default: false },
        bus: { type: 'string', default: 'gpio' },
        cols: { type: 'string', default: '16' },
        rows: { type: 'string', default: '2' },
        source: { type: 'string', default: 'spotify' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    // parseArgs throws nothing but what is wrong with the arguments.
    return invalid(`${(error as Error).message}. See --help.`);
  }
  if (values.help) return { kind: 'help' };
  const { bus, source, expose, lan, 'by-hand': byHand } = values;
  const given = new Map<string, unknown>(Object.entries(values));
  for (const [name, accepted] of Object.entries(CHOICES)) {
    if (!accepted.some((one) => one === given.get(name)))
      return invalid(`--${name} must be ${accepted.join(' or ')}`);
  }
  const settings: Record<string, string> = {};
  for (const setting of CHOSEN_SETTINGS) {
    const value = given.get(optionOf(setting.name));
    if (typeof value !== 'string') continue;
    const checked = checkSetting(setting, value);
    if (!checked.isValid) return invalid(`--${optionOf(setting.name)} ${checked.problem}`);
    settings[setting.name] = value;
  }
  const [columns, rows] = [Number(values.cols), Number(values.rows)];
  if (!isPanel(columns, rows))
    return invalid(
      `--cols ${values.cols} --rows ${values.rows} is not a panel. Panels: ${PANEL_NAMES}`,
    );
  const chosen = { byHand, expose, columns, rows, bus, source, settings };
  return { kind: 'run', options: lan === undefined ? chosen : { ...chosen, lan } };
}

function invalid(problem: string): OptionsResult {
  return { kind: 'invalid', problem };
}
