/** The schedule and Spotify's blocks survive a restart. */
import { describe, expect, it } from '@jest/globals';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { DEFAULT_BUDGET } from '../../../device/spotify/schedule.js';
import { LINKED, World, json } from './world.js';

const BLOCK_S = 10 * 3600;
const QUOTA = json(
  429,
  { error: { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' } },
  { 'retry-after': `${BLOCK_S}` },
);
const POLL = '/v1/me/player';
const stored = { ...LINKED };

/** 2026-11-25 12:00 UTC. */
const NOON = 1_795_608_000_000;

/** A device that knows what time it is, as each does once it is online. */
function worldAt(epochMs: number, inStore: Readonly<Record<string, string>>): World {
  const world = new World({ stored: inStore });
  world.time.setEpochMs(epochMs);
  return world;
}

describe('the schedule in the device', () => {
  it('sends nothing for the rest of a block after a restart, and shows the time left', () => {
    const first = worldAt(NOON, stored);
    first.responses[POLL] = () => QUOTA;
    first.start().pass(60);
    expect(first.countOf(POLL)).toBe(1);

    const second = worldAt(NOON + 60_000, first.store.contents());
    second.start().pass(30);
    expect(second.countOf(POLL)).toBe(0);
    expect(second.rows.join(' ')).toMatch(/limit|quota/i);
    second.pass(BLOCK_S);
    expect(second.countOf(POLL)).toBeGreaterThan(0);
  });

  it('sends nothing for the rest of a block of minutes after a restart, and shows no rate limit', () => {
    const first = worldAt(NOON, stored);
    first.responses[POLL] = () => json(429, {}, { 'retry-after': '300' });
    first.start().pass(60);
    const second = worldAt(NOON + 60_000, first.store.contents());
    second.start().pass(235);
    expect(second.countOf(POLL)).toBe(0);
    expect(second.rows.join(' ')).not.toMatch(/limit|quota/i);
    expect(second.pass(30).countOf(POLL)).toBeGreaterThan(0);
  });

  it('writes to flash after every 64 requests', () => {
    const world = worldAt(NOON, stored);
    world.responses[POLL] = () => ({ status: 204, headers: {}, body: '' });
    world.start().pass(6 * 3600);
    expect(world.store.writeCount).toBe(3);
    expect(world.store.read('schedule')).toBeDefined();
  });

  it('keeps to its request budget, and reports that if nothing else is shown', () => {
    const settings = { callBudget: 100 };
    const first = new World({ stored, settings });
    first.time.setEpochMs(NOON);
    first.responses[POLL] = () => ({ status: 204, headers: {}, body: '' });
    first.start().pass(24 * 3600);
    expect(first.countOf(POLL)).toBeLessThanOrEqual(100);
    expect(DEFAULTS.callBudget).toBe(DEFAULT_BUDGET);

    // A button that is pressed all day long empties any budget.
    const pressed = new World({ stored, settings });
    pressed.time.setEpochMs(NOON);
    pressed.responses[POLL] = () => ({ status: 204, headers: {}, body: '' });
    pressed.start().pass(5);
    for (let press = 0; press < 600; press += 1) {
      pressed.device.press();
      pressed.pass(2);
    }
    expect(pressed.countOf(POLL)).toBeGreaterThan(80);
    expect(pressed.countOf(POLL)).toBeLessThanOrEqual(100);
    const restarted = new World({ stored: pressed.store.contents(), settings: { callBudget: 60 } });
    restarted.time.setEpochMs(NOON + 600_000);
    restarted.start().pass(5);
    expect(restarted.countOf(POLL)).toBe(0);
    expect(restarted.rows.join(' ')).toMatch(/quota.*Retrying in/);
  });
});
