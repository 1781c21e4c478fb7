/**
 * Spotify's kinds of responses, from bytes to what the display shows: through decode, text, compose, plan and pins into
 * the display's memory, in Node and, without a single difference, in XS.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../device/app/build-settings.js';
import type { VirtualResponse } from '../../../simulator/ports/virtual-network.js';
import { DEMO_PLAYLIST } from '../../../simulator/spotify/playlist.js';
import {
  EveningWorld,
  type EveningOptions,
  type EveningReport,
} from '../../../tools/xs/evening-world.js';
import { describeWithXs } from '../../support/xs.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const TABLES = {
  text: readFileSync(here('../../../device/text/tables.bin')),
  japanese: readFileSync(here('../../../device/text/japanese.bin')),
};
const ENTRY = here('../../../tools/xs/evening.ts');
/** Linking takes 15 s of the evening, and a line rests for 2 s before it scrolls: within them, its start is read. */
const LINKED_MS = 17_500;

function options(): EveningOptions {
  const read = readSettings({ relay: 'https://relay.test', spotify: 'http://spotify.test' });
  if (!read.ok) throw new Error('test settings');
  return {
    settings: read.settings,
    playlist: DEMO_PLAYLIST,
    startEpochMs: Date.UTC(2026, 10, 25, 19),
    seed: 7,
  };
}

function sample(name: string): VirtualResponse {
  const body = readFileSync(here(`../../fixtures/spotify/${name}`), 'utf8');
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

const NOTHING: VirtualResponse = { status: 204, headers: {}, body: '' };

/** Sample, what row one reads as it comes up, and what row two begins and ends with after its glyph. */
const SAMPLES: readonly (readonly [
  name: string,
  answer: VirtualResponse,
  first: string,
  second: RegExp,
])[] = [
  ['a track', sample('player-track-playing.json'), 'Paper Lanterns -', /^.1:0\d .*3:34$/u],
  ['a paused track', sample('player-track-paused.json'), 'Slow Weather - J', /^.1:33 .*3:34$/u],
  [
    'several artists',
    sample('player-track-many-artists.json'),
    'All Together Now',
    /^.1:0\d .*3:34$/u,
  ],
  ['an episode', sample('player-episode.json'), '#214 - The Radio', /^. ?9:0\d .*47:54$/u],
  ['a local file', sample('player-local-file.json'), 'Garage Demo #3 -', /^.0:0\d .*3:07$/u],
  ['an advertisement', sample('player-ad.json'), 'Advertisement   ', /^.0:1\d/u],
  ['nothing', NOTHING, 'Nothing playing ', /^/u],
];

/** Device on, linked, and shown the sample. */
function spendInNode(response: VirtualResponse): EveningReport {
  const evening = new EveningWorld(TABLES, options());
  evening.answerPlayer(response);
  evening.start();
  evening.advance(LINKED_MS);
  return evening.report();
}

describe('what the display shows for a sample', () => {
  it.each(SAMPLES)('is right in Node for %s', (_name, response, first, second) => {
    const { rows, violations } = spendInNode(response);
    expect(rows[0]).toBe(first);
    expect(rows[1]).toMatch(second);
    expect(violations).toEqual([]);
  });
});

await describeWithXs('what a person reads in XS', (xs) => {
  async function prepared() {
    const worker = await xs.start(ENTRY, { meterLimit: 4_000_000_000 });
    await worker.send(Buffer.concat([Buffer.of(0), TABLES.text]));
    await worker.send(Buffer.concat([Buffer.of(1), TABLES.japanese]));
    await worker.json({ prepare: options() });
    return worker;
  }

  it.each(SAMPLES)('is what Node shows, to the last byte, for %s', async (_name, response) => {
    const worker = await prepared();
    await worker.json({ answerPlayer: response });
    await worker.json({ start: true });
    expect((await worker.json({ advanceMs: LINKED_MS })).value).toEqual(spendInNode(response));
  });

  it('is what Node shows at each second of the demo’s whole playlist', async () => {
    const worker = await prepared();
    const evening = new EveningWorld(TABLES, options());
    evening.start();
    await worker.json({ start: true });
    evening.report();
    for (let second = 0; second < 270; second += 1) {
      evening.advance(1_000);
      const { value } = await worker.json({ advanceMs: 1_000 });
      expect(value).toEqual(evening.report());
    }
  });
});
