/** Hours of listening in XS: the device's memory at rest after each, and the cost of a second of playing. */
import { DEFAULTS } from '../../device/shared/settings.js';
import { trackOf } from '../../simulator/spotify/playlist.js';
import type { EveningOptions, EveningReport } from '../xs/evening-world.js';
import { sendTables, withXs } from '../xs/machine.js';
import type { XsHeap, XsWorker } from '../xs/worker.js';
import type { Machine } from './table.js';

export interface Holding {
  readonly slots: number;
  readonly bytes: number;
}

export interface Hours {
  /** Of the device alone, after each round or hour and a collection. */
  readonly atRest: readonly Holding[];
  /** For each second of a scrolling song, without polls. */
  readonly computronsASecond: { readonly median: number; readonly worst: number };
  /** Mean of the same minutes, with polls and the making of their responses. */
  readonly computronsASecondWithQuestions: number;
}

export const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const SONG_MS = 240_000;
const SONGS: readonly (readonly [title: string, artist: string])[] = [
  ['Blue', 'Kin'],
  ['A Title Beyond Sixteen Letters', 'Someone Else'],
  ['夜明けの電車', '佐藤 みどり'],
  ['너의 바다에서', '김하늘'],
  ['Übergrößenträger', 'Björk-like'],
];
/** A third of an hour, so that equal parts of a day are compared. */
export const ROUND_MS = SONGS.length * SONG_MS;
/** An evening of music without an emulated display, which would use memory too. */
export const EVENING: EveningOptions = Object.freeze({
  settings: { ...DEFAULTS, relayUrl: 'http://relay.test', spotifyUrl: 'http://spotify.test' },
  playlist: SONGS.map(([title, artist]) => trackOf(title, artist, SONG_MS)),
  startEpochMs: Date.UTC(2026, 10, 25, 19),
  seed: 1,
  isUnwatched: true,
});
/** Into the second song, which scrolls. */
const SCROLLING_MS = SONG_MS + 30_000;
const SECONDS_MEASURED = 120;

/** With all but the device, which `start` creates. */
export function withEvening<T>(
  hostPath: string,
  options: EveningOptions,
  use: (worker: XsWorker) => Promise<T>,
): Promise<T> {
  return withXs(hostPath, new URL('../xs/evening.ts', import.meta.url), async (worker) => {
    await sendTables(worker);
    await worker.json({ prepare: options });
    return use(worker);
  });
}

/** @param everyMs a whole number of rounds */
export function listen(machine: Machine, lookCount: number, everyMs: number): Promise<Hours> {
  return withEvening(machine.hostPath, EVENING, async (worker) => {
    const around = await worker.collect();
    await worker.json({ start: true });
    // By then the schedule has learnt from an hour.
    await worker.json({ advanceMs: HOUR_MS });
    const atRest: Holding[] = [];
    for (let look = 0; look < lookCount; look += 1) {
      await worker.json({ advanceMs: everyMs });
      atRest.push(above(await worker.collect(), around));
    }
    return { atRest, ...(await seconds(worker)) };
  });
}

async function seconds(
  worker: XsWorker,
): Promise<Pick<Hours, 'computronsASecond' | 'computronsASecondWithQuestions'>> {
  let before = ((await worker.json({ advanceMs: SCROLLING_MS })).value as EveningReport).requests;
  const quiet: number[] = [];
  let sum = 0;
  for (let second = 0; second < SECONDS_MEASURED; second += 1) {
    const { value, heap } = await worker.json({ advanceMs: SECOND_MS });
    const { requests } = value as EveningReport;
    sum += heap.computrons;
    if (JSON.stringify(requests) === JSON.stringify(before)) quiet.push(heap.computrons);
    before = requests;
  }
  quiet.sort((a, b) => a - b);
  return {
    computronsASecond: {
      median: quiet[Math.floor(quiet.length / 2)] ?? NaN,
      worst: quiet.at(-1) ?? NaN,
    },
    computronsASecondWithQuestions: Math.round(sum / SECONDS_MEASURED),
  };
}

function above(heap: XsHeap, around: XsHeap): Holding {
  return { slots: heap.slots - around.slots, bytes: heap.chunks - around.chunks };
}
