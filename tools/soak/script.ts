/** The days of a soak, from a seed: when music plays, and which faults occur. */
import type { Random, SocketFaultKind } from '../../device/shared/ports.js';
import { SOCKET_FAULTS } from '../../test/device/app/fault-cases.js';
import { NAMED_FAULTS } from '../../simulator/spotify/faults.js';
import type { Host } from './gate.js';

/** Each ends after `forMs`. */
export type SoakFault =
  | { readonly kind: 'socket'; readonly host: Host; readonly cause: SocketFaultKind }
  | { readonly kind: 'answer'; readonly name: string }
  /** 429 with Retry-After. The daily quota's would lower the device's budget for all the days after it. */
  | { readonly kind: 'block' }
  | { readonly kind: 'no network' }
  | { readonly kind: 'power cut' }
  | { readonly kind: 'crash' }
  | { readonly kind: 'token expired' }
  /** The person connects Spotify again when it ends. */
  | { readonly kind: 'app removed' };

export type SoakEvent =
  | { readonly atMs: number; readonly kind: 'play' | 'stop' | 'pause' | 'resume' | 'next' }
  | {
      readonly atMs: number;
      readonly kind: 'fault';
      readonly fault: SoakFault;
      readonly forMs: number;
    };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** When music plays, in hours since midnight, and for how long: four hours in three sittings. */
const SITTINGS = [
  [7.5, 0.8],
  [13, 1.2],
  [19.5, 2],
] as const;
const FAULTS_A_SITTING = 2;
/** Between two faults, so that each has an end that can be checked. */
const QUIET_MS = 6 * MINUTE_MS;
const ANSWERS = Object.keys(NAMED_FAULTS);

export function soakScript(days: number, random: Random): SoakEvent[] {
  const events: SoakEvent[] = [];
  for (let day = 0; day < days; day += 1) {
    for (const [atH, hours] of SITTINGS) {
      const fromMs = day * DAY_MS + atH * HOUR_MS + random() * 10 * MINUTE_MS;
      sit(events, fromMs, fromMs + hours * HOUR_MS, random);
    }
    // At night.
    events.push(faultAt(day * DAY_MS + 3 * HOUR_MS, random));
  }
  return events.sort((a, b) => a.atMs - b.atMs);
}

function sit(events: SoakEvent[], fromMs: number, toMs: number, random: Random): void {
  events.push({ atMs: fromMs, kind: 'play' }, { atMs: toMs, kind: 'stop' });
  const lengthMs = toMs - fromMs;
  const within = (): number => fromMs + (0.1 + 0.8 * random()) * lengthMs;
  for (let skips = Math.round(random() * 3); skips > 0; skips -= 1)
    events.push({ atMs: within(), kind: 'next' });
  const pausedAtMs = within();
  events.push({ atMs: pausedAtMs, kind: 'pause' });
  events.push({ atMs: pausedAtMs + MINUTE_MS * (0.5 + 3 * random()), kind: 'resume' });
  const slotMs = lengthMs / (FAULTS_A_SITTING + 1);
  for (let index = 1; index <= FAULTS_A_SITTING; index += 1)
    events.push(faultAt(fromMs + index * slotMs - QUIET_MS * random(), random));
}

function faultAt(atMs: number, random: Random): SoakEvent {
  const forMs = Math.round((0.3 + 4 * random()) * MINUTE_MS);
  return { atMs, kind: 'fault', fault: anyFault(random), forMs };
}

function anyFault(random: Random): SoakFault {
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[Math.floor(random() * list.length)];
    if (picked === undefined) throw new Error('an empty list');
    return picked;
  };
  const kinds: readonly (() => SoakFault)[] = [
    () => ({
      kind: 'socket',
      host: pick(['spotify', 'relay'] as const),
      cause: pick(SOCKET_FAULTS),
    }),
    () => ({ kind: 'answer', name: pick(ANSWERS) }),
    () => ({ kind: 'answer', name: pick(ANSWERS) }),
    () => ({ kind: 'block' }),
    () => ({ kind: 'no network' }),
    () => ({ kind: 'power cut' }),
    () => ({ kind: 'crash' }),
    () => ({ kind: 'token expired' }),
    () => ({ kind: 'app removed' }),
  ];
  return pick(kinds)();
}

export function faultName(of: SoakFault): string {
  if (of.kind === 'socket') return `${of.host} ${of.cause}`;
  if (of.kind === 'answer') return `answer ${of.name}`;
  return of.kind;
}
