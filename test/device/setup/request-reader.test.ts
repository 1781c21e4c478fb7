/** A request is read the same however its bytes are cut, and always within bounds. */
import { describe, expect, it } from '@jest/globals';
import {
  BODY_BYTES_MAX,
  RequestReader,
  type Reading,
} from '../../../device/setup/request-reader.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { count } from '../../support/counts.js';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function read(text: string, cuts: readonly number[] = []): Reading {
  const reader = new RequestReader();
  const all = bytes(text);
  let reading: Reading = { kind: 'incomplete' };
  let start = 0;
  for (const end of [...cuts, all.length]) {
    reading = reader.take(all.subarray(start, end));
    if (reading.kind !== 'incomplete') return reading;
    start = end;
  }
  return reading;
}

const POST =
  'POST / HTTP/1.1\r\nHost: 192.168.4.1:80\r\nContent-Length: 11\r\nX-Other: a: b\r\n\r\nname=Home&x';

describe('RequestReader', () => {
  it('reads a form, wherever the packets are cut', () => {
    const whole = read(POST);
    expect(whole).toMatchObject({
      kind: 'request',
      request: { method: 'POST', path: '/', host: '192.168.4.1', body: bytes('name=Home&x') },
    });
    for (let cut = 0; cut <= POST.length; cut += 1) expect(read(POST, [cut])).toEqual(whole);
    expect(
      read(
        POST,
        Array.from(POST, (_letter, index) => index),
      ),
    ).toEqual(whole);
  });

  it('accepts a query in the path, lines ending in LF, and a full URL as the target', () => {
    expect(read('GET /x?token=1&b HTTP/1.0\nHost: A.Example\n\n')).toMatchObject({
      request: { path: '/x', host: 'a.example' },
    });
    expect(read('GET http://captive.apple.com/hot HTTP/1.1\r\nHost: other\r\n\r\n')).toMatchObject({
      request: { path: '/hot', host: 'captive.apple.com' },
    });
  });

  it('returns the origin of a form, without its port', () => {
    const of = (line: string) => read(`GET / HTTP/1.1\r\n${line}\r\n\r\n`);
    expect(of('Origin: http://192.168.4.1:80')).toMatchObject({
      request: { origin: 'http://192.168.4.1' },
    });
    expect(of('X: y')).toMatchObject({ request: { origin: '' } });
  });

  it.each([
    ['no request line', 'hello\r\n\r\n', 400],
    ['a NUL in the head', 'GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n', 400],
    ['a NUL in the target', 'GET /\0 HTTP/1.1\r\n\r\n', 400],
    ['TLS', '\x16\x03\x01\x02\x00\x01\r\n\r\n', 400],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    [
      'a length after none',
      'POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    ['none after none', 'POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n', 400],
    ['a negative length', 'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n', 400],
    ['a length in hex', 'POST / HTTP/1.1\r\nContent-Length: 0x4\r\n\r\nabcd', 400],
    ['a body too long', 'POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n', 413],
    ['a chunked body', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 411],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    [
      'a body one byte too long',
      `POST / HTTP/1.1\r\nContent-Length: ${BODY_BYTES_MAX + 1}\r\n\r\n`,
      413,
    ],
    ['a head without an end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}`, 431],
    ['headers without an end', `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(9_000)}`, 431],
    ['an endless target', `GET /${'x'.repeat(40_000)}`, 431],
    ['a host as long as no host is', `GET / HTTP/1.1\r\nHost: ${'x'.repeat(600)}\r\n\r\n`, 431],
  ])('refuses %s', (_name, text, status) => {
    expect(read(text)).toEqual({ kind: 'refused', status });
  });

  it('skips unused headers of any length', () => {
    const cookie = `Cookie: a=${'x'.repeat(5_000)}`;
    expect(read(`GET / HTTP/1.1\r\n${cookie}\r\nHost: 192.168.4.1\r\n\r\n`)).toMatchObject({
      request: { path: '/', host: '192.168.4.1' },
    });
    expect(read(POST.replace('X-Other', `${cookie}\r\nX-Other`))).toEqual(read(POST));
  });

  it('reads the start of a long path, and the host', () => {
    const path = `/${'x'.repeat(2_000)}`;
    const { request } = read(`GET ${path} HTTP/1.1\r\nHost: example.com\r\n\r\n`) as {
      request: { path: string; host: string };
    };
    expect([path.startsWith(request.path), request.path.length > 400, request.host]).toEqual([
      true,
      true,
      'example.com',
    ]);
  });

  it('waits for what is missing', () => {
    expect(read(POST.slice(0, -1))).toEqual({ kind: 'incomplete' });
    expect(read('GET / HTTP/1.1\r\nHost: a\r\n\r')).toEqual({ kind: 'incomplete' });
  });

  it('never throws, whatever the bytes', () => {
    const seed = 4_711;
    const random = seededRandom(seed);
    for (let run = 0; run < count(2_000, 100_000); run += 1) {
      const noise = bytes(POST).map((byte) => (random() < 0.05 ? random() * 256 : byte));
      const cut = Math.floor(random() * noise.length);
      const reader = new RequestReader();
      if (reader.take(noise.subarray(0, cut)).kind === 'incomplete')
        reader.take(noise.subarray(cut));
    }
  });
});
