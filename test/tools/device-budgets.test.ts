/** The device's work fits in the memory that an ESP32 has for it: slots, bytes and computrons, which are the same each time. */
import { expect, it } from '@jest/globals';
import { DECODING_BUDGET, ESP32, TLS } from '../../tools/bench/device.js';
import { HOUR_MS, ROUND_MS, listen } from '../../tools/bench/device-hours.js';
import { bytesAt32, workIn } from '../../tools/bench/device-room.js';
import { works } from '../../tools/bench/device-work.js';
import type { Machine } from '../../tools/bench/table.js';
import { count } from '../support/counts.js';
import { describeWithXs } from '../support/xs.js';

const LOOKS = count(3, 48);
const EVERY_MS = count(ROUND_MS, HOUR_MS);
/** For a day the schedule's record grows by digits, in the store alone: on a device that is flash. */
const RECORD_BYTES = 160;
/** What a second may cost: one and a half times what was measured. */
const COMPUTRONS_A_SECOND = 120_000;
const ALL = works();
const decoding = ALL.filter(({ name }) => name.startsWith('decoding')).map(
  (work) => [work.name, work] as const,
);
const others = ALL.filter(({ name }) => !name.startsWith('decoding')).map(
  (work) => [work.name, work] as const,
);

await describeWithXs('the memory of an ESP32', (xs) => {
  const machine: Machine = { hostPath: xs.hostPath, slotBytes: xs.slotBytes };
  /** What so many bytes of a 32-bit machine are here. */
  const here = (bytes: number): number => Math.floor(bytes / bytesAt32(1, machine));

  it.each(decoding)('has room for %s, in 300 slots and 8 KB above rest', async (_name, work) => {
    const room = { slots: DECODING_BUDGET.slots, bytes: here(DECODING_BUDGET.bytes) };
    expect(await workIn(machine, work, room)).toBeDefined();
  });

  it.each(others)('has room for %s, in 300 slots and 16 KB above rest', async (_name, work) => {
    expect(await workIn(machine, work, { slots: 300, bytes: here(16 * 1024) })).toBeDefined();
  });

  it('runs out of memory with less, which shows that the limits above count', async () => {
    const [, work] = decoding[0]!;
    expect(await workIn(machine, work, { slots: 64, bytes: here(8 * 1024) })).toBeUndefined();
    expect(await workIn(machine, work, { slots: 300, bytes: here(1024) })).toBeUndefined();
  });

  it(
    `uses the same memory at each of ${LOOKS} checks in ${(LOOKS * EVERY_MS) / HOUR_MS} h, leaves TLS its share, and takes few computrons`,
    async () => {
      const { atRest, computronsASecond } = await listen(machine, LOOKS, EVERY_MS);
      expect(atRest).toHaveLength(LOOKS);
      const [first] = atRest;
      expect(new Set(atRest.map(({ slots }) => slots)).size).toBe(1);
      for (const { bytes } of atRest)
        expect(Math.abs(bytes - first!.bytes)).toBeLessThanOrEqual(RECORD_BYTES);
      expect(first!.slots).toBeLessThanOrEqual(ESP32.slots - TLS.slots);
      expect(bytesAt32(first!.bytes, machine)).toBeLessThanOrEqual(ESP32.bytes - TLS.bytes);
      expect(computronsASecond.median).toBeLessThanOrEqual(COMPUTRONS_A_SECOND);
    },
    count(120_000, 1_800_000),
  );
});
