/** The device from its first link to a song, and through an ordinary day. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { ScriptedNetwork } from '../../../simulator/ports/scripted-network.js';
import { json, LINKED, NOTHING_PLAYS, PENDING, track, World, type WorldOptions } from './world.js';

let world: World;

function started(
  options: WorldOptions = {},
  prepare: (world: World) => void = () => undefined,
): World {
  world = new World(options);
  prepare(world);
  return world.start();
}

afterEach(() => {
  world.chip.powerOff();
  expect(world.chip.restartCount).toBe(0);
  expect(world.emulator.violations).toEqual([]);
  // Except for the button's self-heal: a home, then every cell again.
  const { redundantWrites, homes } = world.emulator.counts;
  expect(redundantWrites).toBeLessThanOrEqual(homes * 32);
});

const PLAYING = ['Song - Ana', expect.stringMatching(/^\ue005\d:\d\d .* 3:20$/)];

describe('linking', () => {
  it('shows address and code, waits for approval, then plays', () => {
    started().pass(1);
    expect(world.rows).toEqual(['Open relay.test/', 'Code BCDF-GHJK']);
    world.pass(20);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
    world.responses['/token'] = () => json(200, { access_token: 'dev', uid: 'me' });
    world.pass(6);
    expect(world.rows).toEqual(PLAYING);
    expect(world.store.contents()).toEqual(LINKED);
    expect(world.requests.at(-1)!.request.headers).toMatchObject({ authorization: 'Bearer at' });
  });

  it("polls at the relay's interval, 5 s longer after each slow_down", () => {
    started().pass(28);
    for (const gap of world.gapsOf('/token')) expect(gap).toBeCloseTo(5, 0);
    world.responses['/token'] = () => json(400, { error: 'slow_down' });
    world.pass(6);
    world.responses['/token'] = () => PENDING;
    world.pass(40);
    expect(world.gapsOf('/token').at(-1)).toBeGreaterThanOrEqual(10);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
  });

  it('gets another code when the first has expired', () => {
    let codes = 0;
    started({}, (w) => {
      w.responses['/device_authorization'] = () =>
        json(200, {
          device_code: `dc${(codes += 1)}`,
          user_code: codes === 1 ? 'BBBB-BBBB' : 'CCCC-CCCC',
          verification_uri: 'https://relay.test/link',
          expires_in: 30,
          interval: 5,
        });
    }).pass(32);
    expect(world.rows).toEqual(['Code expired', 'Getting new code']);
    world.pass(4);
    expect(world.rows[1]).toBe('Code CCCC-CCCC');
    world.pass(6);
    expect(world.requests.at(-1)!.request.body).toContain('device_code=dc2');
  });

  it('reports that it was denied, then shows another code', () => {
    started({}, (w) => (w.responses['/token'] = () => json(400, { error: 'access_denied' }))).pass(
      6,
    );
    expect(world.rows).toEqual(['Link denied', 'Getting new code']);
    world.pass(4);
    expect(world.countOf('/device_authorization')).toBe(2);
  });

  it('ignores the button', () => {
    started().pass(2);
    world.device.press();
    world.pass(1);
    expect(world.countOf('/token')).toBe(0);
  });
});

describe('playing', () => {
  it('starts from the stored link without a code', () => {
    started({ stored: LINKED }).pass(1);
    expect(world.rows).toEqual(PLAYING);
    expect(world.requests.map(({ to }) => to)).toEqual(['/refresh', '/v1/me/player']);
    expect(world.store.writeCount).toBe(0);
  });

  it('advances between two polls, and never runs past the end', () => {
    started({ stored: LINKED }, (w) => {
      w.responses['/v1/me/player'] = () => track({ progress_ms: 197_500 });
    }).pass(1.5);
    expect(world.rows[1]).toMatch(/3:1[89]/);
    world.pass(2);
    expect(world.rows[1]!.slice(1, 5)).toBe('3:20');
  });

  it('does not step back for a drift below 1.5 s, but does for a seek', () => {
    let progress_ms = 10_000;
    started({ stored: LINKED }, (w) => {
      w.responses['/v1/me/player'] = () => track({ progress_ms });
    }).pass(5);
    const elapsed = (): number => Number(world.rows[1]!.slice(3, 5));
    const before = elapsed();
    progress_ms = 18_800;
    // The second response comes after 10.4 s: by then 20 s are shown, and it says 18.8.
    world.pass(5.6);
    expect(world.countOf('/v1/me/player')).toBe(2);
    expect(elapsed()).toBe(before + 6);
    progress_ms = 3000;
    world.device.press();
    world.pass(0.3);
    expect(elapsed()).toBeLessThan(5);
  });

  it('shows no position if Spotify sends none, and never steps back', () => {
    started({ stored: LINKED }, (w) => {
      w.responses['/v1/me/player'] = () => track({ progress_ms: null });
    });
    const rows = new Set<string>();
    for (let second = 0; second < 60; second += 1) rows.add(world.pass(1).rows[1]!);
    expect([...rows]).toEqual([expect.stringMatching(/^\ue005 +[^:]*3:20$/)]);
  });

  it('stops while paused and shows the pause mark', () => {
    started({ stored: LINKED }, (w) => {
      w.responses['/v1/me/player'] = () => track({ is_playing: false });
    }).pass(20);
    expect(world.rows[1]).toMatch(/^\ue0060:10 /);
  });

  it('shows the next item about a second after the one before has ended', () => {
    started({ stored: LINKED }, (w) => {
      w.responses['/v1/me/player'] = () =>
        w.nowS < 6
          ? track({ progress_ms: 195_000 })
          : track({ progress_ms: 0 }, { id: 'b', name: 'Next' });
    }).pass(7.5);
    expect(world.rows[0]).toBe('Next - Ana');
  });

  it('reports that nothing plays, and notices the next start', () => {
    started({ stored: LINKED }, (w) => (w.responses['/v1/me/player'] = () => NOTHING_PLAYS)).pass(
      1,
    );
    expect(world.rows).toEqual(['Nothing playing', 'on Spotify']);
    world.responses['/v1/me/player'] = () => track();
    world.pass(46);
    expect(world.rows).toEqual(PLAYING);
  });

  it('polls at once when the button is pressed', () => {
    started({ stored: LINKED }, (w) => (w.responses['/v1/me/player'] = () => NOTHING_PLAYS)).pass(
      5,
    );
    world.responses['/v1/me/player'] = () => track();
    world.device.press();
    world.pass(0.5);
    expect(world.rows).toEqual(PLAYING);
  });

  it('sends one poll at a time however often the button is pressed', () => {
    started({ stored: LINKED }).pass(5);
    const before = world.countOf('/v1/me/player');
    for (let press = 0; press < 5; press += 1) world.device.press();
    world.pass(0.2);
    expect(world.countOf('/v1/me/player')).toBe(before + 1);
  });

  it('never sends a token about to expire, and keeps the song while it gets another', () => {
    const bornAtS: number[] = [];
    started({ stored: LINKED }, (w) => {
      w.responses['/refresh'] = () => {
        bornAtS.push(w.nowS);
        return json(200, { access_token: `${bornAtS.length - 1}`, expires_in: 80 });
      };
    }).pass(2);
    expect(world.watch(300)).toBe('Song - Ana');
    for (const { atMs, request } of world.requests.filter(({ to }) => to === '/v1/me/player')) {
      const token = Number(request.headers['authorization']!.slice('Bearer '.length));
      expect(atMs / 1000 - bornAtS[token]!).toBeLessThan(70 + 1);
    }
    expect(bornAtS.length).toBeGreaterThan(2);
  });

  it('follows the layout that the relay sends', () => {
    started({ stored: LINKED }, (w) => {
      w.responses['/refresh'] = () =>
        json(200, { access_token: 'at', expires_in: 3600, settings: { layout: 'classic' } });
    }).pass(1);
    expect(world.rows).toEqual(['Song', 'Ana']);
  });

  it.each([
    [{ columns: 20, rows: 4 }, ['Song', 'Ana', '', expect.stringMatching(/^\ue0050:1\d .*3:20$/)]],
    [{ columns: 8, rows: 2 }, ['Song - A', expect.stringMatching(/^\ue0050:1\d/)]],
    [{ columns: 16, rows: 1 }, ['\ue005Song - Ana']],
    [{ columns: 16, rows: 1, addressing: 'split' as const }, ['\ue005Song - Ana']],
  ])('plays on %j', (settings, rows) => {
    started({ stored: LINKED, settings }).pass(1);
    expect(world.rows).toEqual(rows);
  });

  it('does nothing more once stopped', () => {
    started({ stored: LINKED }).pass(1);
    world.chip.powerOff();
    const { bytes } = world.emulator.counts;
    const count = world.requests.length;
    world.pass(600);
    expect([world.emulator.counts.bytes, world.requests.length]).toEqual([bytes, count]);
  });
});

describe('a response that contradicts the playback', () => {
  const POLL = '/v1/me/player';
  const unnamed = json(200, { is_playing: true, progress_ms: 0, item: null });

  it.each([
    ['nothing', NOTHING_PLAYS],
    ['an item without a name', unnamed],
  ])('does not take the song away: %s', (_name, odd) => {
    started({ stored: LINKED }).pass(1);
    const moving = world.responses[POLL]!;
    let isOdd = true;
    world.responses[POLL] = (request) => {
      const response = isOdd ? odd : moving(request);
      isOdd = false;
      return response;
    };
    const rows = Array.from({ length: 60 }, () => world.pass(1).rows[0]);
    expect(new Set(rows)).toEqual(new Set(['Song - Ana']));
  });

  it('is accepted within 10 s if it is true', () => {
    started({ stored: LINKED }).pass(1);
    const count = world.countOf(POLL);
    world.responses[POLL] = () => NOTHING_PLAYS;
    while (world.countOf(POLL) === count) world.pass(1);
    world.pass(10);
    expect(world.rows[0]).toBe('Nothing playing');
  });
});

describe('an item that does not end', () => {
  it('counts as nothing playing three minutes after its end', () => {
    started({ stored: LINKED });
    world.responses['/v1/me/player'] = () => track({ progress_ms: 200_000 });
    world.pass(170);
    expect(world.rows[0]).toBe('Song - Ana');
    world.pass(60);
    expect(world.rows[0]).toBe('Nothing playing');
  });

  it('keeps running if its reported position never changes', () => {
    started({ stored: LINKED });
    world.responses['/v1/me/player'] = () => track({ progress_ms: 10_000 });
    world.pass(61);
    expect(world.rows[1]).toMatch(/^.1:1\d/);
  });
});

describe('a podcast at 1.5 times its speed', () => {
  it('is at most 2 s off from the second response on, and never steps back', () => {
    started({ stored: LINKED });
    const truthS = (): number => 60 + 1.5 * world.nowS;
    const item = { type: 'episode', id: 'e', name: 'E', duration_ms: 3_600_000 };
    world.responses['/v1/me/player'] = () =>
      track({ progress_ms: Math.round(1000 * truthS()) }, item);
    world.pass(25);
    let before = 0;
    for (let second = 0; second < 120; second += 1) {
      world.pass(1);
      const [, minutes = '', seconds = ''] = /(\d+):(\d\d)/.exec(world.rows[1]!) ?? [];
      const shownS = 60 * Number(minutes) + Number(seconds);
      expect(Math.abs(shownS - truthS())).toBeLessThanOrEqual(2);
      expect(shownS).toBeGreaterThanOrEqual(before);
      before = shownS;
    }
  });
});

describe('the network', () => {
  it('is waited for, with its name in plain letters', () => {
    const network = new ScriptedNetwork({ kind: 'joining', name: 'Küche' });
    started({ stored: LINKED, network }).pass(1);
    expect(world.rows).toEqual(['Joining Wi-Fi', 'Kuche']);
    network.become({ kind: 'setting-clock' });
    expect(world.rows).toEqual(['Syncing time...', '']);
    network.become({ kind: 'online' });
    world.pass(1);
    expect(world.rows).toEqual(PLAYING);
  });

  it('is lost and found', () => {
    started({ stored: LINKED }).pass(1);
    world.network.become({ kind: 'lost', name: 'Home' });
    world.pass(60);
    expect(world.rows).toEqual(['No Wi-Fi: Home', 'Retrying...']);
    const count = world.requests.length;
    world.pass(600);
    expect(world.requests.length).toBe(count);
    world.network.become({ kind: 'online' });
    world.pass(1);
    expect(world.rows).toEqual(PLAYING);
  });

  it('may be lost during a response', () => {
    started({ stored: LINKED }).pass(5);
    world.device.press();
    world.network.become({ kind: 'lost', name: 'Home' });
    world.pass(30);
    expect(world.rows[0]).toBe('No Wi-Fi: Home');
  });
});
