/** `npm start -- …`: the simulator's command line. */
import { parseArgs } from 'node:util';
import { LAYOUT_NAMES } from '../device/shared/layouts.js';
import { isPanel, PANEL_NAMES } from '../device/shared/panels.js';
import { KEY_HELP } from './keys.js';

export interface SimulatorOptions {
  /** The person links the device, not the demo. */
  readonly byHand: boolean;
  /** Opens the simulator's pages to other machines too. */
  readonly expose: boolean;
  /** How the emulated display is connected. */
  readonly bus: string;
  readonly columns: number;
  readonly rows: number;
  readonly layout: string | undefined;
  /** The emulated panel's character ROM; without it A00, and the device uses plain letters. */
  readonly rom: string | undefined;
  readonly scroll: string | undefined;
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
  --source relay        poll the relay's /get instead of Spotify
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

const CHOICES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  bus: ['gpio', 'pcf8574'],
  layout: LAYOUT_NAMES,
  rom: ['A00', 'A02'],
  scroll: ['wrap', 'bounce'],
  source: ['spotify', 'relay'],
});

export function readOptions(args: readonly string[]): OptionsResult {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        'by-hand': { type: 'boolean', default: false },
        expose: { type: 'boolean', default: false },
        bus: { type: 'string', default: 'gpio' },
        cols: { type: 'string', default: '16' },
        rows: { type: 'string', default: '2' },
        layout: { type: 'string' },
        rom: { type: 'string' },
        scroll: { type: 'string' },
        source: { type: 'string', default: 'spotify' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    // parseArgs throws nothing but what is wrong with the arguments.
    return invalid(`${(error as Error).message}. See --help.`);
  }
  if (values.help) return { kind: 'help' };
  const { bus, layout, rom, scroll, source, expose, 'by-hand': byHand } = values;
  const chosen = { bus, layout, rom, scroll, source };
  for (const [name, accepted] of Object.entries(CHOICES)) {
    const value = chosen[name as keyof typeof chosen];
    if (value !== undefined && !accepted.includes(value))
      return invalid(`--${name} must be ${accepted.join(' or ')}`);
  }
  const [columns, rows] = [Number(values.cols), Number(values.rows)];
  if (!isPanel(columns, rows))
    return invalid(
      `--cols ${values.cols} --rows ${values.rows} is not a panel. Panels: ${PANEL_NAMES}`,
    );
  return { kind: 'run', options: { byHand, expose, columns, rows, ...chosen } };
}

function invalid(problem: string): OptionsResult {
  return { kind: 'invalid', problem };
}
