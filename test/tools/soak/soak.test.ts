/** A soak repeats with its seed, and its watch reports what is wrong. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAUSE, PLAY } from '../../../device/screen/glyphs.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import type { PlaybackNow } from '../../../simulator/spotify/playback-model.js';
import { soak } from '../../../tools/soak/run.js';
import { SOAK_FAULTS } from '../../../tools/soak/faults.js';
import { soakPlan } from '../../../tools/soak/script.js';
import { Watch, type Watched } from '../../../tools/soak/watch.js';
import { isLong } from '../../support/counts.js';

describe('soakPlan', () => {
  const plan = (seed: number, hours = 24) => soakPlan({ hours }, seededRandom(seed));

  it('is the same for a seed, and another for another', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(2)).not.toEqual(plan(1));
  });

  it('has faults that are apart, in order, and over before its end', () => {
    for (const hours of [4, 7 * 24]) {
      const { events } = plan(3, hours);
      expect(events.map(({ atMs }) => atMs)).toEqual(
        events.map(({ atMs }) => atMs).sort((a, b) => a - b),
      );
      const faults = events.filter(({ kind }) => kind === 'fault').map(({ atMs }) => atMs);
      expect(faults.length).toBeGreaterThan(hours / 3);
      for (const [index, atMs] of faults.slice(1).entries())
        expect(atMs - (faults[index] ?? 0)).toBeGreaterThan(12 * 60_000);
      expect(faults.at(-1)).toBeLessThan((hours - 0.25) * 3_600_000);
    }
  });

  it('meets every fault within some hundred seeds', () => {
    const met = new Set<string>();
    for (let seed = 1; seed <= 300; seed += 1)
      for (const event of plan(seed).events) if (event.kind === 'fault') met.add(event.fault.name);
    expect([...met].sort()).toEqual(SOAK_FAULTS.map(({ name }) => name).sort());
  });
});

const ROW_TWO = '\ue0001:01        3:34';

function seat(
  first: string,
  second = ROW_TWO,
  violations: Watched['lcd']['violations'] = [],
): Watched {
  const cgram = Uint8Array.from([...PLAY, ...PAUSE]);
  return { lcd: { text: () => [first.padEnd(16), second], violations, cgram } };
}

function playing(label: string): PlaybackNow {
  return { label, isPlaying: true, positionMs: 61_000 } as PlaybackNow;
}

/** Checks the same rows against the same truth for five minutes. */
function complaintsAfterAMinute(
  shown: Watched,
  prepare: (watch: Watch) => void = () => undefined,
  truth: () => PlaybackNow | undefined = () => playing('Blue'),
) {
  const watch = new Watch(new Map([['Blue', 'Blue - Kin']]));
  prepare(watch);
  const complaints: string[] = [];
  for (let nowMs = 0; nowMs <= 300_000; nowMs += 10_000)
    complaints.push(...watch.look(shown, truth(), nowMs));
  return complaints;
}

describe('Watch', () => {
  it('has nothing against the song that plays', () => {
    expect(complaintsAfterAMinute(seat('Blue - Kin'))).toEqual([]);
  });

  it('complains of a position that is not the song’s', () => {
    const late = seat('Blue - Kin', '\ue0000:55        3:34');
    expect(complaintsAfterAMinute(late)[0]).toMatch(/^6 s off the position/);
  });

  it('complains of another song, but not before a heartbeat is over', () => {
    const complaints = complaintsAfterAMinute(seat('Boats - Ada Fenn'));
    expect(complaints[0]).toBe(`not Blue - Kin: Boats - Ada Fenn | ${ROW_TWO}`);
    expect(complaints).toHaveLength(26);
  });

  it('complains of a notice where a song could stand, unless the device is excused', () => {
    const notice = seat('Spotify is down ', 'Retrying in 5s  ');
    expect(complaintsAfterAMinute(notice)).not.toEqual([]);
    expect(complaintsAfterAMinute(notice, (watch) => watch.excuse(400_000))).toEqual([]);
  });

  it('complains of a song that stays while nobody can know better', () => {
    const blind = (watch: Watch): void => watch.begin('blind', undefined, 0);
    expect(complaintsAfterAMinute(seat('Blue - Kin'), blind)[0]).toMatch(/^shows no fault/);
    expect(complaintsAfterAMinute(seat('No Wi-Fi: Home', 'Retrying in 5s'), blind)).toEqual([]);
  });

  it('complains in a fault of a notice that nothing plays, of a user code and of no text', () => {
    const blind = (watch: Watch): void => watch.begin('blind', undefined, 0);
    for (const [rows, what] of [
      [['Nothing playing', 'on Spotify'], 'shows that nothing plays'],
      [['Open relay.test', 'Code BCDF-GHJK'], 'shows a user code'],
      [['', ''], 'is blank'],
    ] as const)
      expect(complaintsAfterAMinute(seat(rows[0], rows[1]), blind)[0]).toMatch(what);
  });

  it('complains of a pause where the song plays, and of a paused item without its mark', () => {
    const paused = seat('Blue - Kin', '\ue0011:01        3:34');
    const pause = (): PlaybackNow => ({ ...playing('Blue'), isPlaying: false });
    expect(complaintsAfterAMinute(paused)[0]).toMatch(/^shows a pause/);
    expect(complaintsAfterAMinute(paused, undefined, pause)).toEqual([]);
    expect(complaintsAfterAMinute(seat('Blue - Kin'), undefined, pause)[0]).toMatch(
      /^shows no pause/,
    );
  });

  it.each([
    [50, 61, true],
    [50, 59, false],
    [70, 140, false],
    [70, 151, true],
  ])(
    'after %i idle minutes misses a start that is not shown for %i s: %s',
    (idleMin, s, isMissed) => {
      const watch = new Watch(new Map([['Blue', 'Blue - Kin']]));
      const nothing = seat('Nothing playing', 'on Spotify');
      const startMs = idleMin * 60_000;
      watch.look(nothing, undefined, 0);
      watch.look(nothing, playing('Blue'), startMs);
      expect(watch.look(nothing, playing('Blue'), startMs + s * 1000)).toHaveLength(
        isMissed ? 1 : 0,
      );
    },
  );

  it('complains of a title while nothing plays', () => {
    expect(complaintsAfterAMinute(seat('Blue - Kin'), undefined, () => undefined)[0]).toMatch(
      /^not Nothing playing/,
    );
  });

  it('bears for a heartbeat with what came and went between two looks', () => {
    const watch = new Watch(new Map([['Blue', 'Blue - Kin']]));
    const shown = seat('Blue - Kin');
    watch.look(seat('Nothing playing', 'on Spotify'), undefined, 600_000);
    watch.follow(playing('Blue'), 602_000);
    watch.follow(undefined, 604_000);
    expect(watch.look(shown, undefined, 610_000)).toEqual([]);
    expect(watch.look(shown, undefined, 670_000)).toHaveLength(1);
  });

  it('complains without a relay only until the device asks it', () => {
    const served = (watch: Watch): void => watch.begin('served', undefined, 0);
    const notice = seat('Relay is down', 'Retrying in 5s');
    expect(complaintsAfterAMinute(notice, served)[0]).toMatch(/^not Blue - Kin/);
    const asked = (watch: Watch): void => {
      served(watch);
      watch.asksRelay();
    };
    expect(complaintsAfterAMinute(notice, asked)).toEqual([]);
  });

  it('complains of each broken rule of the display once', () => {
    const violations = [{ kind: 'tAS', atNs: 0, detail: '0.1 us' }] as const;
    expect(complaintsAfterAMinute(seat('Blue - Kin', ROW_TWO, [...violations]))).toEqual([
      'display: tAS, 0.1 us',
    ]);
  });
});

/** One folder: creating a database takes longer than four hours do. */
const dataDir = mkdtempSync(join(tmpdir(), 'soak-test-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('soak', () => {
  it('breaks no promise in four hours of any seed', async () => {
    for (const seed of [1, 2, 3, 4, 5])
      expect([seed, (await soak({ hours: 4, seed, dataDir })).broken]).toEqual([seed, []]);
  }, 600_000);

  it('gives the same summary for a seed each time', async () => {
    const options = { hours: 2, seed: 6, devices: 2, dataDir };
    expect(await soak(options)).toEqual(await soak(options));
  }, 600_000);

  if (isLong)
    it('breaks no promise in a day with two devices', async () => {
      expect((await soak({ hours: 24, seed: 2, devices: 2, dataDir })).broken).toEqual([]);
    }, 1_800_000);
});
