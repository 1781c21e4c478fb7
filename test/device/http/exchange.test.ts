/** One request gives one result: the body of a success streams to its reader, any other is cut short. */
import { describe, expect, it } from '@jest/globals';
import { exchange, type HttpOutcome } from '../../../device/http/exchange.js';
import type { HttpRequest } from '../../../device/shared/ports.js';
import { decodeUtf8 } from '../../../simulator/ports/utf8.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import {
  VirtualNetwork,
  type VirtualResponse as Served,
} from '../../../simulator/ports/virtual-network.js';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'http://spotify.test/',
  headers: {},
  keepHeaders: ['retry-after'],
  timeoutMs: 1000,
};

function ask(
  response: Served,
  { cancelAtOnce = false, epochMs }: { cancelAtOnce?: boolean; epochMs?: number } = {},
): { responses: HttpOutcome[]; read: string } {
  const time = new VirtualTime();
  if (epochMs !== undefined) time.setEpochMs(epochMs);
  const http = new VirtualNetwork({ timer: time.timer, answer: () => response, chunkBytes: 300 });
  const responses: HttpOutcome[] = [];
  let read = '';
  const reader = { push: (chunk: Uint8Array) => void (read += decodeUtf8(chunk)) };
  const cancel = exchange(
    { http, clock: time.clock },
    REQUEST,
    reader,
    (given) => void responses.push(given),
  );
  if (cancelAtOnce) cancel();
  time.advanceUs(5e6);
  return { responses: responses, read };
}

const served = (status: number, body: string, retryAfter?: string): Served => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body,
});

describe('exchange', () => {
  it('streams the body of a 200 to its reader and keeps none of it', () => {
    const { responses: responses, read } = ask(served(200, 'x'.repeat(1000)));
    expect(read).toHaveLength(1000);
    expect(responses).toEqual([
      { kind: 'responded', status: 200, retryAfterS: undefined, text: '' },
    ]);
  });

  it('keeps the first 1,024 bytes of any other body', () => {
    const { responses: responses, read } = ask(served(503, 'y'.repeat(5000)));
    expect(read).toBe('');
    expect(responses).toMatchObject([{ status: 503, text: 'y'.repeat(1024) }]);
  });

  it.each([
    ['3', 3],
    [' 48925 ', 48925],
    ['0', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['9'.repeat(10), 48 * 3600],
    ['999999999', 48 * 3600],
    ['', undefined],
  ])('reads Retry-After %j as %p', (header, retryAfterS) => {
    expect(ask(served(429, '', header)).responses).toMatchObject([{ retryAfterS }]);
  });

  it.each([
    ['Wed, 21 Oct 2026 07:28:00 GMT', 60],
    ['Wed, 21 Oct 2026 07:26:00 GMT', 0],
    ['Sat, 31 Oct 2026 07:28:00 GMT', 48 * 3600],
    ['tomorrow', undefined],
  ])('reads the date %j by a clock that is set as %p s', (header, retryAfterS) => {
    const epochMs = Date.UTC(2026, 9, 21, 7, 27);
    const [response] = ask(served(429, '', header), { epochMs }).responses;
    expect(response).toMatchObject({ retryAfterS });
  });

  it('passes on a fault of the socket, even after half a body', () => {
    expect(ask({ fault: { kind: 'unresolved', detail: '' } }).responses).toMatchObject([
      { kind: 'failed', fault: { kind: 'unresolved' } },
    ]);
    expect(
      ask({ status: 200, headers: {}, body: 'x'.repeat(900), cutOffAfterBytes: 700 }).responses,
    ).toMatchObject([{ kind: 'failed', fault: { kind: 'cut-off' } }]);
  });

  it('never calls back once cancelled', () => {
    expect(ask(served(200, 'x'), { cancelAtOnce: true })).toEqual({ responses: [], read: '' });
  });
});
