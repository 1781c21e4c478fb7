/** A token from the relay: its request, its expiry, and every fault. */
import { describe, expect, it } from '@jest/globals';
import type { HttpOutcome } from '../../../device/http/exchange.js';
import {
  readRefresh,
  refreshRequest,
  tokenReader,
} from '../../../device/relay-client/access-token.js';
import { encodeUtf8 } from '../../../simulator/ports/utf8.js';

const LINK = { uid: 'a b', deviceToken: 'dev' };
const OK: HttpOutcome = { kind: 'responded', status: 200, retryAfterS: undefined, text: '' };

function judge(body: unknown, response: HttpOutcome = OK, nowMs = 1000) {
  const fields = tokenReader();
  fields.push(encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body)));
  return readRefresh(response, fields, nowMs);
}

describe('refreshRequest', () => {
  it('authenticates by the header and names the account', () => {
    expect(refreshRequest('https://r.test', LINK, undefined)).toMatchObject({
      url: 'https://r.test/refresh',
      headers: { authorization: 'Bearer dev' },
      body: 'uid=a%20b',
    });
  });

  it('names the token that Spotify rejected', () => {
    expect(refreshRequest('https://r.test', LINK, 'A/b').body).toBe(
      'uid=a%20b&rejected_token=A%2Fb',
    );
  });
});

describe('readRefresh', () => {
  it.each([
    ['a minute before the end of an hour', 3600, 3_540_000],
    ['an eighth before the end of a short life', 80, 70_000],
  ])('renews %s', (_name, expires_in, afterMs) => {
    expect(judge({ access_token: 't', expires_in })).toEqual({
      ok: true,
      value: {
        token: { value: 't', endsAtMs: 1000 + expires_in * 1000, renewAtMs: 1000 + afterMs },
        settings: undefined,
      },
    });
  });

  it.each(['x', [1], 7, false])('is a good token beside settings of %j', (settings) => {
    const body = { access_token: 't', expires_in: 9, settings };
    expect(judge(body)).toMatchObject({ ok: true, value: { settings: 'no object' } });
    const without = { access_token: 't', expires_in: 9, settings: null };
    expect(judge(without)).toMatchObject({ ok: true, value: { settings: undefined } });
  });

  it('passes the account’s settings on unchecked', () => {
    const body = { access_token: 't', expires_in: 9, settings: { layout: 7, other: [1] } };
    expect(judge(body)).toMatchObject({ ok: true, value: { settings: { layout: 7 } } });
  });

  it('accepts a token of 1,500 characters', () => {
    const value = 'x'.repeat(1500);
    expect(judge({ access_token: value, expires_in: 9 })).toMatchObject({
      value: { token: { value } },
    });
  });

  it.each([
    ['access_token', { expires_in: 9 }],
    ['access_token', { access_token: '', expires_in: 9 }],
    ['access_token', { access_token: 5, expires_in: 9 }],
    ['expires_in', { access_token: 't' }],
    ['expires_in', { access_token: 't', expires_in: 0 }],
    ['expires_in', { access_token: 't', expires_in: '3600' }],
    ['body', ''],
    ['body', '<html></html>'],
  ])('names %s where it is missing or wrong: %j', (path, body) => {
    expect(judge(body)).toEqual({ ok: false, fault: { kind: 'malformed', origin: 'relay', path } });
  });

  it.each([
    [401, '{"error":"invalid_token"}', 'device-unknown'],
    [401, 'a proxy wants a password', 'malformed'],
    [409, '{"error":"relink_required"}', 'relink-required'],
    [503, '', 'unavailable'],
  ])('reads %i %s as %s', (status, text, kind) => {
    const response: HttpOutcome = { kind: 'responded', status, retryAfterS: undefined, text };
    expect(judge('', response)).toMatchObject({ ok: false, fault: { kind } });
  });

  it('reports that the relay cannot be reached', () => {
    const lost: HttpOutcome = { kind: 'failed', fault: { kind: 'unreachable', detail: '' } };
    expect(judge('', lost)).toMatchObject({
      fault: { kind: 'unreachable', origin: 'relay', cause: 'unreachable' },
    });
  });
});
