import { describe, expect, it } from '@jest/globals';
import { NAMED_FAULTS } from '../../../simulator/spotify/faults.js';
import { Bench } from './fake-spotify-bench.js';

describe('FakeSpotify.control', () => {
  it.each([
    [{}, 'no action (none given)'],
    [{ action: 'dance' }, 'no action dance'],
    [{ action: 'item', item: 'polka' }, 'no item polka'],
    [{ action: 'fault', fault: 'flood' }, 'no fault flood'],
    [{ action: 'seek', position_ms: 'x' }, 'position_ms must be a whole number from 0 to 86400000'],
    [{ action: 'token-lifetime', seconds: '-1' }, 'seconds must be a whole number from 0 to 86400'],
    [
      { action: 'refresh-mode', mode: 'x' },
      'mode must be one of keep, rotate, rotate-with-grace, empty-string',
    ],
    [{ action: 'layout', layout: 'x' }, 'layout must be one of spotify, indented, minified'],
    [{ action: 'answer', status: '1000' }, 'status must be a whole number from 0 to 599'],
  ])('reports the error in %j', (fields: Record<string, string>, problem) => {
    expect(new Bench().fakeSpotify.control(fields)).toEqual({ ok: false, problem });
  });

  it.each([
    [{ action: 'quota', calls: 'off' }, undefined],
    [{ action: 'quota', calls: '20' }, 20],
    [{ action: 'quota' }, 600],
  ])('sets the daily quota by %j', (fields: Record<string, string>, calls) => {
    const { fakeSpotify } = new Bench({ quotaCalls: 5 });
    expect(fakeSpotify.control(fields)).toEqual({ ok: true });
    expect(fakeSpotify.limits.quotaCalls).toBe(calls);
  });

  it('sets the lifetime of later tokens', () => {
    const { fakeSpotify } = new Bench();
    fakeSpotify.control({ action: 'token-lifetime', seconds: '60' });
    expect(fakeSpotify.grants.accessTokenLifetimeS).toBe(60);
  });
});

describe('the faults', () => {
  it.each(Object.keys(NAMED_FAULTS))(
    '%s affects the given number of requests, then ends',
    (fault) => {
      const bench = new Bench();
      bench.fakeSpotify.control({ action: 'fault', fault, times: '2' });
      const { method, path } = {
        api: { method: 'GET', path: '/v1/me/player' },
        command: { method: 'POST', path: '/v1/me/player/next' },
        accounts: { method: 'POST', path: '/api/token' },
      }[NAMED_FAULTS[fault]!.target];
      const ask = () =>
        bench.fakeSpotify.handle({ method, path, query: {}, headers: {}, body: '' });
      const spoilt = NAMED_FAULTS[fault]!.answer;
      expect([ask(), ask()]).toEqual([spoilt, spoilt]);
      expect(ask()).not.toEqual(spoilt);
      expect(bench.fakeSpotify.state().faultsLeft).toBe(0);
    },
  );

  it('return any status, body and Retry-After that is set', () => {
    const bench = new Bench();
    bench.fakeSpotify.control({ action: 'answer', status: '503', retry_after: '7', body: 'gone' });
    expect(bench.get('/v1/me/player')).toEqual({
      status: 503,
      headers: { 'retry-after': '7' },
      body: 'gone',
    });
  });

  it('end when they are cleared', () => {
    const bench = new Bench();
    bench.fakeSpotify.control({ action: 'fault', fault: 'silent', times: '9' });
    bench.fakeSpotify.control({ action: 'clear-faults' });
    expect(bench.get('/v1/me/player').status).toBe(401);
  });
});
