/** The frames' benchmark: nobody writes fewer bytes or less time than we do, whatever is shown. */
import { describe, expect, it } from '@jest/globals';
import { WORKLOADS } from '../../../tools/bench/frame-workloads.js';
import { OURS, WRITERS } from '../../../tools/bench/frame-writers.js';
import { costOf, optimumOf } from '../../../tools/bench/frames.js';

const FRAME_COUNT = 25;
const SIZES = [
  { columns: 16, rows: 2 },
  { columns: 20, rows: 4 },
  { columns: 8, rows: 2 },
];

describe.each(SIZES)('frames on %j', (geometry) => {
  it.each(WORKLOADS)('cost others no less than us: $name', (workload) => {
    const [ours, ...peers] = WRITERS.map((writer) =>
      costOf(writer, workload, geometry, FRAME_COUNT),
    );
    expect(peers.filter(({ bytes }) => bytes < ours!.bytes)).toEqual([]);
    // To a microsecond: virtual times are sums of binary fractions.
    expect(peers.filter(({ us }) => us < ours!.us - 1)).toEqual([]);
  });
});

describe('this driver', () => {
  it('writes 2 bytes a second and none for the frame that stands', () => {
    const [ours] = WRITERS;
    const bytes = (name: string): number =>
      costOf(
        ours!,
        WORKLOADS.find((one) => one.name === name)!,
        SIZES[0]!,
        7,
      ).bytes;
    expect(bytes('second')).toBe(2);
    expect(bytes('unchanged')).toBe(0);
  });

  it.each([undefined, 100, 400])('takes the fewest bytes, on a bus of %p kHz', (khz) => {
    for (const workload of WORKLOADS) {
      const ours = costOf(OURS, workload, SIZES[0]!, FRAME_COUNT, khz);
      const best = optimumOf(workload, SIZES[0]!, FRAME_COUNT, khz);
      expect([workload.name, ours.bytes]).toEqual([workload.name, best.bytes]);
      expect(ours.us).toBeGreaterThanOrEqual(best.us);
    }
  });
});
