/** The relay's date, and how a certificate's dates can make the device set its clock again. */
import { describe, expect, it } from '@jest/globals';
import { CertificateWatch } from '../../../device/clock/certificate-watch.js';
import { relayDate } from '../../../device/clock/relay-date.js';
import type { HttpRequest, SocketFaultKind } from '../../../device/shared/ports.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { VirtualNetwork, type VirtualResponse } from '../../../simulator/ports/virtual-network.js';

function scene(response: VirtualResponse) {
  const time = new VirtualTime();
  const requests: HttpRequest[] = [];
  const http = new VirtualNetwork({
    timer: time.timer,
    answer: (request) => {
      requests.push(request);
      return response;
    },
  });
  return { http, requests, settle: () => time.advanceUs(20e6) };
}

describe('relayDate', () => {
  it.each([
    ['Fri, 01 Jan 2027 00:00:00 GMT', Date.UTC(2027, 0, 1)],
    ['yesterday', undefined],
  ])('reads the date of any response: %s', (date, epochMs) => {
    const { http, requests, settle } = scene({ status: 503, headers: { date }, body: 'busy' });
    const dates: (number | undefined)[] = [];
    relayDate(http, 'http://192.168.1.7:8000')?.((told) => dates.push(told));
    settle();
    expect([dates, requests[0]?.url]).toEqual([[epochMs], 'http://192.168.1.7:8000/healthz']);
  });

  it('returns nothing if the relay cannot be reached', () => {
    const { http, settle } = scene({ fault: { kind: 'unreachable', detail: '' } });
    const dates: (number | undefined)[] = [];
    relayDate(http, 'http://relay.local')?.((told) => dates.push(told));
    settle();
    expect(dates).toEqual([undefined]);
  });

  it('is not used over TLS, which itself needs the time', () => {
    const { http } = scene({ status: 200, headers: {}, body: '' });
    expect(relayDate(http, 'https://relay.example.org')).toBeUndefined();
  });
});

describe('CertificateWatch', () => {
  it.each<[SocketFaultKind, number]>([
    ['expired', 1],
    ['clock-wrong', 1],
    ['untrusted', 0],
    ['unreachable', 0],
  ])('hands on that a request failed (%s), with %d doubts', (kind, count) => {
    const { http, settle } = scene({ fault: { kind, detail: 'x' } });
    let doubts = 0;
    const told: string[] = [];
    new CertificateWatch(http, () => (doubts += 1)).send(
      { method: 'GET', url: 'https://a.test/', headers: {}, keepHeaders: [], timeoutMs: 1000 },
      {
        onHeaders: () => told.push('headers'),
        onBody: () => told.push('body'),
        onDone: () => told.push('done'),
        onFault: (fault) => told.push(fault.kind),
      },
    );
    settle();
    expect([doubts, told]).toEqual([count, [kind]]);
  });
});
