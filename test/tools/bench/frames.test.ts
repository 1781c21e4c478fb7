/** The frames' benchmark: nobody writes fewer bytes or less time than we do, whatever is shown. */
import { describe, expect, it } from '@jest/globals';
import { WORKLOADS } from '../../../tools/bench/frame-workloads.js';
import { I2C_LIBRARIES, OURS, WRITERS } from '../../../tools/bench/frame-writers.js';
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

describe.each([100, 400])('libraries behind a backpack at %i kHz', (khz) => {
  const [geometry] = SIZES;

  it.each(WORKLOADS)('cost no less than we do: $name', (workload) => {
    const ours = costOf(OURS, workload, geometry!, FRAME_COUNT, khz);
    for (const library of I2C_LIBRARIES) {
      const theirs = costOf(library, workload, geometry!, FRAME_COUNT, khz);
      expect(theirs.bytes).toBeGreaterThan(ours.bytes);
      expect(theirs.us).toBeGreaterThan(ours.us);
    }
  });

  it('send an address with each transaction and wait as their source says', () => {
    const [workload] = WORKLOADS;
    const [liquidCrystal, clearing, i2cExp] = I2C_LIBRARIES.map((library) =>
      costOf(library, workload!, geometry!, FRAME_COUNT, khz),
    );
    const wireUs = 9000 / khz;
    // 11.5 clocks of the controller after its last write: the library's wait after that falls outside the frame.
    const lastUs = 11.5 / 0.27;
    expect(liquidCrystal!.bytes).toBe(34 * 12);
    expect(liquidCrystal!.us).toBeCloseTo(34 * (12 * wireUs + 102) - 50 + lastUs, 1);
    expect(clearing!.bytes).toBe(35 * 12);
    expect(clearing!.us).toBeCloseTo(35 * (12 * wireUs + 102) + 2000 - 50 + lastUs, 1);
    expect(i2cExp!.bytes).toBe(34 * 5);
    expect(i2cExp!.us).toBeCloseTo(34 * 5 * wireUs + lastUs, 1);
  });

  it('violate what their names say, and nothing else', () => {
    const [workload] = WORKLOADS;
    const broken = I2C_LIBRARIES.flatMap(({ breaks = [], ...library }) => {
      const cost = () => costOf(library, workload!, geometry!, FRAME_COUNT, khz);
      if (breaks.length === 0) expect(cost).not.toThrow();
      else expect(cost).toThrow(`broke a rule: ${breaks[0]}`);
      return breaks.length === 0 ? [] : [library.name];
    });
    expect(broken).toEqual([expect.stringContaining('not tAS')]);
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
