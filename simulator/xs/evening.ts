/**
 * An evening of listening in virtual time, all of it inside XS: device, display, relay and Spotify. A bundle's entry;
 * commands: the text table as bytes, then `prepare` (all but the device), `start`, and `advanceMs` as often as wanted.
 */
import { Device, type DevicePorts } from '../../device/app.js';
import type { DeviceSettings } from '../../device/settings.js';
import { Hd44780Emulator } from '../hd44780/emulator.js';
import { timedBank } from '../ports/bank.js';
import { MemoryStore } from '../ports/memory-store.js';
import { ScriptedNetwork } from '../ports/scripted-network.js';
import { seededRandom } from '../ports/seeded-random.js';
import { VirtualTime } from '../ports/virtual-clock.js';
import { VirtualNetwork } from '../ports/virtual-network.js';
import { PlaybackModel } from '../spotify/playback-model.js';
import type { PlaylistStep } from '../spotify/playlist.js';
import { answerCommands } from './command.js';
import { EveningServers } from './evening-servers.js';

export type EveningCommand =
  | {
      readonly prepare: {
        readonly settings: DeviceSettings;
        readonly playlist: readonly PlaylistStep[];
        readonly startEpochMs: number;
        readonly seed: number;
      };
    }
  | { readonly start: true }
  | { readonly advanceMs: number };

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
  readonly requests: Readonly<Record<string, number>>;
  /** Bytes that the display received. */
  readonly lcdBytes: number;
  readonly storeWrites: number;
  /** Lines of the device's log since the last report, the latest last. */
  readonly log: readonly string[];
}

/** A round trip on a phone line. */
const LATENCY_MS = 180;
const LOG_LINES_MAX = 20;

interface Evening {
  readonly time: VirtualTime;
  start(): void;
  report(): EveningReport;
}

let table: Uint8Array = new Uint8Array();
let evening: Evening | undefined;

function prepare(options: Extract<EveningCommand, { prepare: unknown }>['prepare']): Evening {
  const { settings, playlist, startEpochMs, seed } = options;
  const time = new VirtualTime({ startEpochMs });
  const now = (): number => time.clock.epochMs() ?? 0;
  const display = new Hd44780Emulator({
    geometry: settings,
    foscKhz: settings.foscKhz,
    nowNs: () => time.clock.nowUs() * 1000,
  });
  const model = new PlaybackModel({ now, playlist });
  const { relayUrl, spotifyUrl } = settings;
  const servers = new EveningServers({ relayUrl, spotifyUrl, model, now });
  const store = new MemoryStore();
  const log: string[] = [];
  const ports: DevicePorts = {
    openBank: timedBank(display.openBank(settings.pins), time.clock),
    clock: time.clock,
    timer: time.timer,
    http: new VirtualNetwork({
      timer: time.timer,
      answer: (request) => servers.answer(request),
      latencyMs: LATENCY_MS,
    }),
    store,
    network: new ScriptedNetwork(),
    log: {
      write: (level, message) => {
        log.push(`${level} ${message}`);
        if (log.length > LOG_LINES_MAX) log.shift();
      },
    },
    random: seededRandom(seed),
    tables: { text: table },
  };
  return {
    time,
    start: () => new Device(ports, settings).start(),
    report: () => {
      const playing = model.read();
      return {
        atMs: Math.round(time.clock.nowUs() / 1000),
        rows: display.text(),
        truth: playing
          ? {
              label: playing.label,
              positionMs: playing.positionMs,
              durationMs: playing.item.durationMs,
              isPlaying: playing.isPlaying,
            }
          : null,
        violations: display.violations
          .splice(0)
          .map(({ kind, atNs, detail }) => `${kind} at ${atNs}: ${detail}`),
        requests: { ...servers.counts },
        lcdBytes: display.counts.bytes,
        storeWrites: store.writeCount,
        log: log.splice(0),
      };
    },
  };
}

answerCommands({
  onBytes: (_tag, bytes) => {
    table = bytes;
  },
  onCommand: (given) => {
    const command = given as EveningCommand;
    if ('prepare' in command) {
      evening = prepare(command.prepare);
      return undefined;
    }
    if (!evening) throw new Error('prepare first');
    if ('start' in command) {
      evening.start();
    } else evening.time.advanceUs(command.advanceMs * 1000);
    return evening.report();
  },
});
