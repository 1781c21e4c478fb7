/**
 * Whether the device's work leaves anything behind: the same work again and again in XS, in virtual time, and what is
 * held at each look, garbage collected: slots, chunks and property names in the heap, and what the engine has from
 * `malloc` beside it. This XS is version 13 and preloads nothing: a fault of what lies in flash does not show here.
 */
import { trackOf } from '../../simulator/spotify/playlist.js';
import type { EveningOptions } from '../xs/evening-world.js';
import { sendTables, withXs } from '../xs/machine.js';
import type { XsHeap, XsWorker } from '../xs/worker.js';
import { EVENING, HOUR_MS } from './device-hours.js';
import type { MemoryCommand, WorkDone } from './memory-in-xs.js';

export type Held = Pick<XsHeap, 'slots' | 'chunks' | 'keys' | 'mallocBlocks' | 'mallocBytes'>;

export interface LongRun {
  /** What was done, and how much of it. */
  readonly done: Partial<WorkDone>;
  /** At each look, after equal shares of the work. */
  readonly held: readonly Held[];
}

export interface LongRunOptions {
  readonly hostPath: string;
  /** At least. */
  readonly work: WorkDone;
  /** So that the growth can be seen. */
  readonly isLeaking?: boolean;
}

export const FULL_WORK: WorkDone = Object.freeze({
  polls: 1_000,
  refreshes: 100,
  frames: 1_000,
  losses: 50,
  setUpRequests: 200,
});

/** What the schedule learns of an hour is in place by then. */
const WARM_UP_MS = HOUR_MS;
/** Of each kind of work. */
const WARM_UP_STEPS = 3;
/** After equal shares of the work, the first of them too. */
const LOOKS = 5;
const LISTEN_MS = 60_000;
const LOST_MS = 20_000;
/** One song without end: at each look the same title stands where it stood. */
const LONG_EVENING: EveningOptions = Object.freeze({
  ...EVENING,
  playlist: [trackOf('A Title Beyond Sixteen Letters', 'Somebody Else', 1_000 * HOUR_MS)],
  accessTokenS: 60,
});

export function longRuns({
  hostPath,
  work: { polls, refreshes, frames, losses, setUpRequests },
  isLeaking = false,
}: LongRunOptions): Promise<LongRun[]> {
  return withXs(hostPath, new URL('./memory-in-xs.ts', import.meta.url), async (worker) => {
    const ask = async (command: MemoryCommand): Promise<WorkDone> =>
      (await worker.json(command)).value as WorkDone;
    const listen = (): Promise<WorkDone> => ask({ listenForMs: LISTEN_MS });
    await sendTables(worker);
    await ask({ start: LONG_EVENING });
    await ask({ listenForMs: WARM_UP_MS });
    if (isLeaking) await ask({ leak: true });
    return [
      await longRun(worker, { polls, refreshes, frames }, listen),
      await longRun(worker, { losses }, async () => {
        await ask({ loseNetworkForMs: LOST_MS });
        return listen();
      }),
      await longRun(worker, { setUpRequests }, () => ask({ askSetUp: true })),
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

/** From the first look to whichever held the most. */
export function growth(held: readonly Held[]): Held {
  const [first] = held;
  if (!first) throw new Error('nobody looked');
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
