import { describe, expect, it } from '@jest/globals';
import { DEFAULTS } from '../../../device/shared/settings.js';
import type { Item } from '../../../device/spotify/playback.js';
import { readAssets } from '../../../relay/assets.js';
import { picturesOf, shownOf } from '../../../relay/playing/pictures.js';
import { relaySuite } from '../../support/relay-suite.js';

const { transliterator, roms } = await readAssets();
const ITEM: Item = {
  ...{ kind: 'track', title: 'Café', artists: ['Ørjan'], album: '', isrc: '', itemKey: 'x' },
  ...{ isPlaying: true, progressMs: 61_000, durationMs: 200_000, deviceName: '', isPrivate: false },
};
const pictures = (item: Item, settings = {}) =>
  picturesOf(
    { item, atMs: 0 },
    { transliterator, roms, settings: { ...DEFAULTS, ...settings }, nowMs: 0 },
  );
/** The dots of a row as text: the ROM's code of each cell. */
function textOf({ columns, dots, frames }: ReturnType<typeof pictures>, row: number): string {
  const codes = Array.from({ length: 128 }, (_, code) =>
    Array.from(roms.A00.subarray(code * 8, code * 8 + 8), (line) =>
      line.toString(16).padStart(2, '0'),
    ).join(''),
  );
  const cells = frames[0]![1].slice(row * columns, (row + 1) * columns);
  return cells
    .map((cell) => codes.indexOf(dots[cell]!, 32))
    .map((code) => (code < 0 ? '#' : String.fromCharCode(code)))
    .join('');
}

describe('picturesOf', () => {
  it('draws what the device would, and describes it in words', () => {
    const shown = pictures(ITEM);
    expect([textOf(shown, 0), textOf(shown, 1)]).toEqual(['Cafe - Orjan    ', '#1:01 ##    3:20']);
    expect(shown.words).toBe('Playing: Café by Ørjan');
    // The seconds of the position, and no more.
    expect(shown.frames.map(([atMs]) => Math.round(atMs / 1000))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  it('follows the settings', () => {
    expect(textOf(pictures(ITEM, { layout: 'classic' }), 1)).toBe('Orjan           ');
    const long = { ...ITEM, title: 'A title that is far too long' };
    const steps = (scrollMs: number) => pictures(long, { scrollMs }).frames.length;
    expect(steps(100)).toBeGreaterThan(steps(1000));
  });

  it('shows a notice as the display does', () => {
    const shown = picturesOf(
      { notice: { kind: 'nothing' }, atMs: 0 },
      { transliterator, roms, settings: DEFAULTS, nowMs: 0 },
    );
    expect([textOf(shown, 0), shown.words]).toEqual([
      'Nothing playing ',
      'Nothing playing on Spotify',
    ]);
  });

  it('shows the clock if nothing plays and it is set', () => {
    const settings = { ...DEFAULTS, idle: 'clock', utcOffsetMin: 60 } as const;
    const nowMs = Date.UTC(2026, 10, 30, 11, 33, 55);
    const shown = picturesOf(
      { notice: { kind: 'nothing' }, atMs: nowMs },
      { transliterator, roms, settings, nowMs },
    );
    expect(textOf(shown, 1)).toBe('Mon 30 Nov 2026 ');
    expect(shown.frames.map(([atMs]) => atMs)).toEqual([0, 5000]);
  });

  it('is blank if nothing plays and idle is off', () => {
    const shown = (backlightOffS: number) =>
      picturesOf(
        { notice: { kind: 'nothing' }, atMs: 0 },
        {
          ...{ transliterator, roms, nowMs: 0 },
          settings: { ...DEFAULTS, idle: 'off', backlightOffS },
        },
      );
    expect([textOf(shown(300), 0), textOf(shown(0), 0)]).toEqual([
      ' '.repeat(16),
      'Nothing playing ',
    ]);
  });

  it('shows only what plays on the speaker that is set', () => {
    const on = (onlyDevice: string) =>
      shownOf(
        {
          ok: true,
          value: { status: 200, playback: { ...ITEM, deviceName: 'Küche' }, askedAtMs: 0 },
        },
        {
          ...{ relay: '', nowMs: 0, isPreview: false, transliterator },
          settings: { ...DEFAULTS, onlyDevice },
        },
      );
    expect([on(''), on('kuche'), on('Bad')]).toMatchObject([
      { item: { title: 'Café' } },
      { item: { title: 'Café' } },
      { notice: { kind: 'nothing', device: 'Bad' } },
    ]);
  });

  it.each(['clock', 'off'] as const)('previews idle=%s in turn with the example', (idle) => {
    const at = (nowMs: number) =>
      shownOf(
        { ok: true, value: { status: 204, playback: { kind: 'nothing' }, askedAtMs: 0 } },
        {
          ...{ relay: '', nowMs, isPreview: true, transliterator },
          settings: { ...DEFAULTS, idle },
        },
      );
    expect([at(0), at(10_000)]).toMatchObject([
      { item: { kind: 'track' } },
      { notice: { kind: 'nothing' } },
    ]);
  });
});

describe('GET /display', () => {
  const suite = relaySuite();

  it('previews settings only for a device of the account', async () => {
    const { browser, uid } = await suite.relay.link(suite.freshUid(), suite.spotify);
    const [device] = await suite.relay.devices.list(uid);
    const other = await suite.relay.register(suite.freshUid());
    const address = `/display?device=${device!.id}&layout=classic`;
    const shown = (await (await browser.get(address)).json()) as ReturnType<typeof pictures>;
    expect(textOf(shown, 1)).toBe('Energy 52 etc   ');
    expect((await other.get(address)).status).toBe(404);
    expect((await suite.relay.browser().get(address)).headers.get('location')).toBe('/admin');
  });
});
