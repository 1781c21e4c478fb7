/** Nothing that the device does leaves memory behind: neither in XS's heap nor in what the engine has from malloc. */
import { expect, it } from '@jest/globals';
import { FULL_WORK, growth, longRuns } from '../../../tools/bench/memory.js';
import { count } from '../../support/counts.js';
import { describeWithXs } from '../../support/xs.js';

const SHARE = count(0.1, 1);
const WORK = Object.freeze({
  polls: SHARE * FULL_WORK.polls,
  refreshes: SHARE * FULL_WORK.refreshes,
  frames: SHARE * FULL_WORK.frames,
  losses: SHARE * FULL_WORK.losses,
  faultRounds: SHARE * FULL_WORK.faultRounds,
  setUpRequests: SHARE * FULL_WORK.setUpRequests,
});
const TIMEOUT_MS = count(120_000, 300_000);
/** The schedule's record grows by digits, in the store alone: on a device that is flash. */
const RECORD_BYTES = 160;

await describeWithXs('the memory of a device that works on and on', ({ hostPath }) => {
  it(
    `is the same after ${WORK.polls} polls, token refreshes and frames, ${WORK.losses} lost networks, ${WORK.faultRounds} rounds of failures, ${WORK.setUpRequests} set-up requests`,
    async () => {
      for (const { done, held } of await longRuns({ hostPath, work: WORK })) {
        const { chunks, ...rest } = growth(held);
        expect({ done, rest }).toEqual({
          done,
          rest: { slots: 0, keys: 0, mallocBlocks: 0, mallocBytes: 0 },
        });
        expect(chunks).toBeLessThanOrEqual(RECORD_BYTES);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'is seen to grow, in each figure, where something is kept at each step',
    async () => {
      const runs = await longRuns({ hostPath, work: WORK, isLeaking: true });
      for (const { held } of runs) {
        expect(growth(held).slots).toBeGreaterThan(0);
        expect(growth(held).chunks).toBeGreaterThan(RECORD_BYTES);
        expect(growth(held).keys).toBeGreaterThan(0);
      }
      // The list of names, which the engine has from malloc, grows in large steps.
      expect(Math.max(...runs.map(({ held }) => growth(held).mallocBytes))).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
