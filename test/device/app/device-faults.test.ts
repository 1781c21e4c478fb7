/** Whatever Spotify or the relay does, the device shows the fault, waits as it should, and recovers by itself. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { showSettingsProblem } from '../../../device/app/device.js';
import type { VirtualResponse } from '../../../simulator/ports/virtual-network.js';
import { notWired } from '../../../simulator/ports/bank.js';
import { json, LINKED, track, World } from './world.js';

let world: World;

/** A device that plays, until `answer` takes over at `path`. */
function playing(): World {
  world = new World({ stored: LINKED });
  return world.start().pass(1);
}

afterEach(() => {
  world.chip.powerOff();
  expect(world.chip.restartCount).toBe(0);
  expect(world.emulator.violations).toEqual([]);
});

const SONG = 'Song - Ana';
/** The song that was known last. */
const STALE = `${SONG}     !`;
const PLAYER = '/v1/me/player';
const answer = (path: string, given: VirtualResponse): void => {
  world.responses[path] = () => given;
};
const limited = (seconds: number): VirtualResponse => ({
  status: 429,
  headers: { 'retry-after': `${seconds}` },
  body: '{"error":{"status":429,"reason":"QUOTA_EXCEEDED"}}',
});

describe('a rejected token', () => {
  it('is replaced once, in a request that names it, and the song stays', () => {
    playing();
    let tokens = 0;
    world.responses['/refresh'] = () =>
      json(200, { access_token: `new${(tokens += 1)}`, expires_in: 3600 });
    world.responses[PLAYER] = ({ headers }) =>
      headers['authorization'] === 'Bearer at' ? json(401, {}) : track();
    world.pass(15);
    expect(world.requests.filter(({ to }) => to === '/refresh').at(-1)!.request.body).toBe(
      'uid=me&rejected_token=at',
    );
    expect(world.rows[0]).toBe(SONG);
    expect(tokens).toBe(1);
  });

  it('is reported if the new one is rejected too, without a burst of requests', () => {
    playing();
    let tokens = 0;
    world.responses['/refresh'] = () =>
      json(200, { access_token: `new${(tokens += 1)}`, expires_in: 3600 });
    answer(PLAYER, json(401, { error: { status: 401, message: 'The access token expired' } }));
    expect(world.watch(14)).toContain('Spotify rejected');
    const count = world.countOf(PLAYER);
    const fetched = tokens;
    world.pass(600);
    expect(world.countOf(PLAYER) - count).toBeLessThan(8);
    // A token for each poll: the relay must never keep one that Spotify rejects.
    expect(tokens - fetched).toBe(world.countOf(PLAYER) - count);
    answer(PLAYER, track());
    world.pass(400);
    expect(world.rows[0]).toBe(SONG);
  });

  it('shows what to do if two rejections mean that the grant has ended', () => {
    playing();
    world.responses['/refresh'] = ({ body }) =>
      body?.includes('rejected_token=stale')
        ? json(409, { error: 'relink_required' })
        : json(200, { access_token: 'stale', expires_in: 3600 });
    answer(PLAYER, json(401, {}));
    expect(world.watch(60)).toContain('Connect Spotify');
    answer('/refresh', json(200, { access_token: 'fresh', expires_in: 3600 }));
    answer(PLAYER, track());
    world.pass(45);
    expect(world.rows[0]).toBe(SONG);
  });
});

describe('a Retry-After', () => {
  it('is kept to the second, and shown as a countdown', () => {
    playing();
    answer(PLAYER, limited(4000));
    world.pass(10);
    const blockedAtS = world.requests.at(-1)!.atMs / 1000;
    expect(world.rows).toEqual(['Spotify: daily q', 'Retrying in 67m']);
    world.pass(3990);
    expect(world.requests.at(-1)!.atMs / 1000).toBe(blockedAtS);
    answer(PLAYER, track());
    world.pass(12);
    expect(world.requests.at(-1)!.atMs / 1000 - blockedAtS).toBeGreaterThanOrEqual(4000);
    expect(world.rows[0]).toBe(SONG);
  });

  it('is not shortened by the button or by a lost network', () => {
    playing();
    answer(PLAYER, limited(600));
    world.pass(10);
    const count = world.countOf(PLAYER);
    world.device.press();
    world.pass(5);
    world.network.become({ kind: 'lost', name: 'Home' });
    world.pass(5);
    world.network.become({ kind: 'online' });
    world.pass(500);
    expect(world.countOf(PLAYER)).toBe(count);
    expect(world.rows).toEqual([
      'Spotify: daily q',
      expect.stringMatching(/^Retrying in \d+[sm]$/),
    ]);
    answer(PLAYER, track());
    world.pass(100);
    expect(world.rows[0]).toBe(SONG);
  });

  it('is kept for a 503 of the relay too', () => {
    world = new World({ stored: LINKED });
    answer('/refresh', { status: 503, headers: { 'retry-after': '90' }, body: '{"error":"x"}' });
    world.start().pass(2);
    world.device.press();
    world.pass(80);
    expect(world.countOf('/refresh')).toBe(1);
    answer('/refresh', json(200, { access_token: 'at', expires_in: 3600 }));
    world.pass(12);
    expect(world.rows[0]).toBe(SONG);
  });

  it('of years ends after two days, with one request', () => {
    // Wide enough that nothing scrolls: days of it would be most of this test's time.
    world = new World({ stored: LINKED, settings: { columns: 40 } }).start().pass(1);
    answer(PLAYER, limited(999_999_999));
    world.pass(10);
    const count = world.countOf(PLAYER);
    world.pass(47 * 3600);
    expect(world.countOf(PLAYER)).toBe(count);
    world.pass(48 * 3600);
    expect(world.countOf(PLAYER)).toBe(count + 1);
  });
});

describe('an unusable response', () => {
  it('marks the song for a minute, is then reported, and is cleared by the next good one', () => {
    playing();
    answer(PLAYER, { status: 200, headers: {}, body: '{"is_playing":tru' });
    world.pass(12);
    expect(world.rows[0]).toBe(STALE);
    // Failures at 0, 5, 15 and 35 s: the wait after the last one outlasts the minute.
    expect(world.pass(30).rows[0]).toBe(STALE);
    expect(world.watch(12)).toContain('Spotify sent inv');
    answer(PLAYER, track({ progress_ms: 60_000 }));
    world.pass(31);
    expect(world.rows).toEqual([SONG, expect.stringMatching(/^\ue0051:/)]);
  });

  it.each([
    ['a page', '<html>'],
    ['nothing', ''],
    ['half a body', '{"is_playing":true,"item":{"name":"Oth'],
    ['wrong types', '{"is_playing":"yes"}'],
  ])('never shows %s', (_name, body) => {
    playing();
    answer(PLAYER, { status: 200, headers: {}, body });
    world.pass(12);
    expect(world.rows[0]).toBe(STALE);
  });

  it('from a broken connection keeps the song', () => {
    playing();
    answer(PLAYER, {
      ...(track({}, { name: 'Other' }) as object),
      cutOffAfterBytes: 70,
    } as VirtualResponse);
    world.pass(12);
    expect(world.rows[0]).toBe(STALE);
    expect(world.watch(60)).toContain('Spotify: connect');
  });
});

describe('Spotify', () => {
  it.each<[string, VirtualResponse, string]>([
    ['an outage', json(503, {}), 'Spotify is down'],
    ['silence', { hang: true }, 'Spotify timed ou'],
    ['no way there', { fault: { kind: 'unreachable', detail: '' } }, 'Spotify unreacha'],
  ])(
    'is said to have %s, polled no more often than when it is well, and recovers',
    (_name, given, row) => {
      playing();
      answer(PLAYER, given);
      expect(world.watch(100)).toContain(row);
      const count = world.countOf(PLAYER);
      world.pass(3600);
      expect(world.countOf(PLAYER) - count).toBeLessThan(150);
      answer(PLAYER, track());
      world.pass(31);
      expect(world.rows[0]).toBe(SONG);
    },
  );

  it.each([
    ['User not registered in the Developer Dashboard', 'User not registe'],
    ['Active premium subscription required for the owner of the app.', 'App owner needs'],
  ])('that says %j is polled once an hour', (body, row) => {
    playing();
    answer(PLAYER, { status: 403, headers: {}, body });
    expect(world.watch(14)).toContain(row);
    const count = world.countOf(PLAYER);
    world.pass(7000);
    expect(world.countOf(PLAYER) - count).toBe(1);
  });
});

describe('the relay', () => {
  it('is reported when it is down, and used again when it is back', () => {
    world = new World();
    answer('/device_authorization', { fault: { kind: 'unreachable', detail: '' } });
    world.start().pass(1);
    expect(world.rows).toEqual([
      expect.stringMatching(/^Relay unreachabl/),
      expect.stringMatching(/^Retrying in \ds$/),
    ]);
    const { '/device_authorization': good } = new World().responses;
    world.responses['/device_authorization'] = good!;
    world.pass(8);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
  });

  it('can fail without the code being hidden or lost', () => {
    world = new World().start().pass(1);
    answer('/token', json(500, {}));
    const seen = world.watch(6);
    expect(world.countOf('/token')).toBeGreaterThan(0);
    expect(seen).not.toContain('Relay is down');
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
    answer('/token', json(400, { error: 'authorization_pending' }));
    world.pass(12);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
    expect(world.countOf('/device_authorization')).toBe(1);
  });

  it('makes the device drop its link and link again if it no longer knows it', () => {
    world = new World({ stored: LINKED });
    answer('/refresh', json(401, { error: 'invalid_token' }));
    world.start().pass(1);
    expect(world.rows[0]).toBe('Device unlinked');
    expect(world.store.contents()).toEqual({});
    world.device.press();
    world.pass(1);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
    expect(world.countOf('/refresh')).toBe(1);
  });

  it('says where to reconnect if it needs a new grant, and is polled every 5 s', () => {
    world = new World({ stored: LINKED });
    answer('/refresh', json(409, { error: 'relink_required' }));
    world.start().pass(200);
    expect(world.store.contents()).toEqual(LINKED);
    for (const gap of world.gapsOf('/refresh')) expect(gap).toBeCloseTo(5, 0);
    answer('/refresh', json(200, { access_token: 'at', expires_in: 3600 }));
    world.pass(6);
    expect(world.rows[0]).toBe(SONG);
  });

  it('leaves no secret in the log', () => {
    playing();
    answer(PLAYER, json(500, { secret: 'body' }));
    world.pass(60);
    expect(world.logged.join('\n')).not.toMatch(/dev\b|Bearer|\bat\b|body/);
  });
});

describe('showSettingsProblem', () => {
  it('names the invalid setting on the default display', () => {
    world = new World();
    const { clock, timer } = world.time;
    const openBank = world.emulator.openBank({ rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 });
    const logged: string[] = [];
    const timed = (mask: number) => {
      const bank = openBank(mask);
      return {
        write: (levels: number) => {
          bank.write(levels);
          clock.waitUntilUs(clock.nowUs() + 1);
        },
      };
    };
    showSettingsProblem(
      {
        openBank: timed,
        openI2c: notWired,
        clock,
        timer,
        log: { write: (_level, message) => void logged.push(message) },
      },
      [
        { name: 'rows', problem: 'must be 1, 2 or 4' },
        { name: 'relay', problem: 'must be an address' },
      ],
    );
    expect(world.rows[0]).toBe('Setting rows');
    expect(logged).toEqual(['setting rows must be 1, 2 or 4', 'setting relay must be an address']);
  });
});
