/** HTTP/1.1 as servers and proxies really send it: read correctly, or rejected with a reason. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { count } from '../../support/counts.js';
import { readResponse as read } from '../../support/read-response.js';

const head = (...lines: string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

describe('ResponseReader reads', () => {
  const cases: [name: string, text: string, status: number, body: string][] = [
    ['a body of a known length', head('Content-Length: 5') + 'hello', 200, 'hello'],
    ['no body at all', head('content-length: 0'), 200, ''],
    [
      'chunks',
      head('Transfer-Encoding: chunked') + '5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n',
      200,
      'hello!',
    ],
    [
      'chunks in capitals and with zeros',
      head('transfer-encoding: CHUNKED') + '000A\r\n0123456789\r\n00\r\n\r\n',
      200,
      '0123456789',
    ],
    [
      'extensions of chunks',
      head('transfer-encoding: chunked') + `2 ; a="b;c"\r\nhi\r\n0;${'x'.repeat(900)}\r\n\r\n`,
      200,
      'hi',
    ],
    [
      'trailers',
      head('transfer-encoding: chunked') + '2\r\nhi\r\n0\r\nServer-Timing: a\r\nX: y\r\n\r\n',
      200,
      'hi',
    ],
    [
      'chunks before a length',
      head('content-length: 3', 'transfer-encoding: chunked') + '2\r\nhi\r\n0\r\n\r\n',
      200,
      'hi',
    ],
    [
      'a 204, whatever it announces',
      'HTTP/1.1 204 No Content\r\ncontent-length: 7\r\n\r\n',
      204,
      '',
    ],
    [
      'a 304, whatever it announces',
      'HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n',
      304,
      '',
    ],
    [
      'what follows interim responses',
      `HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${head('content-length: 2')}hi`,
      200,
      'hi',
    ],
    ['a status without a reason', 'HTTP/1.1 404\r\ncontent-length: 0\r\n\r\n', 404, ''],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nhi', 200, 'hi'],
    ['lines that end in a bare LF', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nhi', 200, 'hi'],
    ['the same length twice', head('content-length: 2', 'content-length: 2') + 'hi', 200, 'hi'],
    ['the same length in a list', head('content-length: 2, 2') + 'hi', 200, 'hi'],
    ['a length on a folded line', head('content-length:', ' 2') + 'hi', 200, 'hi'],
    [
      'folded lines that nobody reads',
      head('x-a: b', '\tcontent-length: 9', 'content-length: 2') + 'hi',
      200,
      'hi',
    ],
    [
      'a redirect as the response that it is',
      'HTTP/1.1 302 Found\r\nlocation: http://a/\r\ncontent-length: 2\r\n\r\nhi',
      302,
      'hi',
    ],
    [
      'a header of 8 KB that nobody reads',
      head(`set-cookie: ${'x'.repeat(8192)}`, 'content-length: 2') + 'hi',
      200,
      'hi',
    ],
    ['a name of 8 KB', head(`${'x'.repeat(8192)}: 1`, 'content-length: 2') + 'hi', 200, 'hi'],
    ['no further than a body’s length', head('content-length: 2') + 'hi, there is more', 200, 'hi'],
    [
      'one response where two came',
      head('content-length: 2') + 'hi' + head('content-length: 3') + 'bye',
      200,
      'hi',
    ],
  ];

  it.each(cases)('%s', (_name, text, status, body) => {
    expect(read(text)).toMatchObject({ reading: 'complete', problem: '', status, body });
  });

  it.each(cases)('%s, a byte at a time', (_name, text, status, body) => {
    expect(read(text, { sizes: [1] })).toMatchObject({ reading: 'complete', status, body });
  });

  it.each(cases)('%s, cut in two anywhere', (_name, text, status, body) => {
    for (let at = 1; at < Math.min(text.length, 300); at += 1)
      expect([at, read(text, { sizes: [at, text.length] })]).toMatchObject([
        at,
        { reading: 'complete', status, body },
      ]);
  });

  it('a body without a length to the end of its connection', () => {
    const text = `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello`;
    expect(read(text)).toMatchObject({ reading: 'more', body: 'hello' });
    expect(read(text, { ends: true, sizes: [7] })).toMatchObject({
      reading: 'complete',
      body: 'hello',
    });
  });

  it('the headers that were asked for, a list where they come twice, and no other', () => {
    const text = head(
      'Server: x',
      'RETRY-AFTER :  7 \t',
      'x-long: a',
      'X-Long: b',
      ' c',
      'content-length: 0',
    );
    expect(read(text).headers).toEqual({ 'retry-after': '7', 'x-long': 'a, b c' });
  });

  it('no header of an interim response', () => {
    const text = `HTTP/1.1 103 Early Hints\r\nretry-after: 9\r\n\r\n${head('content-length: 0')}`;
    expect(read(text).headers).toEqual({});
  });
});

describe('ResponseReader finds invalid', () => {
  const cases: [name: string, text: string, problem: string][] = [
    ['something else', 'SSH-2.0-OpenSSH_9.6\r\n', 'not an HTTP/1.1 response'],
    ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n', 'not an HTTP/1.1 response'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'not an HTTP/1.1 response'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'not an HTTP/1.1 response'],
    ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'not an HTTP/1.1 response'],
    ['an empty line', '\r\n', 'not an HTTP/1.1 response'],
    ['a header without a colon', head('nonsense'), 'a header without a colon'],
    ['a header without a name', head(': value'), 'a header without a colon'],
    [
      'a first header that is folded',
      head(' content-length: 2'),
      'a header that starts with a space',
    ],
    ['two lengths', head('content-length: 2', 'content-length: 3'), 'invalid content-length'],
    ['two lengths in a list', head('content-length: 2, 3'), 'invalid content-length'],
    ['a length that is none', head('content-length: 2x'), 'invalid content-length'],
    ['a length below nothing', head('content-length: -2'), 'invalid content-length'],
    ['an empty length', head('content-length:'), 'invalid content-length'],
    [
      'a length in letters that look like digits',
      head('content-length: \xc4\xb0'),
      'invalid content-length',
    ],
    ['a length beyond all bounds', head('content-length: 9999999999'), 'invalid content-length'],
    ['another coding', head('transfer-encoding: gzip, chunked'), 'unknown transfer-encoding'],
    [
      'chunks within chunks',
      head('transfer-encoding: chunked', 'transfer-encoding: chunked'),
      'unknown transfer-encoding',
    ],
    [
      'an upgrade',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n',
      'an upgrade that was not requested',
    ],
    [
      'a size of a chunk that is none',
      head('transfer-encoding: chunked') + 'xyz\r\n',
      'an invalid chunk size',
    ],
    [
      'an empty size of a chunk',
      head('transfer-encoding: chunked') + '\r\n',
      'an invalid chunk size',
    ],
    [
      'a chunk of 4 GB',
      head('transfer-encoding: chunked') + '100000000\r\n',
      'an invalid chunk size',
    ],
    [
      'a chunk longer than its size',
      head('transfer-encoding: chunked') + '2\r\nhim\r\n',
      'a chunk longer than its size',
    ],
    [
      'a header of 8 KB that is asked for',
      head(`x-long: ${'x'.repeat(8192)}`),
      'x-long is too long',
    ],
    [
      'a header that is folded without end',
      head('x-long: a', ...Array.from({ length: 9 }, () => ` ${'x'.repeat(400)}`)),
      'x-long is too long',
    ],
    [
      'headers without end',
      head(...Array.from({ length: 999 }, () => `a: ${'x'.repeat(99)}`)),
      'headers without end',
    ],
    ['a line without end', `HTTP/1.1 200 ${'x'.repeat(40_000)}`, 'headers without end'],
    [
      'interim responses without end',
      'HTTP/1.1 102 Processing\r\nx: y\r\n\r\n'.repeat(2000),
      'headers without end',
    ],
    [
      'trailers without end',
      head('transfer-encoding: chunked') + '0\r\n' + 'a: b\r\n'.repeat(9000),
      'headers without end',
    ],
    [
      'an extension without end',
      head('transfer-encoding: chunked') + `1;${'x'.repeat(40_000)}`,
      'headers without end',
    ],
  ];

  it.each(cases)('%s', (_name, text, problem) => {
    expect(read(text)).toMatchObject({ reading: 'invalid', problem });
    expect(read(text, { sizes: [1] })).toMatchObject({ reading: 'invalid', problem });
  });

  it.each([
    ['in its status line', 'HTTP/1.1 20'],
    ['in its headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['before the empty line', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n'],
    ['after an interim response', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
    ['in its body', head('content-length: 5') + 'hell'],
    ['in a chunk', head('transfer-encoding: chunked') + '5\r\nhell'],
    ['before the last chunk', head('transfer-encoding: chunked') + '5\r\nhello\r\n'],
    ['in its trailers', head('transfer-encoding: chunked') + '0\r\nX: y\r\n'],
  ])('a response that ends %s', (_name, text) => {
    expect(read(text, { ends: true })).toMatchObject({
      reading: 'invalid',
      problem: 'the response ended early',
    });
  });
});

describe('ResponseReader', () => {
  it('reads any bytes alike, however they are cut', () => {
    const lines = fc.constantFrom(
      ...[
        'HTTP/1.1 200 OK',
        'HTTP/1.1 103 Hints',
        'HTTP/1.1 204 No',
        'content-length: 3',
        'abc',
        '',
      ],
      ...[
        'transfer-encoding: chunked',
        '3',
        'a;b',
        '0',
        ' fold',
        'retry-after: 5',
        'x-long: y',
        ':',
        '\0',
      ],
    );
    const text = fc.oneof(
      fc.array(lines, { maxLength: 14 }).map((all) => `HTTP/1.1 200 OK\r\n${all.join('\r\n')}\r\n`),
      fc.string({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (bytes, sizes) => {
          const { body, ...whole } = read(bytes, { ends: true });
          const { body: pieces, ...cut } = read(bytes, { ends: true, sizes });
          expect(cut).toEqual(whole);
          // What came before a fault was found depends on the cut; a body that counts does not.
          if (whole.reading === 'complete') expect(pieces).toBe(body);
        },
      ),
      { numRuns: count(1000, 100_000) },
    );
  });
});
