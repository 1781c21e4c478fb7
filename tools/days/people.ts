/** Days on which the schedule is measured, each with its reason. */
import type { Habits } from './habits.js';

export interface Person {
  readonly name: string;
  readonly reason: string;
  readonly habits: Habits;
}

/** Four hours in three sittings, with some skips and pauses. The others are given by their difference from it. */
const USUAL: Habits = Object.freeze({
  sittings: Object.freeze([
    Object.freeze({ atH: 7.5, hours: 0.8 }),
    Object.freeze({ atH: 13, hours: 1.2 }),
    Object.freeze({ atH: 19.5, hours: 2 }),
  ]),
  itemS: Object.freeze([150, 290] as const),
  burstChance: 0.08,
  burstLength: 4,
  burstGapS: Object.freeze([3, 25] as const),
  skipsPerHour: 1,
  pausesPerHour: 1.5,
  pauseS: Object.freeze([20, 600] as const),
  endOffsetMs: 0,
  endJitterMs: 0,
  repeatChance: 0,
  adChance: 0,
  endsPausedChance: 0,
});

function person(name: string, reason: string, change: Partial<Habits> = {}): Person {
  return Object.freeze({ name, reason, habits: Object.freeze({ ...USUAL, ...change }) });
}

export const PEOPLE: readonly Person[] = Object.freeze([
  person('usual', 'a bit of everything, in three sittings'),
  person('albums', 'whole albums: almost only natural changes', {
    burstChance: 0,
    skipsPerHour: 0.2,
    pausesPerHour: 0.4,
  }),
  person('restless', 'searches by skipping: bursts of up to eight, early in an item', {
    burstChance: 0.25,
    burstLength: 8,
    skipsPerHour: 2,
  }),
  person('interrupted', 'random pauses all day: no poll is better placed than another', {
    burstChance: 0,
    skipsPerHour: 2,
    pausesPerHour: 5,
    pauseS: [10, 240],
  }),
  person('podcasts', 'episodes of up to two hours', {
    itemS: [1800, 7200],
    burstChance: 0,
    skipsPerHour: 0.3,
    pausesPerHour: 2,
  }),
  person('crossfade', 'a party list: each item ends 8 s before its time', {
    endOffsetMs: -8000,
    endJitterMs: 200,
  }),
  person('slow speaker', 'each item takes 2 to 3 s to load', {
    endOffsetMs: 2500,
    endJitterMs: 500,
  }),
  person('jitter', 'ends up to 0.7 s early or late', { endJitterMs: 700 }),
  person('punk', 'items of one to two minutes, some repeated, with advertisements', {
    itemS: [60, 120],
    repeatChance: 0.1,
    adChance: 0.15,
  }),
  person(
    'comes and goes',
    'half an hour of music, half an hour of nothing: starts in the first hour',
    {
      sittings: [9, 10, 11, 12, 18, 19, 20, 21].map((atH) => Object.freeze({ atH, hours: 0.5 })),
    },
  ),
  person('six sittings', 'each end begins an hour of denser polls', {
    sittings: [1, 5, 9, 13, 17, 21].map((atH) => Object.freeze({ atH, hours: 0.667 })),
  }),
  person('leaves it paused', 'paused all night instead of stopped', {
    endsPausedChance: 1,
  }),
  person('ten hours', 'an office: more music than the promise covers', {
    sittings: [Object.freeze({ atH: 8, hours: 10 })],
  }),
]);
