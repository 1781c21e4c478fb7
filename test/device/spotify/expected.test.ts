/** Every sample of Spotify's player is read as its hand-written `expect` says, in Node and in XS. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../../device/shared/faults.js';
import type { Playback } from '../../../device/spotify/playback.js';
import type { XsWorker } from '../../../tools/xs/worker.js';
import { judged } from '../../support/player-response.js';
import { describeWithXs } from '../../support/xs.js';
import { samples, type Expected, type LongText, type Sample } from './samples.js';

const XS_ENTRY = fileURLToPath(new URL('../../support/player-response-in-xs.ts', import.meta.url));
/** A prime: no boundary falls where a reader would like it. */
const PIECE_BYTES = 97;

const SAMPLES = samples().filter(({ url }) => url.includes('api.spotify.com'));
const named = SAMPLES.map((sample) => [sample.file || sample.name, sample] as const);

/** The judgement in the words of `expect`; what the display needs beyond them is left out. */
function said(result: Result<Playback>): Expected {
  if (!result.ok) return { fault: result.fault };
  const playback = result.value;
  if (playback.kind === 'nothing') return { kind: 'nothing' };
  const common = {
    playing: playback.isPlaying,
    device: playback.deviceName,
    private: playback.isPrivate,
    progress_ms: playback.progressMs ?? null,
    duration_ms: playback.durationMs,
  };
  switch (playback.kind) {
    case 'track':
    case 'local': {
      const { kind, title, artists, album, isrc } = playback;
      return { kind, ...common, title, artists, album, isrc };
    }
    case 'episode':
      return { kind: playback.kind, ...common, title: playback.title, show: playback.show };
    case 'unknown':
      return { kind: playback.kind, ...common, title: playback.title };
    case 'ad':
      return { kind: playback.kind, ...common };
  }
}

/** A text too long to copy is known by its length and its ends. */
function withLongText(given: Expected, wanted: Expected): Expected {
  if (!('kind' in given && 'title' in given && 'kind' in wanted && 'title' in wanted)) return given;
  const { title } = given;
  if (typeof title !== 'string' || typeof wanted.title !== 'object') return given;
  const { starts, ends } = wanted.title;
  const known: LongText = {
    starts: title.slice(0, starts.length),
    ends: title.slice(-ends.length),
    characters: title.length,
  };
  return { ...given, title: known };
}

function check(sample: Sample, result: Result<Playback>): void {
  expect(withLongText(said(result), sample.expect)).toEqual(sample.expect);
}

describe('a sample in Node', () => {
  it.each(named)('decodes as a person expects: %s', (_name, sample) => {
    check(sample, judged(sample, PIECE_BYTES));
  });

  it('is one of 100 that a player may get', () => {
    expect(SAMPLES).toHaveLength(100);
  });
});

await describeWithXs('a sample in XS', (xs) => {
  let worker: XsWorker;
  beforeAll(async () => {
    worker = await xs.start(XS_ENTRY);
  });

  it.each(named)('decodes as a person expects: %s', async (_name, sample) => {
    const { status, headers, body } = sample;
    const head = Buffer.from(JSON.stringify({ status, headers, pieceBytes: PIECE_BYTES }));
    const command = [Buffer.of(1, head.length >> 8, head.length & 0xff), head, body];
    const { bytes } = await worker.send(Buffer.concat(command));
    check(sample, JSON.parse(bytes.toString('utf8')) as Result<Playback>);
  });
});
