/** Devices, real relays and the fake Spotify on one virtual clock, which stops while a request is open. */
import { createServer } from 'node:http';
import type { Http } from '../../device/shared/ports.js';
import type { DevicePorts } from '../../device/app/device.js';
import { DEFAULTS, type DeviceSettings } from '../../device/shared/settings.js';
import { readConfig } from '../../relay/config.js';
import type { StartOptions } from '../../relay/start.js';
import { NodeHttp } from '../../simulator/node/http.js';
import { textTables } from '../../simulator/node/text-tables.js';
import { Person } from '../../simulator/person.js';
import { EmulatedDevice } from '../../simulator/ports/emulated-device.js';
import { MemoryStore } from '../../simulator/ports/memory-store.js';
import type { FakeSpotify } from '../../simulator/spotify/fake-spotify.js';
import type { PlaylistStep } from '../../simulator/spotify/playlist.js';
import { startFakeSpotify } from '../../simulator/spotify/server.js';
import { listen } from '../moddable/listen.js';
import { seededRandom } from '../virtual/seeded-random.js';
import { SettlingHttp } from '../virtual/settling-http.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { Relays } from './relays.js';

export interface VirtualSystemOptions {
  /** The relay's, which says where its data lies and how much it logs. */
  readonly env: Readonly<Record<string, string>>;
  readonly startEpochMs: number;
  readonly seed: number;
  /** Of each user of the fake Spotify. */
  readonly playlists?: Readonly<Record<string, readonly PlaylistStep[]>>;
  /** Of the devices. */
  readonly settings?: Partial<DeviceSettings>;
  /** How many there are, behind one address; 1 by default. */
  readonly relays?: number;
  readonly plantAtRelay?: (options: StartOptions) => StartOptions;
}

export interface DeviceOfSystem {
  readonly device: EmulatedDevice;
  readonly store: MemoryStore;
  readonly logLines: string[];
}

const TABLES = textTables();

export class VirtualSystem {
  readonly time: VirtualTime;
  readonly fakeSpotify: FakeSpotify;
  readonly relays: Relays;
  /** The secret of the relay's app at Spotify, which no log may hold. */
  readonly clientSecret: string;
  readonly settings: DeviceSettings;
  /** Real sockets. */
  readonly http = new SettlingHttp(new NodeHttp());
  readonly #closeServers: () => Promise<void>;
  readonly #devices: EmulatedDevice[] = [];

  private constructor(
    parts: Pick<VirtualSystem, 'time' | 'fakeSpotify' | 'relays' | 'clientSecret' | 'settings'>,
    closeServers: () => Promise<void>,
  ) {
    this.time = parts.time;
    this.fakeSpotify = parts.fakeSpotify;
    this.relays = parts.relays;
    this.clientSecret = parts.clientSecret;
    this.settings = parts.settings;
    this.#closeServers = closeServers;
  }

  static async start(options: VirtualSystemOptions): Promise<VirtualSystem> {
    const { env, startEpochMs, seed, playlists, plantAtRelay } = options;
    const time = new VirtualTime({ startEpochMs });
    const nowMs = (): number => time.clock.epochMs() ?? 0;
    // It stays open while no relay runs: another process could take the port of one that is closed.
    const server = createServer();
    const port = await listen(server);
    const relayUrl = `http://127.0.0.1:${port}`;
    const fake = await startFakeSpotify(`${relayUrl}/callback`, {
      now: nowMs,
      random: seededRandom(seed),
      ...(playlists ? { playlists } : {}),
    });
    const read = readConfig({ ...env, PORT: `${port}`, ...fake.env });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const relays = await Relays.open({
      ...{ config: read.config, fakeSpotify: fake.spotify, nowMs },
      count: options.relays ?? 1,
      random: seededRandom(seed + 4),
      ...(plantAtRelay ? { plant: plantAtRelay } : {}),
    });
    server.on('request', relays.handle);
    const settings = { ...DEFAULTS, ...options.settings, relayUrl, spotifyUrl: fake.server.url };
    const clientSecret = fake.env['SPOTIFY_CLIENT_SECRET'] ?? '';
    const parts = { time, fakeSpotify: fake.spotify, relays, clientSecret, settings };
    return new VirtualSystem(parts, async () => {
      server.closeAllConnections();
      server.close();
      await fake.server.close();
    });
  }

  /** One more device, still without power. @param http `this.http`, or what lies before it */
  addDevice(
    seed: number,
    http: Http,
    settings: Partial<DeviceSettings> = {},
    between: (ports: DevicePorts) => DevicePorts = (ports) => ports,
  ): DeviceOfSystem {
    const { clock, timer } = this.time;
    const store = new MemoryStore();
    const logLines: string[] = [];
    const device = new EmulatedDevice({
      ...{ tables: TABLES, clock, timer, store, http, between },
      settings: { ...this.settings, ...settings },
      random: seededRandom(seed),
      onLog: (level, message) => void logLines.push(`${level} ${message}`),
    });
    this.#devices.push(device);
    return { device, store, logLines };
  }

  /** With a browser of its own. */
  async person(uid: string, password: string, userId = 'owner'): Promise<Person> {
    const { relayUrl } = this.settings;
    const person = new Person({ relayUrl, aliases: [], uid, password, userId });
    await person.signIn();
    return person;
  }

  /** Lets time pass, one deadline at a time. */
  async pass(ms: number): Promise<void> {
    const { clock } = this.time;
    const endUs = clock.nowUs() + ms * 1000;
    for (;;) {
      await this.http.settled();
      await this.relays.settled();
      const nowUs = clock.nowUs();
      if (nowUs >= endUs) return;
      const nextUs = Math.min(endUs, this.time.nextDeadlineUs() ?? endUs);
      this.time.advanceUs(Math.max(0, nextUs - nowUs));
    }
  }

  async close(): Promise<void> {
    for (const { chip } of this.#devices) chip.powerOff();
    await this.relays.close();
    await this.#closeServers();
  }
}
