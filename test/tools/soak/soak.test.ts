/** A soak repeats with its seed, and its watch reports what is wrong. */
import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import type { PlaybackNow } from '../../../simulator/spotify/playback-model.js';
import { soak } from '../../../tools/soak/run.js';
import { DAY_MS, soakScript } from '../../../tools/soak/script.js';
import { Watch, type Watched } from '../../../tools/soak/watch.js';
import { isLong } from '../../support/counts.js';

describe('soakScript', () => {
  it('is the same for a seed, and another for another', () => {
    const script = soakScript(7, seededRandom(1));
    expect(soakScript(7, seededRandom(1))).toEqual(script);
    expect(soakScript(7, seededRandom(2))).not.toEqual(script);
  });

  it('has seven faults a day, apart and in order', () => {
    const script = soakScript(30, seededRandom(3));
    const faults = script.filter(({ kind }) => kind === 'fault');
    expect(faults).toHaveLength(30 * 7);
    expect(script.map(({ atMs }) => atMs)).toEqual(
      script.map(({ atMs }) => atMs).sort((a, b) => a - b),
    );
    expect(script.at(-1)?.atMs).toBeLessThan(30 * DAY_MS);
  });
});

const ROW_TWO = '\ue0051:01        3:34';

function seat(first: string, second = ROW_TWO, violations: object[] = []): Watched {
  return { lcd: { text: () => [first.padEnd(16), second], violations } } as unknown as Watched;
}

function playing(label: string): PlaybackNow {
  return { label, isPlaying: true } as PlaybackNow;
}

/** Checks the same rows against the same truth for five minutes. */
function complaintsAfterAMinute(shown: Watched, prepare: (watch: Watch) => void = () => undefined) {
  const watch = new Watch(new Map([['Blue', 'Blue - Kin']]));
  prepare(watch);
  for (let nowMs = 0; nowMs <= 300_000; nowMs += 10_000)
    watch.look([shown], playing('Blue'), nowMs);
  return watch.complaints.map(({ what }) => what);
}

describe('Watch', () => {
  it('has nothing against the song that plays', () => {
    expect(complaintsAfterAMinute(seat('Blue - Kin'))).toEqual([]);
  });

  it('complains of another song, but not before a heartbeat is over', () => {
    const complaints = complaintsAfterAMinute(seat('Boats - Ada Fenn'));
    expect(complaints[0]).toBe(`not Blue - Kin: Boats - Ada Fenn | ${ROW_TWO}`);
    expect(complaints).toHaveLength(26);
  });

  it('complains of a notice where a song could stand, unless the device is excused', () => {
    const notice = seat('Spotify is down ', 'Retrying in 5s  ');
    expect(complaintsAfterAMinute(notice)).not.toEqual([]);
    expect(complaintsAfterAMinute(notice, (watch) => watch.excuse(0, 400_000))).toEqual([]);
  });

  it('complains of a song that stays while nobody can know better', () => {
    const blind = (watch: Watch): void => watch.blind(0, 0);
    expect(complaintsAfterAMinute(seat('Blue - Kin'), blind)[0]).toMatch(/^shows no fault/);
    expect(complaintsAfterAMinute(seat('No Wi-Fi: Home', 'Retrying in 5s'), blind)).toEqual([]);
  });

  it('complains of each broken rule of the display once', () => {
    const violations = [{ kind: 'pulse', detail: '0.1 us' }];
    expect(complaintsAfterAMinute(seat('Blue - Kin', ROW_TWO, violations))).toEqual([
      'display: pulse, 0.1 us',
    ]);
  });
});

if (isLong)
  it('a day with two devices breaks no promise', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'soak-test-'));
    try {
      const { broken } = await soak({ days: 1, seed: 2, devices: 2, dataDir });
      expect(broken).toEqual([]);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 1_800_000);
