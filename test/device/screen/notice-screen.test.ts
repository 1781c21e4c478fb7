/** A screen for every state: readable on every size, and a code never scrolls. */
import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../device/shared/faults.js';
import { blankFrame } from '../../../device/screen/draw.js';
import type { Geometry } from '../../../device/shared/frame.js';
import { composeNotice } from '../../../device/screen/notice-screen.js';
import { noticeTexts } from '../../../device/screen/lcd-text.js';
import type { Notice } from '../../../device/screen/notices.js';
import { wrapped } from '../../../device/screen/wrap.js';
import { SOCKET_FAULTS } from '../app/fault-cases.js';
import { rowsOf } from './reading.js';

const relay = 'https://relay.example.org';
const FAULTS: readonly Fault[] = [
  ...SOCKET_FAULTS.flatMap((cause) =>
    (['spotify', 'relay'] as const).map((origin): Fault => ({
      kind: 'unreachable',
      origin,
      cause,
    })),
  ),
  { kind: 'unavailable', origin: 'spotify', status: 503 },
  { kind: 'rate-limited', origin: 'spotify', quota: false, retryAfterS: 3 },
  { kind: 'rate-limited', origin: 'spotify', quota: true },
  { kind: 'malformed', origin: 'spotify', path: 'item.album.name' },
  { kind: 'token-rejected' },
  { kind: 'relink-required' },
  { kind: 'device-unknown' },
  ...(['not-registered', 'no-premium', 'scope', 'app-rejected', 'other'] as const).map(
    (reason): Fault => ({ kind: 'not-allowed', reason }),
  ),
  { kind: 'refused', origin: 'relay', status: 400 },
];
const LINK: Notice = { kind: 'link', code: 'BCDF-GHJK', address: `${relay}/link` };
const SET_UP = {
  kind: 'set-up',
  accessPoint: 'sixteen-by-two',
  password: 'qrstvwxz',
  address: '192.168.4.1',
} as const satisfies Notice;
const NOTICES: readonly Notice[] = [
  { kind: 'starting' },
  { kind: 'joining', network: 'My network' },
  { kind: 'no-network', network: 'My network with a very long name' },
  { kind: 'setting-clock' },
  { kind: 'setting-clock', isLate: true },
  { kind: 'getting-code' },
  LINK,
  SET_UP,
  { kind: 'link-over', why: 'expired' },
  { kind: 'link-over', why: 'denied' },
  { kind: 'getting-token' },
  { kind: 'nothing' },
  { kind: 'no-network', network: 'My network', retryInMs: 12_000 },
  { kind: 'status', page: { kind: 'account', uid: 'somebody' } },
  { kind: 'status', page: { kind: 'dark-in-utc' } },
  { kind: 'unlinking', retryInMs: 5000 },
  { kind: 'restarting', why: 'stuck' },
  { kind: 'restarted', why: 'watchdog', retryInMs: 300_000 },
  { kind: 'bad-setting', name: 'fosc_khz', problem: 'must be a whole number from 125 to 350' },
  ...FAULTS.map((fault): Notice => ({ kind: 'fault', fault, relay, retryInMs: 4500 })),
];
const named = NOTICES.map((notice) => [JSON.stringify(notice), notice] as const);
const SIZES = [
  [8, 1],
  [8, 2],
  [16, 1],
  [16, 2],
  [16, 4],
  [20, 2],
  [20, 4],
  [40, 2],
].map(([columns = 0, rows = 0]): Geometry => ({ columns, rows }));

function draw(geometry: Geometry, notice: Notice, shownForMs = 0) {
  const frame = blankFrame(geometry);
  frame.cells.fill(0x58);
  const nextMs = composeNotice(frame, notice, shownForMs);
  return { rows: rowsOf(frame), nextMs };
}

/** Everything that is shown of it over a minute. */
function film(geometry: Geometry, notice: Notice): string[][] {
  return Array.from({ length: 600 }, (_, tenth) => draw(geometry, notice, tenth * 100).rows);
}

describe('composeNotice', () => {
  it.each(named)('fills every cell with plain letters for %s', (_name, notice) => {
    for (const geometry of SIZES)
      for (const row of draw(geometry, notice).rows) {
        expect(row).toHaveLength(geometry.columns);
        expect(row).toMatch(/^[\x20-\x7d]+$/);
        expect(row).not.toContain('XX');
      }
  });

  it.each(named)('shows all of %s over time, and scrolls one row at most', (_name, notice) => {
    for (const columns of [16, 8]) {
      const frames = film({ columns, rows: 2 }, notice);
      const texts = noticeTexts(notice, columns);
      for (const [row, text] of texts.entries()) {
        const shown = frames.map((rows) => rows[row]!);
        expect(shown).toContain(text.slice(0, columns).padEnd(columns));
        expect(shown).toContain(text.slice(-columns).padEnd(columns));
      }
      const [first, second] = frames[0]!;
      expect(frames.filter(([a, b]) => a !== first && b !== second)).toEqual([]);
    }
  });

  it.each(named.filter(([, { kind }]) => kind !== 'bad-setting'))(
    'has a second row that stands still on 16 columns: %s',
    (_name, notice) => {
      const seconds = film({ columns: 16, rows: 2 }, notice).map(([, second]) => second);
      expect(new Set(seconds).size).toBe(1);
    },
  );

  it.each([
    [16, 'Code BCDF-GHJK'],
    [20, 'Code BCDF-GHJK'],
    [40, 'Code BCDF-GHJK'],
    [8, 'BCDFGHJK'],
  ])('shows the whole code, unmoved, on %i columns', (columns, code) => {
    const seconds = film({ columns, rows: 2 }, LINK).map(([, second]) => second);
    expect(new Set(seconds)).toEqual(new Set([code.padEnd(columns)]));
  });

  it.each([16, 8])('gives the code turns of 8 s on a single row of %i columns', (columns) => {
    const code = (columns === 8 ? 'BCDFGHJK' : 'Code BCDF-GHJK').padEnd(columns);
    const frames = film({ columns, rows: 1 }, LINK).map(([row]) => row!);
    const first = frames.indexOf(code);
    expect(first).toBeGreaterThan(0);
    expect(frames.slice(first, first + 79).every((row) => row === code)).toBe(true);
    expect(frames[first + 81]).not.toBe(code);
    expect(frames.some((row) => row.includes('org/link'))).toBe(true);
  });

  it.each(
    SIZES.flatMap((geometry) => [
      [geometry, LINK, 'BCDFGHJK'] as const,
      [geometry, SET_UP, SET_UP.password] as const,
    ]),
  )('shows what is to be typed whole or not at all on %j: %#', (geometry, notice, letters) => {
    const plain = (row: string): string => row.replaceAll('-', '');
    const parts = Array.from({ length: letters.length - 3 }, (_, at) => letters.slice(at, at + 4));
    const rows = film(geometry, notice).flat().map(plain);
    const withAny = rows.filter((row) => parts.some((part) => row.includes(part)));
    expect(withAny.length).toBeGreaterThan(0);
    expect(withAny.filter((row) => !row.includes(letters))).toEqual([]);
  });

  it.each(SIZES)('rests at a host name that fits a row, and never parts it: %j', (geometry) => {
    const host = geometry.columns < 16 ? 'pi.lan' : 'relay.home.lan';
    for (const fault of FAULTS) {
      const notice: Notice = { kind: 'fault', fault, relay: `https://${host}`, retryInMs: 60_000 };
      if (!noticeTexts(notice, geometry.columns)[0].includes(host)) continue;
      const frames = film(geometry, notice).map((rows) =>
        rows.findIndex((row) => row.includes(host)),
      );
      const rest = frames.map((row) => (row < 0 ? '-' : `${row}`)).join('');
      expect([fault, rest]).toEqual([fault, expect.stringMatching(/(\d)\1{19}/)]);
    }
  });

  it.each([8, 16])(
    'gives a countdown turns of its own on a single row of %i columns',
    (columns) => {
      const fault: Fault = { kind: 'unavailable', origin: 'spotify', status: 503 };
      const shown = (shownForMs: number): string => {
        const retryInMs = Math.max(0, 300_000 - shownForMs);
        const notice: Notice = { kind: 'fault', fault, relay, retryInMs };
        return draw({ columns, rows: 1 }, notice, shownForMs).rows[0]!;
      };
      const frames = Array.from({ length: 3000 }, (_, tenth) => shown(tenth * 100));
      const waits = frames.filter((row) => /In |in /.test(row));
      expect(waits.filter((row) => !/^(Retrying in|In) \d+[ms] *$/.test(row))).toEqual([]);
      // The text runs past as if there were no countdown.
      const words = noticeTexts({ kind: 'fault', fault, relay, retryInMs: undefined }, columns)[0];
      const said = frames.filter((row) => !waits.includes(row));
      const jumps = said.filter((row, at) => {
        const offset = words.indexOf(row.trimEnd());
        const before = words.indexOf(said[at - 1]?.trimEnd() ?? '');
        return at > 0 && offset !== before && offset !== before + 1 && offset !== 0;
      });
      expect(jumps).toEqual([]);
    },
  );

  it.each([
    [16, 1, 'Retrying in 1s'],
    [16, 4000, 'Retrying in 4s'],
    [16, 4001, 'Retrying in 5s'],
    [16, 99_000, 'Retrying in 99s'],
    [16, 99_001, 'Retrying in 2m'],
    [16, 5_940_000, 'Retrying in 99m'],
    [16, 5_940_001, 'Retrying in 2h'],
    [16, 48_925_000, 'Retrying in 14h'],
    [8, 4000, 'In 4s'],
    [8, 5_940_000, 'In 99m'],
    [8, 48_925_000, 'In 14h'],
    [8, 3_600_000_000, 'In 1000h'],
    [8, 360_000_000_000, '100000h'],
    [16, 0, 'Retrying in 1s'],
    [16, undefined, ''],
  ])('counts down: %i columns, %p ms left', (columns, retryInMs, text) => {
    const notice: Notice = { kind: 'fault', fault: FAULTS[0]!, relay, retryInMs };
    expect(draw({ columns, rows: 2 }, notice).rows[1]).toBe(text.padEnd(columns));
  });

  it.each([
    [16, 3_600_000, 'Press to retry'],
    [8, 3_600_000, 'Press'],
    [16, 30_000, 'Retrying in 30s'],
  ])(
    'offers the button for what a person fixes: %i columns, %i ms left',
    (columns, retryInMs, text) => {
      const fault: Fault = { kind: 'not-allowed', reason: 'no-premium' };
      const notice: Notice = { kind: 'fault', fault, relay, retryInMs };
      expect(draw({ columns, rows: 2 }, notice).rows[1]).toBe(text.padEnd(columns));
    },
  );

  it('is redrawn each second of a countdown', () => {
    const fault: Fault = { kind: 'token-rejected' };
    const next = (retryInMs: number) =>
      draw({ columns: 40, rows: 2 }, { kind: 'fault', fault, relay, retryInMs }).nextMs;
    expect(next(4300)).toBe(300);
    expect(next(4000)).toBe(1000);
    expect(next(300_500)).toBe(500);
    expect(next(100_000)).toBe(1000);
    expect(next(5_950_000)).toBe(10_000);
    expect(next(36_000_000)).toBe(3_600_000);
  });

  it('breaks no word on four rows, and gives a long host name a row of its own', () => {
    const four = { columns: 20, rows: 4 };
    expect(draw(four, LINK).rows.map((row) => row.trimEnd())).toEqual([
      'Open',
      'relay.example.org/li',
      '',
      'Code BCDF-GHJK',
    ]);
    const rows = (fault: Fault) =>
      draw(four, { kind: 'fault', fault, relay, retryInMs: 4000 }).rows.map((row) => row.trimEnd());
    expect(rows({ kind: 'not-allowed', reason: 'no-premium' })).toEqual([
      'App owner needs',
      'Spotify Premium',
      '',
      'Retrying in 4s',
    ]);
    expect(rows(FAULTS[1]!)).toEqual([
      'Relay not found:',
      'relay.example.org',
      '',
      'Retrying in 4s',
    ]);
  });

  it.each([
    [16, 'sixteen-by-two', ['Join', 'sixteen-by-two', 'open 192.168.4.1']],
    [20, 'sixteen-by-two', ['Set up Wi-Fi: join', 'sixteen-by-two, then', 'open 192.168.4.1']],
    [20, 'sixteen-by-two-1f2a', ['Join', 'sixteen-by-two-1f2a', 'open 192.168.4.1']],
  ])('says on four rows of %i how to set %s up, unmoved', (columns, accessPoint, above) => {
    const { rows, nextMs } = draw({ columns, rows: 4 }, { ...SET_UP, accessPoint });
    expect(rows.map((row) => row.trimEnd())).toEqual([...above, 'Key qrstvwxz']);
    expect(nextMs).toBe(undefined);
  });

  it('leaves no empty row above the one that scrolls', () => {
    const fault: Fault = { kind: 'not-allowed', reason: 'other' };
    const { rows } = draw({ columns: 16, rows: 4 }, { kind: 'fault', fault, relay, retryInMs: 1 });
    expect(rows.map((row) => row.trimEnd())).toEqual([
      'Spotify rejected',
      'this app or',
      'user: check its',
      'Retrying in 1s',
    ]);
  });

  it.each(['starting', 'setting-clock', 'getting-code', 'getting-token', 'nothing'] as const)(
    'needs no scrolling on eight columns to say %s',
    (kind) => {
      expect(draw({ columns: 8, rows: 2 }, { kind }).nextMs).toBe(undefined);
    },
  );

  it('scrolls texts as the settings say', () => {
    const wrap = composeNotice(blankFrame({ columns: 16, rows: 2 }), LINK, 2000);
    const slow = composeNotice(blankFrame({ columns: 16, rows: 2 }), LINK, 2000, {
      scroll: 'bounce',
      stepMs: 900,
    });
    expect([wrap, slow]).toEqual([333, 900]);
  });

  it.each([
    [0, 1000],
    [2000, 333],
  ])(
    'is redrawn for what changes first, the countdown or the text: %i ms',
    (shownForMs, nextMs) => {
      const notice: Notice = { kind: 'fault', fault: FAULTS[1]!, relay, retryInMs: 4000 };
      expect(draw({ columns: 16, rows: 2 }, notice, shownForMs).nextMs).toBe(nextMs);
    },
  );

  it.each([
    [`${relay}/link`, 7330],
    ['https://pi.lan', 8000],
  ])('on a single row is redrawn exactly when it changes: %s', (address, saidMs) => {
    const turns: [row: string, forMs: number][] = [];
    for (let atMs = 0; atMs < 2 * (saidMs + 8000);) {
      const { rows, nextMs } = draw({ columns: 16, rows: 1 }, { ...LINK, address }, atMs);
      expect(nextMs).toBeGreaterThan(0);
      turns.push([rows[0]!, nextMs!]);
      atMs += nextMs!;
    }
    expect(new Set(turns.map(([row]) => row)).size).toBe(turns.length / 2);
    expect(turns.slice(turns.length / 2)).toEqual(turns.slice(0, turns.length / 2));
    expect(turns.at(-1)).toEqual(['Code BCDF-GHJK  ', 8000]);
    const textMs = turns.slice(0, turns.length / 2 - 1).reduce((sum, [, forMs]) => sum + forMs, 0);
    expect(textMs).toBe(saidMs);
  });

  it.each<[Notice, string]>([
    [{ kind: 'nothing' }, 'Nothing playing on Spotify'],
    [
      { kind: 'fault', fault: FAULTS[1]!, relay, retryInMs: undefined },
      `Relay not found: ${relay.slice(8)}`,
    ],
  ])('says all in one line on a single row without a countdown: %j', (notice, line) => {
    const frames = new Set(film({ columns: 16, rows: 1 }, notice).map(([row]) => row));
    const parts = Array.from({ length: line.length - 15 }, (_, at) => line.slice(at, at + 16));
    expect([...frames]).toEqual(parts);
  });

  it.each(SIZES)('numbers the rows of the test pattern, up to the last column: %j', (geometry) => {
    const { rows, nextMs } = draw(geometry, { kind: 'test-pattern' });
    expect(rows.map((row) => [row.slice(0, 6), row.length, row.at(-1)])).toEqual(
      rows.map((_row, at) => [`Row ${at + 1} `, geometry.columns, '|']),
    );
    expect(nextMs).toBe(undefined);
  });

  it('begins on the first of four rows also with a word wider than a row', () => {
    expect(wrapped('relay.example.org is away', 16, 3)).toEqual(['relay.example.org', 'is away']);
  });

  it('says where to go and what to do', () => {
    const texts = (fault: Fault) =>
      noticeTexts({ kind: 'fault', fault, relay, retryInMs: undefined }, 16)[0];
    expect(texts({ kind: 'relink-required' })).toBe('Connect Spotify at relay.example.org');
    expect(texts({ kind: 'not-allowed', reason: 'not-registered' })).toContain('developer.spotify');
    expect(texts(FAULTS[1]!)).toBe('Relay not found: relay.example.org');
  });
});
