/**
 * Whether the device's work leaks: repeats the same work in XS in virtual time, and samples what is held after a
 * collection: slots, chunks and property names in the heap, and the engine's `malloc` memory. This XS is version 13 and
 * preloads nothing, so faults of preloaded objects do not show here.
 */
import { trackOf } from '../../simulator/spotify/playlist.js';
import { NAMED_FAULTS } from '../../simulator/spotify/faults.js';
import { SET_UP_REQUESTS } from '../xs/evening-set-up.js';
import type { EveningCommand } from '../xs/evening.js';
import type { EveningOptions, EveningReport } from '../xs/evening-world.js';
import type { XsHeap, XsWorker } from '../xs/worker.js';
import { EVENING, HOUR_MS, withEvening } from './device-hours.js';

/** So far. */
export interface WorkDone {
  readonly polls: number;
  readonly refreshes: number;
  readonly frames: number;
  readonly losses: number;
  /** Rounds of Spotify's failures. */
  readonly faultRounds: number;
  readonly setUpRequests: number;
}

export type Held = Pick<XsHeap, 'slots' | 'chunks' | 'keys' | 'mallocBlocks' | 'mallocBytes'>;

export interface LongRun {
  /** What was done, and how much of it. */
  readonly done: Partial<WorkDone>;
  /** Each sample, after equal shares of the work. */
  readonly held: readonly Held[];
}

export interface LongRunOptions {
  readonly hostPath: string;
  /** At least. */
  readonly work: WorkDone;
  /** So that growth is visible. */
  readonly isLeaking?: boolean;
}

export const FULL_WORK: WorkDone = Object.freeze({
  polls: 1_000,
  refreshes: 100,
  frames: 1_000,
  losses: 50,
  faultRounds: 50,
  setUpRequests: 200,
});

/** By then the schedule has learnt from an hour. */
const WARM_UP_MS = HOUR_MS;
/** Of each kind of work. */
const WARM_UP_STEPS = 3;
/** Samples, after equal shares of the work. */
const LOOKS = 5;
const LISTEN_MS = 60_000;
const LOST_MS = 20_000;
const FAILING_MS = 40_000;
/** Of a round. */
const FAILURES = ['server-error', 'rate-limited', 'not-json', 'cut-short'].map(
  (name) => NAMED_FAULTS[name]?.answer,
);
/** One endless song: every sample sees the same title at the same position. */
const LONG_EVENING: EveningOptions = Object.freeze({
  ...EVENING,
  playlist: [trackOf('A Title Beyond Sixteen Letters', 'Someone Else', 1_000 * HOUR_MS)],
  accessTokenS: 60,
  countsFrames: true,
});

export function longRuns({
  hostPath,
  work: { polls, refreshes, frames, losses, faultRounds, setUpRequests },
  isLeaking = false,
}: LongRunOptions): Promise<LongRun[]> {
  return withEvening(hostPath, LONG_EVENING, async (worker) => {
    let lossCount = 0;
    let faultRoundCount = 0;
    let setUpRequestCount = 0;
    /** Nothing is in progress after it. */
    const run = async (command: EveningCommand): Promise<WorkDone> => {
      await worker.json(command);
      const { value } = await worker.json({ settle: isLeaking ? 'leaking' : 'clean' });
      const { requests, frames, restarts, log } = value as EveningReport;
      if (restarts > 0) throw new Error(`the device restarted: ${log.join(', ')}`);
      return {
        polls: requests['GET /v1/me/player'] ?? 0,
        refreshes: requests['POST /refresh'] ?? 0,
        frames,
        losses: lossCount,
        faultRounds: faultRoundCount,
        setUpRequests: setUpRequestCount,
      };
    };
    const listen = (): Promise<WorkDone> => run({ advanceMs: LISTEN_MS });
    await worker.json({ start: true });
    await worker.json({ advanceMs: WARM_UP_MS });
    return [
      await longRun(worker, { polls, refreshes, frames }, listen),
      await longRun(worker, { losses }, async () => {
        lossCount += 1;
        await run({ loseNetworkForMs: LOST_MS });
        return listen();
      }),
      await longRun(worker, { faultRounds }, async () => {
        faultRoundCount += 1;
        for (const failure of FAILURES) {
          if (!failure || !('status' in failure)) throw new Error('no such failure');
          await worker.json({ answerPlayer: failure });
          await worker.json({ advanceMs: FAILING_MS });
          await worker.json({ answerPlayer: null });
          await run({ advanceMs: LISTEN_MS });
        }
        return listen();
      }),
      await longRun(worker, { setUpRequests }, () => {
        setUpRequestCount += SET_UP_REQUESTS.length;
        return run({ askSetUp: true });
      }),
    ];
  });
}

async function longRun(
  worker: XsWorker,
  wanted: Partial<WorkDone>,
  step: () => Promise<WorkDone>,
): Promise<LongRun> {
  const kinds = Object.keys(wanted) as (keyof WorkDone)[];
  for (let left = WARM_UP_STEPS; left > 0; left -= 1) await step();
  const before = await step();
  const doneBy = (now: WorkDone): Partial<WorkDone> =>
    Object.fromEntries(kinds.map((kind) => [kind, now[kind] - before[kind]]));
  const held: Held[] = [];
  let done = doneBy(before);
  while (held.length < LOOKS) {
    done = doneBy(await step());
    const share = (held.length + 1) / LOOKS;
    if (kinds.every((kind) => (done[kind] ?? 0) >= (wanted[kind] ?? 0) * share))
      held.push(heldOf(await worker.collect()));
  }
  return { done, held };
}

/** From the first sample to the largest. */
export function growth(held: readonly Held[]): Held {
  const [first] = held;
  if (!first) throw new Error('no samples');
  const most = (kind: keyof Held): number =>
    Math.max(...held.map((look) => look[kind])) - first[kind];
  return {
    slots: most('slots'),
    chunks: most('chunks'),
    keys: most('keys'),
    mallocBlocks: most('mallocBlocks'),
    mallocBytes: most('mallocBytes'),
  };
}

function heldOf({ slots, chunks, keys, mallocBlocks, mallocBytes }: XsHeap): Held {
  return { slots, chunks, keys, mallocBlocks, mallocBytes };
}
