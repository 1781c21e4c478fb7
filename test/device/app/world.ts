/** A whole device in virtual time: scripted relay, Spotify and Wi-Fi around it, an emulated display to read. */
import type { Device, DevicePorts } from '../../../device/app/device.js';
import type { Link } from '../../../device/relay-client/device-flow.js';
import { writeLink } from '../../../device/relay-client/stored-link.js';
import type { HttpRequest, StartReason } from '../../../device/shared/ports.js';
import { DEFAULTS, type DeviceSettings } from '../../../device/shared/settings.js';
import type { EmulatedBackpack } from '../../../simulator/hd44780/backpack.js';
import type { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import type { Chip } from '../../../simulator/ports/chip.js';
import { EmulatedDevice } from '../../../simulator/ports/emulated-device.js';
import { textTables } from '../../../simulator/node/text-tables.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import type { ScriptedButton } from '../../../simulator/ports/scripted-button.js';
import type { ScriptedNetwork } from '../../../simulator/ports/scripted-network.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { VirtualNetwork, type VirtualResponse } from '../../../simulator/ports/virtual-network.js';

const TABLES = textTables();
export const RELAY = 'https://relay.test';
const SPOTIFY = 'http://spotify.test';
export const LINKED = storedLink({ uid: 'me', deviceToken: 'dev' });

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): VirtualResponse {
  return { status, headers, body: JSON.stringify(body) };
}

export function track(change: object = {}, item: object = {}): VirtualResponse {
  return json(200, {
    is_playing: true,
    progress_ms: 10_000,
    item: {
      type: 'track',
      id: 'a',
      name: 'Song',
      duration_ms: 200_000,
      artists: [{ name: 'Ana' }],
      ...item,
    },
    ...change,
  });
}

export const NOTHING_PLAYS: VirtualResponse = { status: 204, headers: {}, body: '' };
export const PENDING = json(400, { error: 'authorization_pending' });

interface SentRequest {
  readonly atMs: number;
  readonly to: string;
  readonly request: HttpRequest;
}

export interface WorldOptions {
  readonly stored?: Readonly<Record<string, string>>;
  readonly settings?: Partial<DeviceSettings>;
  readonly network?: ScriptedNetwork;
  readonly firstReason?: StartReason;
  readonly hasPlayerButtons?: boolean;
  /** Wall clock at the start; without it nobody has set it. */
  readonly epochMs?: number;
  /** Puts something between the device and its ports. */
  readonly between?: (ports: DevicePorts) => DevicePorts;
}

export class World {
  readonly time = new VirtualTime();
  readonly store: MemoryStore;
  readonly network: ScriptedNetwork;
  readonly button: ScriptedButton;
  readonly playerButtons: EmulatedDevice['playerButtons'];
  readonly emulator: Hd44780Emulator;
  readonly chip: Chip;
  readonly #emulated: EmulatedDevice;
  readonly requests: SentRequest[] = [];
  readonly logged: string[] = [];
  /** What answers at each path; a test replaces what it needs. */
  readonly responses: Record<string, (request: HttpRequest) => VirtualResponse> = {
    '/device_authorization': () =>
      json(200, {
        device_code: 'dc',
        user_code: 'BCDF-GHJK',
        verification_uri: `${RELAY}/link`,
        expires_in: 900,
        interval: 5,
      }),
    '/token': () => PENDING,
    '/refresh': () => json(200, { access_token: 'at', expires_in: 3600 }),
    // The song begins again before its end, so that it plays for as long as a test wants.
    '/v1/me/player': () =>
      track({ progress_ms: Math.round(10_000 + ((this.nowS * 1000) % 180_000)) }),
  };

  constructor(options: WorldOptions = {}) {
    const { stored = {}, settings = {}, epochMs, ...rest } = options;
    if (epochMs !== undefined) this.time.setEpochMs(epochMs);
    const { clock, timer } = this.time;
    this.store = new MemoryStore(stored);
    // No heals: tests count bytes.
    const quiet = { relayUrl: RELAY, spotifyUrl: SPOTIFY, healS: 0 };
    const used = { ...DEFAULTS, ...quiet, ...settings };
    const http = new VirtualNetwork({
      timer,
      latencyMs: 100,
      chunkBytes: 64,
      answer: (request) => {
        const to = new URL(request.url).pathname;
        this.requests.push({ atMs: clock.nowUs() / 1000, to, request });
        return this.responses[to]!(request);
      },
    });
    this.#emulated = new EmulatedDevice({
      ...rest,
      settings: used,
      clock,
      timer,
      http,
      store: this.store,
      random: seededRandom(1),
      tables: TABLES,
      onLog: (level, message) => void this.logged.push(`${level} ${message}`),
    });
    this.emulator = this.#emulated.lcd;
    this.network = this.#emulated.network;
    this.button = this.#emulated.button;
    this.playerButtons = this.#emulated.playerButtons;
    this.chip = this.#emulated.chip;
  }

  start(): this {
    this.chip.powerOn();
    return this;
  }

  /** In front of the display, where the settings have one. */
  get backpack(): EmulatedBackpack {
    const { backpack } = this.#emulated;
    if (!backpack) throw new Error('the settings have no backpack');
    return backpack;
  }

  /** The one that runs now: a restart makes another. */
  get device(): Device {
    return this.#emulated.device;
  }

  /** Holds the button so long. */
  hold(seconds: number): this {
    this.button.become(true);
    this.pass(seconds);
    this.button.become(false);
    return this.pass(0.1);
  }

  /** Seconds pass. */
  pass(seconds: number): this {
    this.time.advanceUs(seconds * 1e6);
    return this;
  }

  /** Seconds pass; gives all that the first row said meanwhile, for texts that scroll. */
  watch(seconds: number): string {
    const seen = new Set<string>();
    for (let tenth = 0; tenth < seconds * 10; tenth += 1) seen.add(this.pass(0.1).rows[0]!);
    return [...seen].join('\n');
  }

  get nowS(): number {
    return this.time.clock.nowUs() / 1e6;
  }

  /** Rows as read off the glass, without the blanks at their ends. */
  get rows(): string[] {
    return this.emulator.text().map((row) => row.trimEnd());
  }

  countOf(path: string): number {
    return this.requests.filter(({ to }) => to === path).length;
  }

  /** Seconds between the requests to `path`. */
  gapsOf(path: string): number[] {
    const times = this.requests.filter(({ to }) => to === path).map(({ atMs }) => atMs / 1000);
    return times.slice(1).map((at, index) => at - times[index]!);
  }
}

/** A store's contents after linking. */
function storedLink(link: Link): Readonly<Record<string, string>> {
  const store = new MemoryStore();
  writeLink(store, link, RELAY);
  return Object.freeze(store.contents());
}
