/** What the schedule knows survives a restart, and a damaged memory is no memory. */
import { describe, expect, it } from '@jest/globals';
import { Schedule } from '../../../device/spotify/schedule.js';
import type { Memory } from '../../../device/spotify/schedule-memory.js';
import { memoryText, readMemory } from '../../../device/spotify/schedule-memory.js';
import { NOTHING } from './answers.js';

const HOUR = 3_600_000;
/** 2026-11-25 12:00 UTC. */
const NOON = 1_795_608_000_000;

const MEMORY: Memory = {
  budget: {
    counts: [0, 3, 0, 900, 12],
    countedToMs: 2 * HOUR,
    lesson: { limit: 640, learntAtMs: HOUR },
    openFromMs: 3 * HOUR,
  },
  block: { untilMs: 3 * HOUR, toldMs: 2 * HOUR, isQuota: true },
  offsetMs: -8000,
  heartbeatMs: 17_500,
};

/** A schedule that was blocked after some calls, as text. */
function blockedText(calls: number, toldMs: number): string {
  const schedule = new Schedule();
  for (let call = 0; call < calls; call += 1) schedule.asked(call * 1000);
  const nowMs = calls * 1000;
  schedule.blocked(toldMs, true, nowMs);
  const memory = schedule.memoryIfDue(nowMs);
  if (!memory) throw new Error('a block must be kept at once');
  return memoryText(memory, NOON);
}

describe('memoryText and readMemory', () => {
  it('come back as they were', () => {
    expect(readMemory(memoryText(MEMORY, NOON), NOON)).toEqual(MEMORY);
  });

  it('come back on a clock that began an hour later', () => {
    const memory = readMemory(memoryText(MEMORY, NOON), NOON + HOUR);
    expect(memory?.block?.untilMs).toBe(2 * HOUR);
    expect(memory?.budget.countedToMs).toBe(HOUR);
  });

  it('keep within what a store takes on the busiest day', () => {
    const counts = new Array<number>(97).fill(900);
    const text = memoryText({ ...MEMORY, budget: { ...MEMORY.budget, counts } }, NOON);
    expect(text.length).toBeLessThan(400);
    expect(text).toMatch(/^[ -~]+$/);
  });

  it.each([
    '',
    '0',
    '2 a b c d e f g h i',
    '1 x',
    `1 ${'z'.repeat(400)} 1,2 - - - - - - -`,
    'null',
  ])('make nothing of %j', (text) => {
    expect(readMemory(text, NOON)).toBeUndefined();
  });
});

describe('Schedule.recall', () => {
  it('keeps silent for what is left of a block', () => {
    const schedule = new Schedule();
    const text = blockedText(600, 10 * HOUR);
    const shiftMs = NOON + 2 * HOUR; // the new clock began two hours after the old one
    schedule.recall(readMemory(text, shiftMs)!, 5000);
    expect(schedule.waitMs(5000)).toBe(600_000 + 8 * HOUR - 5000);
    expect(schedule.block).toMatchObject({ isQuota: true });
  });

  it('is not silenced for longer than Spotify wanted by a clock that was wrong', () => {
    const schedule = new Schedule();
    schedule.recall(readMemory(blockedText(600, HOUR), NOON - 1000 * HOUR)!, 0);
    expect(schedule.waitMs(0)).toBe(HOUR);
  });

  it('knows what a block has taught', () => {
    const schedule = new Schedule();
    const shiftMs = NOON + 24 * HOUR;
    schedule.recall(readMemory(blockedText(1000, HOUR), shiftMs)!, 0);
    for (let call = 0; call < 64; call += 1) schedule.asked(call);
    expect(schedule.memoryIfDue(HOUR)?.budget.lesson?.limit).toBe(800);
  });
});

describe('Schedule.memoryIfDue', () => {
  it('asks for a write after every 64 calls while nothing special happens', () => {
    const schedule = new Schedule();
    let nowMs = 0;
    let writes = 0;
    while (nowMs < 24 * HOUR) {
      schedule.asked(nowMs);
      nowMs += schedule.answered(NOTHING, nowMs);
      if (schedule.memoryIfDue(nowMs)) writes += 1;
    }
    // An hour at 45 s and 23 at 2 min: 770 calls.
    expect(writes).toBe(12);
  });
});
