/** What a seed decides: how the devices are built, what Spotify is like, when music plays, and which faults occur. */
import type { Random } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';
import { readWiring } from '../../device/shared/wiring.js';
import { SOAK_FAULTS, type SoakFault } from './faults.js';
import type { Place } from './place.js';
import type { AccountName } from './seat.js';

type Habit = 'play' | 'stop' | 'pause' | 'resume' | 'next' | 'previous' | 'seek' | 'move';

export type SoakEvent =
  | { readonly atMs: number; readonly kind: Habit }
  | {
      readonly atMs: number;
      readonly kind: 'fault';
      readonly fault: SoakFault;
      readonly forMs: number;
    };

/** For the whole of a run. */
export interface SoakPlan {
  readonly startEpochMs: number;
  /** Undefined: none is set, and the clocks do not change. */
  readonly place: Place | undefined;
  /** Whose each device is. */
  readonly devices: readonly AccountName[];
  readonly relays: number;
  readonly settings: Partial<DeviceSettings>;
  /** Actions of the fake Spotify's control. */
  readonly spotify: readonly Readonly<Record<string, string>>[];
  readonly events: readonly SoakEvent[];
}

export interface PlanOptions {
  readonly hours: number;
  readonly devices?: number | undefined;
  /** Instead of all. */
  readonly faults?: readonly SoakFault[] | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** When music plays, in hours since midnight, and for how long: four hours in three sittings. */
const SITTINGS = [
  [7.5, 0.8],
  [13, 1.2],
  [19.5, 2],
] as const;
/** From one fault to the next, so that each has an end that can be checked. */
const FAULT_EACH_MS = 16 * MINUTE_MS;
const JITTER_MS = 3 * MINUTE_MS;

/** How often in a sitting. */
interface Listener {
  readonly next: number;
  readonly previous: number;
  readonly seek: number;
  /** To another room. */
  readonly move: number;
  readonly pause: number;
  /** Music plays on through the night. */
  readonly fallsAsleep?: true;
}
const LISTENERS: Readonly<Record<string, Listener>> = {
  albums: { next: 1, previous: 0, seek: 0, move: 0, pause: 1 },
  skips: { next: 15, previous: 2, seek: 0, move: 0, pause: 1 },
  searches: { next: 3, previous: 4, seek: 6, move: 0, pause: 1 },
  interrupted: { next: 1, previous: 0, seek: 1, move: 0, pause: 6 },
  'walks about': { next: 3, previous: 0, seek: 0, move: 8, pause: 1 },
  'falls asleep': { next: 1, previous: 0, seek: 0, move: 0, pause: 0, fallsAsleep: true },
};
const SPOTIFY: readonly (readonly Readonly<Record<string, string>>[])[] = [
  ['keep', 'rotate', 'rotate-with-grace', 'empty-string'].map((mode) => ({
    action: 'refresh-mode',
    mode,
  })),
  ['spotify', 'indented', 'minified'].map((layout) => ({ action: 'layout', layout })),
  ['200', '301', '582', '1000'].map((length) => ({ action: 'token-length', length })),
  ['3600', '3600', '1800'].map((seconds) => ({ action: 'token-lifetime', seconds })),
];
const LAST_ONE_IN = 4;
const BUSES = ['gpio', 'gpio', 'pcf8574'] as const;
/** Whose the devices are: one person's, or also a neighbour's; and how many relays serve them. */
const HOUSEHOLDS: readonly { accounts: readonly AccountName[]; relays: number }[] = [
  { accounts: ['owner'], relays: 1 },
  { accounts: ['owner'], relays: 2 },
  { accounts: ['owner', 'owner'], relays: 2 },
  { accounts: ['owner', 'listener'], relays: 1 },
];
/** The listener's; music begins in the first. */
export const ROOMS = ['Living room', 'Kitchen', 'Bathroom'] as const;
const ONLY_DEVICE = ['', '', ROOMS[0]] as const;
const START_EPOCH_MS = Date.UTC(2026, 10, 25);
const PLACE_ONE_IN = 4;
const CLOCK_CHANGES: readonly (readonly [timeZone: string, atMs: number])[] = [
  ['Europe/Berlin', Date.UTC(2027, 2, 28, 1)],
  ['Europe/Berlin', Date.UTC(2027, 9, 31, 1)],
  ['America/New_York', Date.UTC(2027, 2, 14, 7)],
  // By half an hour.
  ['Australia/Lord_Howe', Date.UTC(2027, 3, 3, 15)],
];
const DARK_HOURS: readonly (readonly [from: string, to: string])[] = [
  ['23:00', '07:00'],
  ['22:30', '06:45'],
  // Within the hour that comes twice or not at all.
  ['23:00', '02:30'],
];

export function soakPlan(
  { hours, devices, faults = SOAK_FAULTS }: PlanOptions,
  random: Random,
): SoakPlan {
  const bus = pick(BUSES, random);
  const { accounts, relays } = pick(HOUSEHOLDS, random);
  const possible = faults.filter(
    ({ only }) => only === undefined || only === bus || (only === 'two relays' && relays === 2),
  );
  return {
    devices: Array.from({ length: devices ?? accounts.length }, (_, index) =>
      pickAt(accounts, index),
    ),
    relays,
    settings: { wiring: readWiring({ bus }).wiring, onlyDevice: pick(ONLY_DEVICE, random) },
    spotify: SPOTIFY.map((choices) => pick(choices, random)),
    events: withLast(
      eventsOf(
        hours,
        possible.filter(({ isLast }) => !isLast),
        random,
      ),
      possible,
      random,
    ),
    ...placeOf(hours, random),
  };
}

/** The clocks change in the second quarter, so that something comes before and after it. */
function placeOf(hours: number, random: Random): Pick<SoakPlan, 'startEpochMs' | 'place'> {
  if (random() * PLACE_ONE_IN >= 1) return { startEpochMs: START_EPOCH_MS, place: undefined };
  const [timeZone, changeAtMs] = pick(CLOCK_CHANGES, random);
  const [darkFrom, darkTo] = pick(DARK_HOURS, random);
  const startEpochMs = Math.round(changeAtMs - (1 + random()) * 0.25 * hours * HOUR_MS);
  return { startEpochMs, place: { timeZone, darkFrom, darkTo } };
}

function eventsOf(hours: number, faults: readonly SoakFault[], random: Random): SoakEvent[] {
  const events: SoakEvent[] = [];
  const listener = (): Listener => pick(Object.values(LISTENERS), random);
  // Less than a day is one sitting, with half an hour of silence behind it.
  if (hours < 24)
    sit(events, { fromMs: 0, toMs: (hours - 0.5) * HOUR_MS }, listener(), faults, random);
  else
    for (let day = 0; day < Math.floor(hours / 24); day += 1) {
      const ofToday = listener();
      for (const [index, [atH, lengthH]] of SITTINGS.entries()) {
        const fromMs = day * DAY_MS + atH * HOUR_MS + random() * 10 * MINUTE_MS;
        const isLast = index === SITTINGS.length - 1;
        const sleepsMs = ofToday.fallsAsleep && isLast ? 4 * HOUR_MS : 0;
        sit(
          events,
          { fromMs, toMs: fromMs + lengthH * HOUR_MS, sleepsMs },
          ofToday,
          faults,
          random,
        );
      }
      // Once more, when Spotify has forgotten the player, but within the first hour without music.
      // On one day: each day it would use up the request budget, and then polls are rarer than is checked.
      if (day === 0) {
        events.push({ atMs: 9 * HOUR_MS, kind: 'play' });
        events.push({ atMs: 9 * HOUR_MS + 5 * MINUTE_MS, kind: 'stop' });
      }
      // At night.
      events.push(faultAt(day * DAY_MS + 3 * HOUR_MS, faults, random));
    }
  return events.sort((a, b) => a.atMs - b.atMs);
}

/** Some runs end with a fault after which nothing could be checked. */
function withLast(
  events: SoakEvent[],
  faults: readonly SoakFault[],
  random: Random,
): readonly SoakEvent[] {
  const lasts = faults.filter(({ isLast }) => isLast);
  const at = events.map(({ kind }) => kind).lastIndexOf('fault');
  const last = events[at];
  if (last && lasts.length > 0 && random() * LAST_ONE_IN < 1)
    events[at] = faultAt(last.atMs, lasts, random);
  return events;
}

function sit(
  events: SoakEvent[],
  { fromMs, toMs, sleepsMs = 0 }: { fromMs: number; toMs: number; sleepsMs?: number },
  listener: Listener,
  faults: readonly SoakFault[],
  random: Random,
): void {
  events.push({ atMs: fromMs, kind: 'play' }, { atMs: toMs + sleepsMs, kind: 'stop' });
  const lengthMs = toMs - fromMs;
  const within = (): number => fromMs + (0.1 + 0.8 * random()) * lengthMs;
  for (const kind of ['next', 'previous', 'seek', 'move'] as const)
    for (let times = Math.round(random() * listener[kind]); times > 0; times -= 1)
      events.push({ atMs: within(), kind });
  for (let times = listener.pause; times > 0; times -= 1) {
    const atMs = within();
    events.push({ atMs, kind: 'pause' });
    events.push({ atMs: atMs + MINUTE_MS * (0.5 + 3 * random()), kind: 'resume' });
  }
  const count = Math.floor(lengthMs / FAULT_EACH_MS);
  for (let index = 1; index <= count; index += 1)
    events.push(faultAt(fromMs + index * FAULT_EACH_MS - JITTER_MS * random(), faults, random));
}

function faultAt(atMs: number, faults: readonly SoakFault[], random: Random): SoakEvent {
  const forMs = Math.round((0.3 + 4 * random()) * MINUTE_MS);
  return { atMs, kind: 'fault', fault: pick(faults, random), forMs };
}

function pick<T>(list: readonly T[], random: Random): T {
  return pickAt(list, Math.floor(random() * list.length));
}

function pickAt<T>(list: readonly T[], index: number): T {
  const picked = list[index % list.length];
  if (picked === undefined) throw new Error('an empty list');
  return picked;
}
