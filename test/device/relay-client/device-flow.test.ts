/** RFC 8628 from the device's side: what it sends, and what each response of the relay means. */
import { describe, expect, it } from '@jest/globals';
import type { FieldReader } from '../../../device/http/fields.js';
import type { HttpOutcome } from '../../../device/http/exchange.js';
import * as flow from '../../../device/relay-client/device-flow.js';
import { encodeUtf8 } from '../../../simulator/ports/utf8.js';

function answered(status: number, text = '', retryAfterS?: number): HttpOutcome {
  return { kind: 'responded', status, retryAfterS, text };
}

function filled(reader: FieldReader, body: unknown): FieldReader {
  reader.push(encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body)));
  return reader;
}

const CODE = {
  device_code: 'dc',
  user_code: 'BCDF-GHJK',
  verification_uri: 'https://r.test/link',
  expires_in: 900,
  interval: 5,
};
const LOST: HttpOutcome = { kind: 'failed', fault: { kind: 'timed-out', detail: '' } };

describe('codeRequest', () => {
  it('names the client and the device, form-encoded', () => {
    expect(flow.codeRequest('https://r.test', 'Küche & co')).toMatchObject({
      method: 'POST',
      url: 'https://r.test/device_authorization',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'client_id=sixteen-by-two&device_name=K%C3%BCche%20%26%20co',
    });
  });
});

describe('readCode', () => {
  const judge = (body: unknown, response = answered(200)) =>
    flow.readCode(response, filled(flow.codeReader(), body));

  it('reads a code', () => {
    expect(judge(CODE)).toEqual({
      ok: true,
      value: {
        deviceCode: 'dc',
        userCode: 'BCDF-GHJK',
        verificationUri: 'https://r.test/link',
        expiresInS: 900,
        intervalS: 5,
      },
    });
  });

  it.each([
    [undefined, 5],
    [null, 5],
    [0, 1],
    [-3, 1],
    [1, 1],
    // Once at least before the code is over.
    [3600, 450],
    [1e300, 450],
  ])('takes an interval of %p as %i s', (interval, intervalS) => {
    expect(judge({ ...CODE, interval })).toMatchObject({ ok: true, value: { intervalS } });
  });

  it.each([
    ['device_code', { ...CODE, device_code: '' }],
    ['user_code', { ...CODE, user_code: null }],
    ['verification_uri', { ...CODE, verification_uri: undefined }],
    ['expires_in', { ...CODE, expires_in: 0 }],
    ['expires_in', { ...CODE, expires_in: 'soon' }],
    ['body', '<html>'],
  ])('names %s where it is missing or wrong', (path, body) => {
    expect(judge(body)).toEqual({ ok: false, fault: { kind: 'malformed', origin: 'relay', path } });
  });

  it('passes faults on', () => {
    expect(judge('', LOST)).toMatchObject({ fault: { kind: 'unreachable', cause: 'timed-out' } });
    expect(judge('', answered(503))).toMatchObject({ fault: { kind: 'unavailable' } });
  });
});

describe('readPoll', () => {
  const judge = (response: HttpOutcome, body: unknown = '') =>
    flow.readPoll(response, filled(flow.linkReader(), body));

  it.each([
    ['authorization_pending', { kind: 'pending' }],
    ['slow_down', { kind: 'slow-down' }],
    ['expired_token', { kind: 'over', why: 'expired' }],
    ['access_denied', { kind: 'over', why: 'denied' }],
    ['invalid_grant', { kind: 'over', why: 'expired' }],
  ])('takes %s for a step', (error, value) => {
    expect(judge(answered(400, JSON.stringify({ error })))).toEqual({ ok: true, value });
  });

  it('reads a link', () => {
    const body = { access_token: 'dev', token_type: 'Bearer', uid: 'me' };
    expect(judge(answered(200), body)).toEqual({
      ok: true,
      value: { kind: 'linked', link: { uid: 'me', deviceToken: 'dev' } },
    });
  });

  it.each([
    ['access_token', { uid: 'me' }],
    ['uid', { access_token: 'dev' }],
    ['body', '{'],
  ])('names %s where it is missing', (path, body) => {
    expect(judge(answered(200), body)).toMatchObject({ fault: { kind: 'malformed', path } });
  });

  it('passes faults on', () => {
    expect(judge(answered(400, '{"error":"invalid_request"}'))).toMatchObject({
      fault: { kind: 'refused', status: 400 },
    });
    expect(judge(LOST)).toMatchObject({ fault: { kind: 'unreachable' } });
    expect(judge(answered(429, '', 9))).toMatchObject({ fault: { retryAfterS: 9 } });
  });
});
