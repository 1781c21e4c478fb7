/** What the display shows for each kind of response, from Spotify's bytes to the emulator, in Node and in XS. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeviceSettings } from '../../../device/shared/settings.js';
import type { XsWorker } from '../../../tools/xs/worker.js';
import { WATCHED_MS, showResponse, type Shown } from '../../support/pipeline.js';
import { describeWithXs } from '../../support/xs.js';

const TABLES = {
  text: readFileSync(new URL('../../../device/text/tables.bin', import.meta.url)),
  japanese: readFileSync(new URL('../../../device/text/japanese.bin', import.meta.url)),
};
const XS_ENTRY = fileURLToPath(new URL('../../support/pipeline-in-xs.ts', import.meta.url));
const TABLE_TAG = 0;
const JAPANESE_TAG = 2;
const ANSWER_TAG = 1;
/** The rest at the start, and some steps. */
const GLANCE_MS = 5_000;

interface Sample {
  readonly file: string | null;
  readonly status: number;
  readonly url: string;
}

const INDEX = JSON.parse(
  readFileSync(new URL('../../fixtures/spotify/index.json', import.meta.url), 'utf8'),
) as { readonly samples: readonly Sample[] };

function bodyOf(file: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/spotify/${file}`, import.meta.url));
}

/** Glyphs as signs: bar columns, play, pause, podcast. */
function readable(rows: readonly string[]): string[] {
  const signs = ['▏', '▍', '▋', '▊', '█', '▶', '‖', '♪'];
  return rows.map((row) =>
    row.replace(/[\ue000-\ue007]/g, (glyph) => signs[glyph.charCodeAt(0) - 0xe000] ?? '?'),
  );
}

/** File, rows at first sight, the first row as it scrolls past. */
const READINGS: readonly (readonly [string, readonly [string, string], string])[] = [
  [
    'player-track-playing.json',
    ['Paper Lanterns -', '▶1:01 █▍    3:34'],
    'Paper Lanterns - Mira Holt',
  ],
  [
    'player-episode.json',
    ['#214 - The Radio', '♪ 9:03 ▍   47:54'],
    '#214 - The Radio on the Shelf - Left Over Screws',
  ],
  ['player-ad.json', ['Advertisement   ', '▶0:14           '], 'Advertisement'],
  ['player-local-file.json', ['Garage Demo #3 -', '▶0:02       3:07'], 'Garage Demo #3 - My Band'],
  [
    'player-track-many-artists.json',
    ['All Together Now', '▶1:01 █▍    3:34'],
    'All Together Now - Ana Verde, DJ Okoro, Mc Bravo, Lia & Tom, So Samba, Trio Norte, K-Wave, The Long Orchestra of Lower Saxony',
  ],
  ['current-unknown-idle.json', ['Nothing playing ', 'on Spotify      '], 'Nothing playing'],
  [
    'player-track-paused.json',
    ['Slow Weather - J', '‖1:33 ██    3:34'],
    'Slow Weather - Juno Park',
  ],
  ['player-private-session.json', ['Private session ', '▶1:01 █▍    3:34'], 'Private session'],
];

async function suite(show: (status: number, body: Uint8Array) => Promise<Shown>): Promise<void> {
  for (const [file, rows, scrolled] of READINGS) {
    const shown = await show(200, bodyOf(file));
    expect({ file, rows: readable(shown.rows), scrolled: shown.scrolled }).toEqual({
      file,
      rows,
      scrolled,
    });
    expect(shown.violations).toEqual([]);
  }
  const nothing = await show(204, new Uint8Array());
  expect(nothing.rows[0]?.trim()).toBe('Nothing playing');
}

describe('a response of Spotify in Node', () => {
  it('reads on the display as expected', async () => {
    await suite((status, body) => Promise.resolve(showResponse(TABLES, status, body)));
  });
});

await describeWithXs('a response of Spotify in XS', (xs) => {
  let worker: XsWorker;
  beforeAll(async () => {
    worker = await xs.start(XS_ENTRY);
    await worker.send(Buffer.concat([Buffer.of(TABLE_TAG), TABLES.text]));
    await worker.send(Buffer.concat([Buffer.of(JAPANESE_TAG), TABLES.japanese]));
  });
  const show = async (status: number, body: Uint8Array, watchedMs = WATCHED_MS): Promise<Shown> => {
    const watchedS = watchedMs / 1000;
    const head = Buffer.of(
      ...[ANSWER_TAG, status >> 8, status & 0xff, watchedS >> 8, watchedS & 0xff],
    );
    const { bytes } = await worker.send(Buffer.concat([head, body]));
    return JSON.parse(bytes.toString('utf8')) as Shown;
  };

  it('reads on the display as expected', async () => {
    await suite(show);
  });

  it('shows every sample exactly as Node does, without a violation', async () => {
    for (const { file, status } of INDEX.samples) {
      if (file === null || status !== 200 || /^token/.test(file)) continue;
      const body = bodyOf(file);
      const inXs = await show(status, body, GLANCE_MS);
      expect({ file, ...inXs }).toEqual({ file, ...showResponse(TABLES, status, body, GLANCE_MS) });
      expect(inXs.violations).toEqual([]);
    }
  }, 120_000);

  it.each<[Partial<DeviceSettings>, readonly string[]]>([
    [{ onlyDevice: 'LIVING RÓOM' }, ['Paper Lanterns -', '▶1:01 █▍    3:34']],
    [{ onlyDevice: 'Küche' }, ['Nothing playing ', 'on Kuche        ']],
    [{ layout: 'classic' }, ['Paper Lanterns  ', 'Mira Holt       ']],
    [{ layout: 'device' }, ['Paper Lanterns -', 'Living room     ']],
    [{ layout: 'show' }, ['Mira Holt       ', 'Paper Lanterns  ']],
  ])('follows the settings as Node does: %j', async (settings, rows) => {
    const body = bodyOf('player-track-playing.json');
    await worker.json(settings);
    const inXs = await show(200, body, GLANCE_MS);
    await worker.json({});
    expect(readable(inXs.rows)).toEqual(rows);
    expect(inXs).toEqual(showResponse(TABLES, 200, body, GLANCE_MS, settings));
  });

  it('shows the clock in large digits while nothing plays, as Node does', async () => {
    const settings = { idle: 'clock', clockDigits: 'large', utcOffsetMin: 60 } as const;
    await worker.json(settings);
    const inXs = await show(204, new Uint8Array(), GLANCE_MS);
    await worker.json({});
    expect(inXs).toEqual(showResponse(TABLES, 204, new Uint8Array(), GLANCE_MS, settings));
    expect(inXs.rows[0]).toMatch(/[\ue000-\ue004]/);
    expect(inXs.violations).toEqual([]);
  });
});
