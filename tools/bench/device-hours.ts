/** Hours of listening in XS: what the device holds at rest after each, and what a second of playing costs. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULTS } from '../../device/shared/settings.js';
import type { PlaylistStep } from '../../simulator/spotify/playlist.js';
import { bundleForXs, LOADING_STACK } from '../xs/bundle.js';
import type { EveningOptions, EveningReport } from '../xs/evening-world.js';
import { XsWorker, type XsHeap } from '../xs/worker.js';
import type { Machine } from './device-room.js';

export interface Holding {
  readonly slots: number;
  readonly bytes: number;
}

export interface Hours {
  /** Of the device alone, after each round or hour, garbage collected. */
  readonly atRest: readonly Holding[];
  /** For each second of a song that scrolls, without its questions. */
  readonly computronsASecond: { readonly median: number; readonly worst: number };
  /** Mean of the same minutes, with all that the device did in them, and the answers' making too. */
  readonly computronsASecondWithQuestions: number;
}

export const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const SONG_MS = 240_000;
const SONGS: readonly (readonly [title: string, artist: string])[] = [
  ['Blue', 'Kin'],
  ['A Title Beyond Sixteen Letters', 'Somebody Else'],
  ['夜明けの電車', '佐藤 みどり'],
  ['너의 바다에서', '김하늘'],
  ['Übergrößenträger', 'Björk-like'],
];
/** A third of an hour: like is compared with like. */
export const ROUND_MS = SONGS.length * SONG_MS;
const PLAYLIST: readonly PlaylistStep[] = SONGS.map(([title, artist]): PlaylistStep => ({
  label: title,
  item: {
    kind: 'track',
    key: title,
    title,
    artists: [artist],
    album: 'Evening',
    durationMs: SONG_MS,
  },
}));
const MACHINE = Object.freeze({
  chunkBytes: 4 * 1024 * 1024,
  slotCount: 128 * 1024,
  stackCount: LOADING_STACK,
  meterLimit: 4_000_000_000,
});
/** Into the second song, which scrolls. */
const SCROLLING_MS = SONG_MS + 30_000;
const SECONDS_MEASURED = 120;

/** @param everyMs a whole number of rounds */
export async function listen(machine: Machine, lookCount: number, everyMs: number): Promise<Hours> {
  const entry = fileURLToPath(new URL('../xs/evening.ts', import.meta.url));
  const worker = await XsWorker.start({
    ...MACHINE,
    hostPath: machine.hostPath,
    scriptPath: await bundleForXs(entry),
  });
  try {
    for (const [tag, name] of ['tables.bin', 'japanese.bin'].entries()) {
      const table = readFileSync(new URL(`../../device/text/${name}`, import.meta.url));
      await worker.send(Buffer.concat([Buffer.of(tag), table]));
    }
    await worker.json({ prepare: options() });
    const around = await worker.collect();
    await worker.json({ start: true });
    // What the schedule learns of an hour is in place by then.
    await worker.json({ advanceMs: HOUR_MS });
    const atRest: Holding[] = [];
    for (let look = 0; look < lookCount; look += 1) {
      await worker.json({ advanceMs: everyMs });
      atRest.push(above(await worker.collect(), around));
    }
    return { atRest, ...(await seconds(worker)) };
  } finally {
    await worker.close();
  }
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

function options(): EveningOptions {
  return {
    settings: { ...DEFAULTS, relayUrl: 'http://relay.test', spotifyUrl: 'http://spotify.test' },
    playlist: PLAYLIST,
    startEpochMs: Date.UTC(2026, 10, 25, 19),
    seed: 1,
    isUnwatched: true,
  };
}
