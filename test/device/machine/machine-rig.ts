/** The state machine alone, without a display: virtual time, scripted servers and Wi-Fi, and its screens. */
import { Machine } from '../../../device/machine/machine.js';
import type { Screen } from '../../../device/machine/screen.js';
import { writeLink } from '../../../device/relay-client/stored-link.js';
import type { NetworkState } from '../../../device/shared/ports.js';
import {
  DEFAULTS,
  type DeviceSettings,
  type SentSettings,
} from '../../../device/shared/settings.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { ScriptedNetwork } from '../../../simulator/ports/scripted-network.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { VirtualNetwork, type VirtualResponse } from '../../../simulator/ports/virtual-network.js';

const RELAY = 'https://relay.test';
const LINK = { uid: 'me', deviceToken: 'dev' };

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): VirtualResponse {
  return { status, headers, body: JSON.stringify(body) };
}

/** A track that is a minute in and moves on with time. */
export const TRACK = (nowMs: number): VirtualResponse =>
  json(200, {
    is_playing: true,
    progress_ms: 60_000 + nowMs,
    item: { type: 'track', id: 'a', name: 'Song', duration_ms: 3_600_000, artists: [] },
  });

export interface MachineRigOptions {
  readonly isLinked?: boolean;
  readonly network?: NetworkState;
  readonly settings?: Partial<DeviceSettings>;
}

export class MachineRig {
  readonly time = new VirtualTime();
  readonly store = new MemoryStore();
  readonly network: ScriptedNetwork;
  readonly machine: Machine;
  /** Paths of the requests so far. */
  readonly requests: string[] = [];
  readonly screens: Screen[] = [];
  readonly sent: SentSettings[] = [];
  readonly responses: Record<string, (nowMs: number) => VirtualResponse> = {
    '/refresh': () => json(200, { access_token: 'at', expires_in: 3600 }),
    '/v1/me/player': TRACK,
  };

  constructor({ isLinked = true, network, settings = {} }: MachineRigOptions = {}) {
    if (isLinked) writeLink(this.store, LINK, RELAY);
    this.network = new ScriptedNetwork(network);
    const { clock, timer } = this.time;
    const http = new VirtualNetwork({
      timer,
      answer: ({ url }) => {
        const { pathname } = new URL(url);
        this.requests.push(pathname);
        return this.responses[pathname]!(clock.nowUs() / 1000);
      },
    });
    const ports = { clock, timer, http, store: this.store, network: this.network };
    const used = { ...DEFAULTS, relayUrl: RELAY, spotifyUrl: 'http://spotify.test', ...settings };
    this.machine = new Machine({
      ports: { ...ports, log: { write: () => undefined }, random: () => 0.5 },
      settings: () => used,
      onScreen: (screen) => void this.screens.push(screen),
      onSettings: (sent) => void this.sent.push(sent),
    });
  }

  start(): this {
    this.machine.start();
    return this.pass(0);
  }

  /** Seconds pass. */
  pass(seconds: number): this {
    this.time.advanceUs(seconds * 1e6);
    return this;
  }

  /** What stands on the display: the kind of a notice or fault, or the title. */
  get shown(): string {
    const screen = this.screens.at(-1);
    if (!screen || screen.kind === 'off') return screen?.kind ?? 'nothing yet';
    if (screen.kind === 'playing')
      return `${'title' in screen.item ? screen.item.title : screen.item.kind}${screen.isStale ? '!' : ''}`;
    return screen.notice.kind === 'fault' ? screen.notice.fault.kind : screen.notice.kind;
  }

  countOf(path: string): number {
    return this.requests.filter((one) => one === path).length;
  }
}
