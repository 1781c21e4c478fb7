/** Every status and text that Spotify or the relay is known to fail with has its kind and its class. */
import { describe, expect, it } from '@jest/globals';
import { FAULT_CLASS, assertNever, relayFault, spotifyFault } from '../../device/faults.js';
import { samples } from './spotify/samples.js';

const byFile = new Map(samples().map((sample) => [sample.file, sample]));
const origin = 'spotify';

/** The sample's file, the fault. */
const SPOTIFY = [
  ['api-400-only-bearer.json', { kind: 'token-rejected' }],
  ['api-400-invalid-id.json', { kind: 'refused', origin, status: 400 }],
  ['api-401-expired.json', { kind: 'token-rejected' }],
  ['api-401-invalid.json', { kind: 'token-rejected' }],
  ['api-401-no-token.json', { kind: 'token-rejected' }],
  ['api-403-insufficient-scope.json', { kind: 'not-allowed', reason: 'scope' }],
  ['api-403-forbidden.json', { kind: 'not-allowed', reason: 'other' }],
  ['api-403-premium-owner.txt', { kind: 'not-allowed', reason: 'no-premium' }],
  ['api-403-not-registered.txt', { kind: 'not-allowed', reason: 'not-registered' }],
  ['api-403-not-approved.txt', { kind: 'not-allowed', reason: 'not-registered' }],
  ['api-403-empty.txt', { kind: 'not-allowed', reason: 'other' }],
  ['api-429-text.txt', { kind: 'rate-limited', origin, quota: false, retryAfterS: 19_056 }],
  ['api-429-rate.json', { kind: 'rate-limited', origin, quota: false, retryAfterS: 3 }],
  ['api-429-quota.json', { kind: 'rate-limited', origin, quota: true, retryAfterS: 48_925 }],
  ['api-429-no-retry-after.json', { kind: 'rate-limited', origin, quota: false }],
  ['api-500.json', { kind: 'unavailable', origin, status: 500 }],
  ['api-502.json', { kind: 'unavailable', origin, status: 502 }],
  ['api-502.html', { kind: 'unavailable', origin, status: 502 }],
  ['api-503-empty.txt', { kind: 'unavailable', origin, status: 503 }],
  ['api-503.json', { kind: 'unavailable', origin, status: 503 }],
  ['api-504.json', { kind: 'unavailable', origin, status: 504 }],
] as const;

describe('spotifyFault', () => {
  it.each(SPOTIFY)('knows %s', (file, fault) => {
    const { status, headers, body } = byFile.get(file)!;
    const retryAfter = headers['retry-after'];
    const answer = {
      status,
      retryAfterS: retryAfter === undefined ? undefined : Number(retryAfter),
      text: new TextDecoder().decode(body),
    };
    expect(spotifyFault(answer)).toEqual(fault);
  });

  it('has a row above for every failed sample but the 404s, which mean nothing playing', () => {
    const known = SPOTIFY.map(([file]) => file as string);
    const failed = [...byFile.values()].filter(
      ({ url, status }) => url.includes('api.spotify.com') && status >= 400 && status !== 404,
    );
    expect(failed.map(({ file }) => file).filter((file) => !known.includes(file))).toEqual([]);
  });

  it.each([202, 500, 503, 599])('waits after %i', (status) => {
    const fault = spotifyFault({ status, retryAfterS: 7, text: '' });
    expect(fault).toEqual({ kind: 'unavailable', origin, status, retryAfterS: 7 });
  });

  it.each([301, 302, 304, 405, 418])(
    'takes %i for a request that it should not have sent',
    (status) => {
      const fault = spotifyFault({ status, retryAfterS: undefined, text: '' });
      expect(FAULT_CLASS[fault.kind]).toBe('fatal-bug');
    },
  );
});

describe('relayFault', () => {
  it.each([
    [401, '{"error":"invalid_token"}', { kind: 'device-unknown' }],
    [409, '{"error":"relink_required"}', { kind: 'relink-required' }],
    [429, '{"error":"slow_down"}', { kind: 'rate-limited', origin: 'relay', quota: false }],
    [500, '', { kind: 'unavailable', origin: 'relay', status: 500 }],
    [503, '{"error":"unavailable"}', { kind: 'unavailable', origin: 'relay', status: 503 }],
    // The relay is well and says who is not.
    [
      503,
      '{"error":"x","origin":"spotify"}',
      { kind: 'unavailable', origin: 'spotify', status: 503 },
    ],
    [
      409,
      '{"error":"relink_required","reason":"app_rejected"}',
      { kind: 'not-allowed', reason: 'app-rejected' },
    ],
    [502, '<html>', { kind: 'unavailable', origin: 'relay', status: 502 }],
    [400, '{"error":"invalid_request"}', { kind: 'refused', origin: 'relay', status: 400 }],
    [404, 'Not Found', { kind: 'malformed', origin: 'relay', path: 'body' }],
    [302, '', { kind: 'malformed', origin: 'relay', path: 'body' }],
    [204, '', { kind: 'malformed', origin: 'relay', path: 'body' }],
  ])('reads %i %s', (status, text, fault) => {
    expect(relayFault({ status, retryAfterS: undefined, text })).toEqual(fault);
  });

  it('keeps the time that the relay asks for', () => {
    for (const status of [429, 503])
      expect(relayFault({ status, retryAfterS: 12, text: '' })).toMatchObject({ retryAfterS: 12 });
  });
});

describe('assertNever', () => {
  it('throws where the types lied', () => {
    expect(() => assertNever({ kind: 'new' } as never)).toThrow('not a known case: {"kind":"new"}');
  });
});
