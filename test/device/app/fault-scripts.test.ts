/** Within a heartbeat of the end of any fault the device plays again without a restart, or says what to do. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { isLong } from '../../support/counts.js';
import { FAULT_SCRIPTS, type FaultScript } from './fault-scripts.js';
import { LINKED, track, World } from './world.js';

/** A poll while a song plays, and its response. */
const HEARTBEAT_S = 31;
/** First tries, before a fault is known to last; after them the gaps grow. */
const RETRIES_AT_ONCE = 6;
const PLAYER = '/v1/me/player';

let world: World;

afterEach(() => {
  world.chip.powerOff();
  expect(world.emulator.violations).toEqual([]);
});

/** Faults in a row, each begun in the moment in which the one before it ends. */
function suffer(scripts: readonly FaultScript[], lastsS: number): void {
  world = new World({ stored: LINKED, settings: { columns: 40 } });
  world.start().pass(1);
  const well = { ...world.responses };
  for (const script of scripts) {
    script.begin(world, well);
    const before = requestCount();
    const seen = watchBothRows(lastsS);
    if (lastsS > 60)
      expect(requestCount() - before).toBeLessThanOrEqual(
        RETRIES_AT_ONCE + lastsS / (script.polledEvery ?? 10),
      );
    if (script.needsPerson && lastsS > 60) expect(seen).toMatch(script.needsPerson);
    well[PLAYER] = () => track({}, { id: 'new', name: 'New' });
    script.end(world, well);
  }
  const withinS = Math.max(HEARTBEAT_S, ...scripts.map(({ within = 0 }) => within));
  for (let second = 0; second < withinS && world.rows[0] !== 'New - Ana'; second += 1)
    world.pass(1);
  expect(world.rows[0]).toBe('New - Ana');
  expect(world.chip.restartCount).toBe(0);
}

/** Requests that would make a storm; a code that waits is polled at its own pace. */
function requestCount(): number {
  return world.countOf(PLAYER) + world.countOf('/refresh');
}

function watchBothRows(seconds: number): string {
  const seen = new Set<string>();
  for (let second = 0; second < seconds; second += 1) seen.add(world.pass(1).rows.join('\n'));
  return [...seen].join('\n');
}

describe('a device that plays', () => {
  it.each(FAULT_SCRIPTS.map((script) => [script.name, script] as const))(
    'plays again within a heartbeat after %s',
    (_name, script) => suffer([script], 100),
  );

  it.each(FAULT_SCRIPTS.map((script) => [script.name, script] as const))(
    'plays on when for a moment %s',
    (_name, script) => suffer([script], 3),
  );

  // Many hundreds, so that a short run does not even name them.
  if (isLong)
    it.each(
      FAULT_SCRIPTS.flatMap((first) =>
        FAULT_SCRIPTS.filter((second) => second !== first).map(
          (second) => [first.name, second.name, [first, second]] as const,
        ),
      ),
    )('plays again after %s, then %s', (_first, _second, pair) => suffer(pair, 45));
});
