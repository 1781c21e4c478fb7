/** A whole evening of listening, in the device's engine, on a virtual clock. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { readSettings } from '../../../device/app/build-settings.js';
import type { PlayerButton } from '../../../device/shared/ports.js';
import type { EveningReport } from '../../../tools/xs/evening-world.js';
import type { XsHeap, XsOptions, XsWorker } from '../../../tools/xs/worker.js';
import { describeWithXs, type XsForTests } from '../../support/xs.js';
import { EVENING } from './evening-playlist.js';

const ENTRY = fileURLToPath(new URL('../../../tools/xs/evening.ts', import.meta.url));
const TABLE = fileURLToPath(new URL('../../../device/text/tables.bin', import.meta.url));
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What esp32/nodemcu gives an app (its manifest's creation record); the stack is 128 below our manifest's, for what TLS adds. */
const ESP32 = { chunkBytes: 78_848, slotCount: 4_928, stackCount: 768 };
/** Slots that command, clock and timer queue hold below a timer's callback: an advance with no callback reaches 84. */
const HARNESS_STACK = 80;
/** What parsing the bundle needs for a moment, taken away again before the device starts: on a board nothing is parsed. */
const LOADING_BYTES = 256 * 1024;
/** A question may be this far away; sooner after a change the display rightly still shows the item before. */
const SETTLED_MS = 40_000;

/** Everything stands but the device; the heap's figures are those of what surrounds it. */
async function prepared(
  xs: XsForTests,
  options: Partial<XsOptions> = {},
  { hasPlayerButtons = false } = {},
) {
  const settings = readSettings({ relay: 'https://relay.test', spotify: 'http://spotify.test' });
  if (!settings.ok) throw new Error('test settings');
  const worker = await xs.start(ENTRY, {
    meterLimit: 4_000_000_000,
    ...options,
  });
  await worker.send(Buffer.concat([Buffer.of(0), readFileSync(TABLE)]));
  await worker.json({
    prepare: {
      settings: settings.settings,
      playlist: EVENING.map(({ step }) => step),
      startEpochMs: Date.UTC(2026, 10, 25, 19),
      seed: 1,
      hasPlayerButtons,
    },
  });
  return { worker, around: await worker.collect() };
}

async function start(worker: XsWorker): Promise<EveningReport> {
  return (await worker.json({ start: true })).value as EveningReport;
}

async function advance(worker: XsWorker, advanceMs: number): Promise<EveningReport> {
  return (await worker.json({ advanceMs })).value as EveningReport;
}

function clockMs(text: string): number {
  const [minutes = NaN, seconds = NaN] = text.split(':').map(Number);
  return (minutes * 60 + seconds) * 1000;
}

/** What is wrong with the two rows at this moment, empty if nothing. */
function misread({ rows, truth, atMs }: EveningReport): string[] {
  const item = EVENING.find(({ step }) => step.label === truth?.label);
  if (!truth || !item || (truth.positionMs < SETTLED_MS && truth.durationMs > SETTLED_MS))
    return [];
  const wrong: string[] = [];
  const note = (what: string): void => void wrong.push(`${what} at ${atMs} ms: ${rows.join('|')}`);
  const [first = '', second = ''] = rows;
  if (item.reads !== undefined && truth.label !== 'ad' && first.trim() !== item.reads)
    note(`"${item.reads}" is not on row one`);
  if (truth.label === 'ad') return wrong;
  const [, elapsed = '', duration = ''] = /^. ?(\d+:\d\d).*?(\d+:\d\d)$/u.exec(second) ?? [];
  if (Math.abs(clockMs(elapsed) - Math.floor(truth.positionMs / 1000) * 1000) > 1000)
    note(`the position ${truth.positionMs} ms is not on row two`);
  if (clockMs(duration) !== truth.durationMs) note('the duration is not on row two');
  return wrong;
}

/** The same item at about the same position, once a round of the playlist: only there should the heap be the same. */
function isYardstick({ truth }: EveningReport): boolean {
  const item = EVENING[0]?.step;
  return truth?.label === item?.label && Math.floor((truth?.positionMs ?? 0) / MINUTE_MS) === 1;
}

await describeWithXs('an evening in XS', (xs) => {
  it('shows what plays for three hours, breaks no rule of the display and keeps no memory', async () => {
    const { worker } = await prepared(xs);
    await start(worker);
    const problems: string[] = [];
    const adverts: string[] = [];
    const lives: XsHeap[] = [];
    let last: EveningReport | undefined;
    for (let minute = 0; minute < 180; minute += 1) {
      last = await advance(worker, MINUTE_MS);
      problems.push(...misread(last), ...last.violations);
      problems.push(...last.log.filter((line) => !line.startsWith('info')));
      if (last.truth?.label === 'ad') adverts.push(last.rows[0] ?? '');
      if (isYardstick(last)) lives.push(await worker.collect());
    }
    expect(problems).toEqual([]);
    expect(adverts.some((row) => row.includes('Advertisement'))).toBe(true);
    expect(last?.atMs).toBeGreaterThanOrEqual(3 * HOUR_MS);
    // Access tokens live for an hour; the link is written once.
    expect(last?.requests['POST /refresh']).toBeGreaterThanOrEqual(3);
    expect(last?.requests['POST /refresh']).toBeLessThanOrEqual(5);
    // And the schedule's memory after every 64 questions.
    const asked = last?.requests['GET /v1/me/player'] ?? NaN;
    expect(last?.storeWrites).toBeLessThanOrEqual(4 + asked / 64);
    const slots = lives.map((heap) => heap.slots);
    expect(slots.length).toBeGreaterThanOrEqual(4);
    // The harness's store gains one entry when the schedule is first kept; after that nothing changes.
    expect(Math.max(...slots) - Math.min(...slots)).toBeLessThanOrEqual(3);
    expect(new Set(slots.slice(1)).size).toBe(1);
    const chunks = lives.map((heap) => heap.chunks);
    // Numbers as texts differ by a digit or two.
    expect((chunks.at(-1) ?? NaN) - (chunks[0] ?? NaN)).toBeLessThanOrEqual(512);
  }, 60_000);

  it('sends a command for each press of a button that controls, and keeps no memory', async () => {
    const { worker } = await prepared(xs, {}, { hasPlayerButtons: true });
    await start(worker);
    await advance(worker, MINUTE_MS);
    const press = async (name: PlayerButton): Promise<EveningReport> => {
      const { heap } = await worker.json({ press: name });
      stacks.push(heap.stackPeak);
      return advance(worker, 1500);
    };
    const round = async (): Promise<EveningReport> => {
      const before = await advance(worker, 1);
      expect((await press('play')).truth?.isPlaying).toBe(false);
      expect((await press('play')).truth?.isPlaying).toBe(true);
      expect((await press('next')).truth?.label).not.toBe(before.truth?.label);
      const after = await press('previous');
      expect(after.truth?.label).toBe(before.truth?.label);
      return after;
    };
    const slots: number[] = [];
    const stacks: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { rows, truth, violations, log } = await round();
      expect([violations, log.filter((line) => !line.startsWith('info'))]).toEqual([[], []]);
      expect(rows[1]).toMatch(/0:0\d/);
      expect(truth?.isPlaying).toBe(true);
      await worker.json({ settle: 'clean' });
      slots.push((await worker.collect()).slots);
    }
    const { requests } = await advance(worker, 1);
    const sent = ['PUT pause', 'PUT play', 'POST next', 'POST previous'].map(
      (one) => requests[one.replace(' ', ' /v1/me/player/')],
    );
    expect(sent).toEqual([6, 6, 6, 6]);
    expect(Math.max(...stacks)).toBeLessThanOrEqual(ESP32.stackCount + HARNESS_STACK);
    expect(Math.max(...slots.slice(1)) - Math.min(...slots.slice(1))).toBeLessThanOrEqual(3);
  }, 60_000);

  it('links, plays and draws in the memory of an ESP32', async () => {
    // A 32-bit slot and its links are half the size of a 64-bit one's.
    const width = xs.slotBytes / 16;
    const around = (await prepared(xs)).around;
    const { worker } = await prepared(xs, {
      chunkBytes: around.chunks + ESP32.chunkBytes * width + LOADING_BYTES,
      slotCount: around.slots + ESP32.slotCount,
    });
    await worker.json({ takeBytes: LOADING_BYTES });
    expect((await start(worker)).violations).toEqual([]);
    const reports: EveningReport[] = [];
    for (let minute = 0; minute < 8; minute += 1) reports.push(await advance(worker, MINUTE_MS));
    expect(reports.flatMap((report) => misread(report))).toEqual([]);
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
    const { heap } = await worker.json({ advanceMs: MINUTE_MS });
    expect(heap.stackPeak).toBeLessThanOrEqual(ESP32.stackCount + HARNESS_STACK);
    const live = await worker.collect();
    // TLS needs 1,200 slots and 30 KB of chunks beside the device at rest; the emulator's notes are counted with it.
    expect(live.slots - around.slots).toBeLessThanOrEqual(ESP32.slotCount - 1_200);
    const liveBytes = (live.chunks - around.chunks - LOADING_BYTES) / width;
    expect(liveBytes).toBeLessThanOrEqual(ESP32.chunkBytes - 30_000);
  }, 60_000);
});
