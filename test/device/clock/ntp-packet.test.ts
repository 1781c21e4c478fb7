/** A server's time is checked before it is used. */
import { describe, expect, it } from '@jest/globals';
import { ntpRequest, readNtpReply } from '../../../device/clock/ntp-packet.js';
import { PLAUSIBLE_FROM_MS, PLAUSIBLE_TO_MS } from '../../../device/clock/plausible-time.js';
import { NONCE, ntpReply } from './ntp-reply.js';

const AT_MS = Date.UTC(2027, 4, 5, 6, 7, 8, 250);

describe('ntpRequest', () => {
  it('is version 4, client mode, and holds nothing but its nonce', () => {
    const packet = ntpRequest(NONCE);
    expect([...packet]).toEqual([0x23, ...Array<number>(39).fill(0), ...NONCE]);
  });
});

describe('readNtpReply', () => {
  it.each([AT_MS, PLAUSIBLE_FROM_MS, PLAUSIBLE_TO_MS - 1000])('reads %d', (atMs) => {
    const reply = readNtpReply(ntpReply({ atMs }), NONCE);
    expect(reply.kind === 'time' && Math.abs(reply.epochMs - atMs) <= 1).toBe(true);
  });

  it.each([
    ['the last second of the first era', Date.UTC(2036, 1, 7, 6, 28, 15)],
    ['a week into the second', Date.UTC(2036, 1, 14, 6, 28, 16)],
    ['ten years on', Date.UTC(2046, 1, 1)],
  ])('reads %s', (_name, atMs) => {
    expect(readNtpReply(ntpReply({ atMs }), NONCE)).toEqual({ kind: 'time', epochMs: atMs });
  });

  it.each([
    ['no time at all', { seconds: 0 }, 'no time'],
    ['1970', { atMs: 0 }, 'a time out of range'],
    [
      'a second before the program was written',
      { atMs: PLAUSIBLE_FROM_MS - 1000 },
      'a time out of range',
    ],
    ['twenty years on', { atMs: PLAUSIBLE_TO_MS }, 'a time out of range'],
    ['an hour of 1900', { seconds: 3600 }, 'no time'],
    ['a clock that is not set', { leap: 3 }, 'not synchronized'],
    ['stratum 16', { stratum: 16 }, 'not synchronized'],
  ])('refuses %s', (_name, change, why) => {
    expect(readNtpReply(ntpReply({ atMs: AT_MS, ...change }), NONCE)).toEqual({
      kind: 'unusable',
      why,
    });
  });

  it.each(['RATE', 'DENY', 'RSTR'])('hears that it is not wanted: %s', (code) => {
    expect(readNtpReply(ntpReply({ atMs: AT_MS, stratum: 0, code }), NONCE)).toEqual({
      kind: 'refused',
      code,
    });
  });

  it('logs letters only', () => {
    expect(readNtpReply(ntpReply({ stratum: 0, code: '\n\0a1' }), NONCE)).toMatchObject({
      code: '????',
    });
  });

  it.each([
    ['another nonce', ntpReply({ atMs: AT_MS, nonce: new Uint8Array(8) })],
    ['a request', ntpReply({ atMs: AT_MS, mode: 3 })],
    ['a broadcast', ntpReply({ atMs: AT_MS, mode: 5 })],
    ['a packet that is cut', ntpReply({ atMs: AT_MS }).subarray(0, 47)],
    ['an empty packet', new Uint8Array()],
  ])('takes %s for nothing of its own', (_name, packet) => {
    expect(readNtpReply(packet, NONCE)).toEqual({ kind: 'foreign' });
  });
});
