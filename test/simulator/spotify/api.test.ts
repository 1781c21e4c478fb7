import { describe, expect, it } from '@jest/globals';
import { Bench } from './fake-spotify-bench.js';

const PLAYER = '/v1/me/player';

describe('the player endpoints', () => {
  it.each([
    ['no header', {}, 401, 'No token provided'],
    [
      'another scheme',
      { authorization: 'Basic abc' },
      400,
      'Only valid bearer authentication supported',
    ],
    [
      'an empty token',
      { authorization: 'Bearer ' },
      400,
      'Only valid bearer authentication supported',
    ],
    ['an unknown token', { authorization: 'Bearer abc' }, 401, 'Invalid access token'],
  ])('refuse %s', (_case, headers, status, message) => {
    const response = new Bench().get(PLAYER, {}, headers);
    expect(response.status).toBe(status);
    expect(JSON.parse(response.body)).toEqual({ error: { status, message } });
  });

  it('reject a token after an hour', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.nowMs += 3_599_999;
    expect(bench.player(token).status).toBe(200);
    bench.nowMs += 1;
    expect(JSON.parse(bench.player(token).body).error.message).toBe('The access token expired');
  });

  it.each([
    ['expire-token', 'The access token expired'],
    ['revoke', 'Invalid access token'],
  ])('reject a token after %s', (action, message) => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action });
    const response = bench.player(token);
    expect(response.status).toBe(401);
    expect(JSON.parse(response.body).error.message).toBe(message);
  });

  it('reject in plain text a user whom the app’s owner has not registered', () => {
    const bench = new Bench();
    const response = bench.player(bench.signIn('stranger').access_token);
    expect([response.status, response.body]).toEqual([
      403,
      'User not registered in the Developer Dashboard',
    ]);
    expect(response.headers['content-type']).toBe('text/plain');
  });

  it('reject in plain text, 159 bytes, when the owner has no Premium', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'premium', on: 'false' });
    const response = bench.player(token);
    expect(response.status).toBe(403);
    expect(response.body).toHaveLength(159);
  });

  it('require the broader scope only for the player', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn('owner', { scope: 'user-read-currently-playing' });
    expect(JSON.parse(bench.player(token).body).error.message).toBe('Insufficient client scope');
    const headers = { authorization: `Bearer ${token}` };
    expect(bench.get(`${PLAYER}/currently-playing`, {}, headers).status).toBe(200);
  });

  it('have no other routes', () => {
    const bench = new Bench();
    expect(bench.get('/v1/me').status).toBe(404);
    expect(bench.post(PLAYER, {}).status).toBe(405);
  });

  it('return a track as in the samples, with device, context and a stable timestamp', () => {
    const bench = new Bench();
    const startedAtMs = bench.nowMs;
    const { access_token: token } = bench.signIn();
    bench.nowMs += 5000;
    const response = bench.player(token);
    expect(response.body).toContain('  "is_playing" : true,\n  "timestamp" : ');
    expect(JSON.parse(response.body)).toMatchObject({
      device: { name: 'Living room' },
      timestamp: startedAtMs,
      progress_ms: 5000,
      item: { name: 'Paper Lanterns', artists: [{ name: 'Mira Holt' }], duration_ms: 32_000 },
      currently_playing_type: 'track',
    });
    expect(response.headers).not.toHaveProperty('etag');
  });

  it.each([
    ['track,episode', '#214 – The Radio on the Shelf'],
    ['track', undefined],
    [undefined, undefined],
  ])('return an episode only if requested (additional_types=%s)', (types, title) => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'item', item: 'episode' });
    const body = JSON.parse(bench.player(token, { additional_types: types }).body);
    expect(body.currently_playing_type).toBe('episode');
    expect(body.item?.name).toBe(title);
  });

  it.each([
    ['ad', 'ad'],
    ['unknown', 'unknown'],
  ])('return %s without an item', (item, type) => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'item', item });
    expect(JSON.parse(bench.player(token).body)).toMatchObject({
      is_playing: true,
      item: null,
      currently_playing_type: type,
    });
  });

  it('carry a local file with its tags in the uri and no id', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'item', item: 'local' });
    expect(JSON.parse(bench.player(token).body).item).toMatchObject({
      id: null,
      is_local: true,
      uri: 'spotify:local:Garage+Choir:Tapes:Rehearsal+tape%2C+side+B:40',
    });
  });

  it('return 204 without a body if nothing plays', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'item', item: 'nothing' });
    expect(bench.player(token)).toMatchObject({ status: 204, body: '' });
  });

  it('add is_playable for a market, and the session flag when it is private', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'private', on: 'true' });
    const body = JSON.parse(bench.player(token, { market: 'DE' }).body);
    expect(body.item.is_playable).toBe(true);
    expect(body.device.is_private_session).toBe(true);
  });
});

describe('the commands', () => {
  const CONTROL = { scope: 'user-read-playback-state user-modify-playback-state' };

  function errorOf({ status, body }: { status: number; body: string }): unknown {
    expect(JSON.parse(body).error.status).toBe(status);
    return [status, JSON.parse(body).error.reason ?? JSON.parse(body).error.message];
  }

  it('play, pause, and skip either way at any position', () => {
    const bench = new Bench();
    const { access_token: token } = bench.signIn('owner', CONTROL);
    const seen = (): unknown => {
      const { is_playing: isPlaying, item, progress_ms: at } = JSON.parse(bench.player(token).body);
      return [isPlaying, item.name, at];
    };
    const [, first] = seen() as [boolean, string];
    bench.nowMs += 5000;
    expect(bench.command(token, 'PUT', 'pause')).toMatchObject({ status: 204, body: '' });
    expect(seen()).toEqual([false, first, 5000]);
    expect(bench.command(token, 'PUT', 'play').status).toBe(204);
    expect(bench.command(token, 'POST', 'next').status).toBe(204);
    const [isPlaying, second] = seen() as [boolean, string];
    expect([isPlaying, second === first]).toEqual([true, false]);
    bench.nowMs += 5000;
    expect(bench.command(token, 'POST', 'previous').status).toBe(204);
    expect(seen()).toEqual([true, first, 0]);
  });

  it('reject with the status, message and reason of the real ones', () => {
    const bench = new Bench();
    expect(errorOf(bench.command(bench.signIn().access_token, 'PUT', 'pause'))).toEqual([
      401,
      'Permissions missing',
    ]);
    const { access_token: token } = bench.signIn('owner', CONTROL);
    expect(bench.command(token, 'GET', 'pause').status).toBe(405);
    expect(errorOf(bench.command(token, 'PUT', 'play'))).toEqual([403, 'UNKNOWN']);
    bench.fakeSpotify.control({ action: 'item', item: 'nothing' });
    expect(errorOf(bench.command(token, 'PUT', 'play'))).toEqual([404, 'NO_ACTIVE_DEVICE']);
    bench.fakeSpotify.control({ action: 'fault', fault: 'no-premium' });
    expect(bench.player(token).status).toBe(204);
    expect(errorOf(bench.command(token, 'PUT', 'play'))).toEqual([403, 'PREMIUM_REQUIRED']);
  });
});

describe('the limits', () => {
  it('reject more calls than the window allows until it moves on', () => {
    const bench = new Bench({ windowCalls: 2 });
    const { access_token: token } = bench.signIn();
    bench.player(token);
    bench.nowMs += 10_000;
    bench.player(token);
    const refused = bench.player(token);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '20']);
    expect(JSON.parse(refused.body).error.message).toBe('API rate limit exceeded');
    bench.nowMs += 20_000;
    expect(bench.player(token).status).toBe(200);
  });

  it('reject for hours beyond the daily quota, and count calls meanwhile', () => {
    const bench = new Bench({ quotaCalls: 3, accessTokenLifetimeS: 200_000 });
    const { access_token: token } = bench.signIn();
    for (let call = 0; call < 3; call++) bench.player(token);
    bench.nowMs += 3600_000;
    const refused = bench.player(token);
    expect(refused.headers['retry-after']).toBe(String(23 * 3600));
    expect(JSON.parse(refused.body).error).toEqual({
      status: 429,
      message: 'Too many requests',
      reason: 'QUOTA_EXCEEDED',
    });
    expect(bench.fakeSpotify.limits.callsDuringBlock).toBe(0);
    bench.nowMs += 23 * 3600_000 - 1;
    expect(bench.player(token)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(bench.fakeSpotify.limits.callsDuringBlock).toBe(1);
    bench.nowMs += 1;
    expect(bench.player(token).status).toBe(200);
  });

  it('do not count a call without a token', () => {
    const bench = new Bench({ quotaCalls: 1 });
    const { access_token: token } = bench.signIn();
    bench.get(PLAYER);
    expect(bench.player(token).status).toBe(200);
  });
});
