/** The network served by a function keeps every promise of the Http port. */
import { describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '../../../device/shared/ports.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import {
  VirtualNetwork,
  type VirtualResponse,
  type VirtualNetworkOptions,
} from '../../../simulator/ports/virtual-network.js';
import { decodeUtf8 } from '../../../simulator/ports/utf8.js';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'http://spotify.test/v1/me/player',
  headers: {},
  keepHeaders: ['retry-after'],
  timeoutMs: 1_000,
};

function exchange(response: VirtualResponse, options: Partial<VirtualNetworkOptions> = {}) {
  const time = new VirtualTime();
  const network = new VirtualNetwork({ timer: time.timer, answer: () => response, ...options });
  const log: string[] = [];
  const kept: Uint8Array[] = [];
  const note = (text: string): void => void log.push(`${text} @${time.clock.nowUs() / 1000}`);
  const cancel = network.send(REQUEST, {
    onHeaders: (status, headers) => note(`${status} ${JSON.stringify(headers)}`),
    onBody: (chunk) => {
      kept.push(chunk);
      note(decodeUtf8(chunk));
    },
    onDone: () => note('done'),
    onFault: (fault) => note(fault.kind),
  });
  return { time, log, kept, cancel };
}

const OK: VirtualResponse = {
  status: 200,
  headers: { 'retry-after': '1', date: 'x' },
  body: 'abcdé',
};

describe('VirtualNetwork', () => {
  it('delivers requested headers, chunks and the end after its latency', () => {
    const { time, log } = exchange(OK, { latencyMs: 40, chunkBytes: 4 });
    expect(log).toEqual([]);
    time.advanceUs(2_000_000);
    expect(log).toEqual(['200 {"retry-after":"1"} @40', 'abcd @40', 'é @40', 'done @40']);
  });

  it('spaces chunks if told to', () => {
    const { time, log } = exchange(OK, { chunkBytes: 4, chunkIntervalMs: 7 });
    time.advanceUs(2_000_000);
    expect(log.slice(1)).toEqual(['abcd @0', 'é @7', 'done @14']);
  });

  it('overwrites a chunk once it was read', () => {
    const { time, kept } = exchange(OK);
    time.advanceUs(0);
    expect([...(kept[0] ?? [])].every((byte) => byte === 0xee)).toBe(true);
  });

  it('never calls back before send has returned, or after cancel', () => {
    const { time, log, cancel } = exchange(OK, { latencyMs: 10 });
    cancel();
    cancel();
    time.advanceUs(2_000_000);
    expect(log).toEqual([]);
  });

  it('ends at the deadline of the whole exchange if no response comes', () => {
    const { time, log } = exchange({ hang: true });
    time.advanceUs(2_000_000);
    expect(log).toEqual(['timed-out @1000']);
  });

  it('ends at the deadline if the body is too slow', () => {
    const { time, log } = exchange(OK, { chunkBytes: 2, chunkIntervalMs: 600 });
    time.advanceUs(9_000_000);
    expect(log.slice(1)).toEqual(['ab @0', 'cd @600', 'timed-out @1000']);
  });

  it('passes on a fault of the socket', () => {
    const { time, log } = exchange(
      { fault: { kind: 'unresolved', detail: '' } },
      { latencyMs: 20 },
    );
    time.advanceUs(2_000_000);
    expect(log).toEqual(['unresolved @20']);
  });

  it('breaks off after the given number of bytes', () => {
    const { time, log } = exchange({ ...OK, cutOffAfterBytes: 3 }, { chunkBytes: 2 });
    time.advanceUs(2_000_000);
    expect(log.slice(1)).toEqual(['ab @0', 'c @0', 'cut-off @0']);
  });
});
