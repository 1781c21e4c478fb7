/**
 * An evening of listening in virtual time: device, display, relay and Spotify in one heap, on one clock. Pure, so that
 * Node and XS can be compared over the same evening.
 */
import type { OpenBank, PlayerButton } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';
import type { TextTables } from '../../device/text/transliterate.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { EmulatedDevice } from '../../simulator/ports/emulated-device.js';
import { MemoryStore } from '../../simulator/ports/memory-store.js';
import { seededRandom } from '../virtual/seeded-random.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { VirtualNetwork, type VirtualResponse } from '../../simulator/ports/virtual-network.js';
import { PlaybackModel } from '../../simulator/spotify/playback-model.js';
import type { PlaylistStep } from '../../simulator/spotify/playlist.js';
import { EveningServers } from './evening-servers.js';

export interface EveningOptions {
  readonly settings: DeviceSettings;
  readonly playlist: readonly PlaylistStep[];
  readonly startEpochMs: number;
  readonly seed: number;
  /** Without an emulated display, which costs memory and time that a device does not spend. */
  readonly isUnwatched?: boolean;
  /** With `isUnwatched`: costs some 10,000 computrons in a second that scrolls. */
  readonly countsFrames?: boolean;
  readonly hasPlayerButtons?: boolean;
  /** Lifetime of an access token; an hour by default. */
  readonly accessTokenS?: number;
}

export interface EveningReport {
  readonly atMs: number;
  readonly rows: readonly string[];
  /** What really plays at this moment; null for nothing. */
  readonly truth: {
    readonly label: string;
    readonly positionMs: number;
    readonly durationMs: number;
    readonly isPlaying: boolean;
  } | null;
  /** Rules of the data sheet that were broken since the last report, as text. */
  readonly violations: readonly string[];
  /** By route, since the start. */
  readonly requests: Readonly<Record<string, number>>;
  /** Bytes that the display received. */
  readonly lcdBytes: number;
  /** Bursts of writes, if they are counted. */
  readonly frames: number;
  readonly storeWrites: number;
  /** Of the chip, since the start. */
  readonly restarts: number;
  /** Lines of the device's log since the last report, the latest last. */
  readonly log: readonly string[];
}

/** A round trip over a mobile network. */
const LATENCY_MS = 180;
/** Small enough to split most responses several times. */
const CHUNK_BYTES = 512;
const BOUNCE_MS = 5;
const PRESS_MS = 100;
const LOG_LINES_MAX = 20;
/** Within a frame the driver writes without a pause as long as this. */
const FRAME_APART_US = 20_000;

export class EveningWorld {
  readonly #time: VirtualTime;
  readonly #model: PlaybackModel;
  readonly #servers: EveningServers;
  readonly #http: VirtualNetwork;
  readonly #store = new MemoryStore();
  readonly #log: string[] = [];
  readonly #device: EmulatedDevice;
  #frameCount = 0;
  #wroteAtUs = 0;

  /** Everything but the device, which `start` creates, so that the heap can be measured before and after it. */
  constructor(tables: TextTables, options: EveningOptions) {
    const { settings, playlist, startEpochMs, seed, accessTokenS } = options;
    const time = new VirtualTime({ startEpochMs });
    const now = (): number => time.clock.epochMs() ?? 0;
    this.#time = time;
    this.#model = new PlaybackModel({ now, playlist });
    const { relayUrl, spotifyUrl } = settings;
    this.#servers = new EveningServers({
      ...{ relayUrl, spotifyUrl, accessTokenS },
      ...{ model: this.#model, now },
    });
    this.#http = new VirtualNetwork({
      timer: time.timer,
      answer: (request) => this.#servers.answer(request),
      latencyMs: LATENCY_MS,
      chunkBytes: CHUNK_BYTES,
    });
    const write = options.countsFrames ? (): void => this.#countFrame() : nothing;
    const openBank: OpenBank = () => ({ write });
    const nowNs = (): number => time.clock.nowUs() * 1000;
    this.#device = new EmulatedDevice({
      ...{ settings, tables, clock: time.clock, timer: time.timer },
      hasPlayerButtons: options.hasPlayerButtons ?? false,
      http: this.#http,
      store: this.#store,
      random: seededRandom(seed),
      lcd: new Hd44780Emulator({ geometry: settings, foscKhz: settings.foscKhz, nowNs }),
      onLog: (level, message) => {
        this.#log.push(`${level} ${message}`);
        if (this.#log.length > LOG_LINES_MAX) this.#log.shift();
      },
      between: (ports) => (options.isUnwatched ? { ...ports, openBank } : ports),
    });
  }

  start(): void {
    this.#device.chip.powerOn();
  }

  advance(ms: number): void {
    this.#time.advanceUs(ms * 1000);
  }

  /** Advances until no request is open. */
  settle(): void {
    while (this.#http.openCount > 0) this.advance(LATENCY_MS);
  }

  /** Loses the Wi-Fi for so long. */
  loseNetwork(forMs: number): void {
    const { network } = this.#device;
    network.become({ kind: 'lost', name: 'Home' });
    this.advance(forMs);
    network.become({ kind: 'online' });
  }

  /** A button that controls playback, with contacts that bounce. */
  press(name: PlayerButton): void {
    for (const isDown of [true, false, true]) {
      this.#device.playerButtons[name].become(isDown);
      this.advance(isDown ? BOUNCE_MS : 1);
    }
    this.advance(PRESS_MS);
    this.#device.playerButtons[name].become(false);
  }

  /** The player's response from now on, instead of the playlist's. */
  answerPlayer(response: VirtualResponse | undefined): void {
    this.#servers.playerResponse = response;
  }

  report(): EveningReport {
    const playing = this.#model.read();
    const { lcd, chip } = this.#device;
    return {
      atMs: Math.round(this.#time.clock.nowUs() / 1000),
      rows: lcd.text(),
      truth: playing
        ? {
            label: playing.label,
            positionMs: playing.positionMs,
            durationMs: playing.item.durationMs,
            isPlaying: playing.isPlaying,
          }
        : null,
      violations: lcd.violations
        .splice(0)
        .map(({ kind, atNs, detail }) => `${kind} at ${atNs} ns: ${detail}`),
      requests: { ...this.#servers.counts },
      lcdBytes: lcd.counts.bytes,
      frames: this.#frameCount,
      storeWrites: this.#store.writeCount,
      restarts: chip.restartCount,
      log: this.#log.splice(0),
    };
  }

  #countFrame(): void {
    const nowUs = this.#time.clock.nowUs();
    if (nowUs - this.#wroteAtUs > FRAME_APART_US) this.#frameCount += 1;
    this.#wroteAtUs = nowUs;
  }
}

function nothing(): void {
  // A bank without wires.
}
