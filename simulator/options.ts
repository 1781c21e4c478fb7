/** `npm start -- …`: what the simulator may be told on its command line. */
import { parseArgs } from 'node:util';
import { isPanel, PANEL_NAMES } from '../device/shared/panels.js';

export interface SimulatorOptions {
  /** Leaves the linking to whoever sits in front of it. */
  readonly byHand: boolean;
  /** Answers the simulator's pages to other machines too. */
  readonly expose: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly layout: string | undefined;
  /** The emulated panel's character ROM; without one it is A00, and the device uses plain letters. */
  readonly rom: 'A00' | 'A02' | undefined;
  readonly scroll: string | undefined;
  /** Whom the device asks what plays. */
  readonly source: 'spotify' | 'relay';
}

export const HELP = `sixteen-by-two: relay, simulated device and its display in one process.

  npm start                      with no SPOTIFY_* variable set it plays a built-in fake Spotify and links itself
  npm start -- --by-hand         leaves the linking to you: read the code, open the page, type it
  npm start -- --cols 20 --rows 4    another display: ${PANEL_NAMES}
  npm start -- --layout classic  title on row one, artists on row two
  npm start -- --rom A00         a panel with this character ROM, A00 or A02, and the device uses its letters
  npm start -- --scroll bounce   long texts go back the way they came
  npm start -- --source relay    the device asks the relay's /get instead of Spotify itself
  npm start -- --expose          answers /simulator to other machines than this one
  npm start -- --help            this text

Environment: HOST, PORT, PUBLIC_URL, DATA_DIR, DATABASE_URL, TOKEN_KEYS, SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET,
SPOTIFY_ACCOUNTS_URL, SPOTIFY_API_URL, REGISTRATION, INVITE_CODE, TRUST_PROXY, METRICS_TOKEN, LOG_LEVEL:
npm run relay -- --help explains them. With any SPOTIFY_* set, the display shows the music of your own account.`;

export type OptionsResult =
  | { readonly kind: 'run'; readonly options: SimulatorOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

export function readOptions(args: readonly string[]): OptionsResult {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        'by-hand': { type: 'boolean', default: false },
        expose: { type: 'boolean', default: false },
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
    return wrong(`${messageOf(error)}; --help lists what there is`);
  }
  if (values.help) return { kind: 'help' };
  const { layout, rom, scroll, source } = values;
  if (layout !== undefined && layout !== 'progress' && layout !== 'classic')
    return wrong('--layout must be progress or classic');
  if (rom !== undefined && rom !== 'A00' && rom !== 'A02') return wrong('--rom must be A00 or A02');
  if (scroll !== undefined && scroll !== 'wrap' && scroll !== 'bounce')
    return wrong('--scroll must be wrap or bounce');
  if (source !== 'spotify' && source !== 'relay') return wrong('--source must be spotify or relay');
  const columns = Number(values.cols);
  const rows = Number(values.rows);
  if (!isPanel(columns, rows))
    return wrong(
      `--cols ${values.cols} --rows ${values.rows} is no panel: there are ${PANEL_NAMES}`,
    );
  return {
    kind: 'run',
    options: {
      byHand: values['by-hand'],
      expose: values.expose,
      columns,
      rows,
      layout,
      rom,
      scroll,
      source,
    },
  };
}

/** parseArgs throws nothing but what is wrong with the arguments. */
function messageOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown);
}

function wrong(problem: string): OptionsResult {
  return { kind: 'wrong', problem };
}
