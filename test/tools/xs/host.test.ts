/** The XS host behaves as a device's engine: its language, its fixed memory, how it ends. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { XsError, XsExit } from '../../../tools/xs/worker.js';
import { describeWithXs } from '../../support/xs.js';

const PROBE = fileURLToPath(new URL('./probe.ts', import.meta.url));
/** What esp32/nodemcu gives an app (its manifest's creation record). */
const ESP32 = { chunkBytes: 78_848, slotCount: 4_928, stackCount: 512 };

await describeWithXs('the XS host', (xs) => {
  it.each([
    ['counts code points, not UTF-16 units', "'😀'.length", 1],
    ['finds code points by index', "'a😀b'.charAt(2)", 'b'],
    ['knows private fields', 'new (class { #x = 1; has() { return #x in this; } })().has()', true],
    ['knows bigint', 'String(2n ** 64n)', '18446744073709551616'],
    ['has no TextEncoder', 'typeof TextEncoder', 'undefined'],
    ['has no console', 'typeof console', 'undefined'],
    ['has no timers', 'typeof setTimeout', 'undefined'],
  ])('%s', async (_promise, source, expected) => {
    const worker = await xs.start(PROBE);
    expect((await worker.json({ evaluate: source })).value).toBe(expected);
  });

  it.each([
    ['cannot normalize', "'\\u00e9'.normalize('NFD')", /RangeError/],
    ['has no property escapes', '/\\p{L}/u', /SyntaxError/],
  ])('%s', async (_promise, source, error) => {
    const worker = await xs.start(PROBE);
    await expect(worker.json({ evaluate: source })).rejects.toThrow(error);
  });

  it('names the TypeScript file and line of an error and lives on', async () => {
    const worker = await xs.start(PROBE);
    const lines = readFileSync(PROBE, 'utf8').split('\n');
    const line = lines.findIndex((text) => text.includes('EXPLODES HERE')) + 1;
    const error: unknown = await worker.json({ explode: true }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(XsError);
    expect(String(error)).toContain('Error: as asked');
    expect(String(error)).toContain(`at explode (test/tools/xs/probe.ts:${line})`);
    expect((await worker.json({ evaluate: '1 + 1' })).value).toBe(2);
  });

  it('fails the command that left a rejection unhandled', async () => {
    const worker = await xs.start(PROBE);
    const lost = worker.json({ evaluate: "Promise.reject(new Error('lost')); 1" });
    await expect(lost).rejects.toThrow(/lost/);
    expect((await worker.json({ evaluate: '2' })).value).toBe(2);
  });

  it.each([
    ['slots', 'const kept = []; for (;;) kept.push({})', 11],
    ['chunks', "let text = 'x'; for (;;) text += text", 11],
    ['stack', '(function dive() { return 1 + dive(); })()', 12],
    ['computrons', 'for (;;);', 17],
  ])('exits with its own code when %s run out', async (_resource, source, code) => {
    const worker = await xs.start(PROBE, {
      chunkBytes: 200_000,
      slotCount: 8_000,
      meterLimit: 5e6,
    });
    const error: unknown = await worker
      .json({ evaluate: source })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(XsExit);
    expect(error).toMatchObject({ code });
    await expect(worker.json({})).rejects.toBe(error);
  });

  it('gives a machine exactly the memory that it was created with', async () => {
    const worker = await xs.start(PROBE, ESP32);
    const heap = await worker.collect();
    expect(heap).toMatchObject({ chunksMax: ESP32.chunkBytes, slotBytes: xs.slotBytes });
    // XS keeps one slot of each block for itself.
    expect(ESP32.slotCount - heap.slotsMax).toBe(1);
    expect(heap.stackPeak).toBeLessThan(ESP32.stackCount);
  });

  it('cannot start in less memory than the script itself needs', async () => {
    await expect(xs.start(PROBE, { slotCount: 100 })).rejects.toMatchObject({ code: 11 });
  });

  it('does the same work in the same number of byte codes', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const worker = await xs.start(PROBE);
        await worker.json({ advanceMs: 3_600_000 });
        return worker.json({ advanceMs: 3_600_000 });
      }),
    );
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]?.value).toMatchObject({ tickCount: expect.any(Number) });
  });

  it('runs hours of timers in a device’s memory without growth', async () => {
    const worker = await xs.start(PROBE, ESP32);
    await worker.json({ advanceMs: 3_600_000 });
    const early = await worker.collect();
    await worker.json({ advanceMs: 4 * 3_600_000 });
    const late = await worker.collect();
    expect({ slots: late.slots, chunks: late.chunks }).toEqual({
      slots: early.slots,
      chunks: early.chunks,
    });
  });

  it('shows a leak of one small object per tick', async () => {
    const worker = await xs.start(PROBE);
    await worker.json({ advanceMs: 60_000 });
    const before = await worker.collect();
    await worker.json({ advanceMs: 60_000, leak: true });
    const after = await worker.collect();
    expect(after.slots - before.slots).toBeGreaterThanOrEqual(120);
  });
});
