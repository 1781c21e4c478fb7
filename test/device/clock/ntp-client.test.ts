/** One request on one socket; both end whatever comes back. */
import { describe, expect, it } from '@jest/globals';
import { requestNtp } from '../../../device/clock/ntp-client.js';
import type { NtpReply } from '../../../device/clock/ntp-packet.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { NONCE, ntpReply } from './ntp-reply.js';

const AT_MS = Date.UTC(2027, 0, 1);

interface Around {
  readonly ip?: string | undefined;
  readonly canOpen?: boolean;
  readonly canSend?: boolean;
}

function scene({ canOpen = true, canSend = true, ...around }: Around = {}) {
  const { timer, clock, ...time } = virtual();
  const ip = 'ip' in around ? around.ip : '1.2.3.4';
  const replies: (NtpReply | undefined)[] = [];
  const sent: string[] = [];
  let opened = 0;
  let closed = 0;
  let onPacket: (packet: Uint8Array, from: string) => void = () => undefined;
  const cancel = requestNtp(
    {
      clock,
      timer,
      resolve: (_host, onResolved) => timer.set(() => onResolved(ip), 20),
      openUdp: (callback) => {
        if (!canOpen) throw new Error('no socket');
        opened += 1;
        onPacket = callback;
        return {
          send: (packet, to, port) => {
            if (!canSend) throw new Error('no route');
            sent.push(`${to}:${port} ${packet.length}`);
          },
          close: () => (closed += 1),
        };
      },
      randomBytes: () => NONCE,
    },
    'time.test',
    (reply) => replies.push(reply),
  );
  return {
    cancel,
    replies,
    sent,
    receive: (packet: Uint8Array, from = '1.2.3.4') => onPacket(packet, from),
    pass: time.pass,
    open: () => opened - closed,
  };
}

function virtual() {
  const time = new VirtualTime();
  return { timer: time.timer, clock: time.clock, pass: (ms: number) => time.advanceUs(ms * 1000) };
}

describe('requestNtp', () => {
  it('adds half the round trip to the time', () => {
    const { receive, pass, replies, sent, open } = scene();
    pass(20);
    pass(80);
    receive(ntpReply({ atMs: AT_MS }));
    expect([sent, replies, open()]).toEqual([
      ['1.2.3.4:123 48'],
      [{ kind: 'time', epochMs: AT_MS + 40 }],
      0,
    ]);
  });

  it('ignores packets that do not belong to its request', () => {
    const { receive, pass, replies } = scene();
    pass(20);
    receive(ntpReply({ atMs: 0, nonce: new Uint8Array(8) }));
    receive(ntpReply({ atMs: AT_MS }), '6.6.6.6');
    receive(new Uint8Array(3));
    const before = replies.length;
    receive(ntpReply({ stratum: 0, code: 'RATE' }));
    receive(ntpReply({ atMs: AT_MS }));
    expect([before, replies]).toEqual([0, [{ kind: 'refused', code: 'RATE' }]]);
  });

  it.each([
    ['is silent', {}, 5_100],
    ['has no address', { ip: undefined }, 100],
    ['cannot be asked for want of a socket', { canOpen: false }, 100],
    ['cannot be reached', { canSend: false }, 100],
  ])('gives up a server that %s, and closes', (_name, options, ms) => {
    const { pass, replies, open } = scene(options);
    pass(ms);
    expect([replies, open()]).toEqual([[undefined], 0]);
  });

  it.each([0, 20])('never calls back once cancelled after %d ms, even twice', (ms) => {
    const { pass, cancel, receive, replies, open } = scene();
    pass(ms);
    cancel();
    cancel();
    receive(ntpReply({ atMs: AT_MS }));
    pass(20_000);
    expect([replies, open()]).toEqual([[], 0]);
  });
});
