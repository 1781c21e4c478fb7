/** Every known failure of Spotify and of the relay has its fault, its class and its wait. */
import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../device/shared/faults.js';
import {
  FAULT_CLASS,
  assertNever,
  relayFault,
  spotifyFault,
} from '../../../device/shared/faults.js';
import { exchange } from '../../../device/http/exchange.js';
import {
  readRefresh,
  refreshRequest,
  tokenReader,
} from '../../../device/relay-client/access-token.js';
import { retryDelayMs } from '../../../device/machine/retry.js';
import { requestPlayer } from '../../../device/spotify/player.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { VirtualNetwork } from '../../../simulator/ports/virtual-network.js';
import type { Came, FaultCase } from '../app/fault-cases.js';
import { FAULT_CASES, HARMLESS_CASES } from '../app/fault-cases.js';
import { samples } from '../spotify/samples.js';

const MIDDLE = (): number => 0.5;
const LINK = { uid: 'somebody', deviceToken: 'device-token' };

function networkOf(came: Came, time: VirtualTime): VirtualNetwork {
  const response =
    'socket' in came
      ? { fault: { kind: came.socket, detail: 'of a test' } }
      : {
          status: came.status,
          headers: came.retryAfter === undefined ? {} : { 'retry-after': came.retryAfter },
          body: came.text,
        };
  return new VirtualNetwork({ timer: time.timer, answer: () => response, chunkBytes: 7 });
}

/** What the device makes of it: of Spotify's responses its player, of the relay's its refresh. */
function judgementOf({ origin, came }: Pick<FaultCase, 'origin' | 'came'>): unknown {
  const time = new VirtualTime();
  const ports = { http: networkOf(came, time), clock: time.clock };
  const judgements: unknown[] = [];
  if (origin === 'spotify')
    requestPlayer(ports, 'https://api.test', 'token', (result) => void judgements.push(result));
  else {
    const fields = tokenReader();
    const request = refreshRequest('https://relay.test', LINK, undefined);
    exchange(ports, request, fields, (response) => {
      judgements.push(readRefresh(response, fields, 0));
    });
  }
  time.advanceUs(60e6);
  expect(judgements).toHaveLength(1);
  return judgements[0];
}

const named = FAULT_CASES.map((one) => [`${one.origin}: ${one.name}`, one] as const);

describe('a failed response', () => {
  it.each(named)('becomes its fault: %s', (_name, one) => {
    expect(judgementOf(one)).toEqual({ ok: false, fault: one.fault });
  });

  it.each(named)('has its delay: %s', (_name, { fault, wait }) => {
    expect([retryDelayMs(fault, 1, MIDDLE), retryDelayMs(fault, 10, MIDDLE)]).toEqual(wait);
  });

  it.each(HARMLESS_CASES.map((one) => [one.name, one] as const))(
    'is not a fault: %s',
    (_name, { came, kind }) => {
      expect(judgementOf({ origin: 'spotify', came })).toMatchObject({ ok: true, value: { kind } });
    },
  );

  it('has a case for every status that a sample of Spotify fails with', () => {
    const cases = [...FAULT_CASES, ...HARMLESS_CASES];
    const statuses = new Set(cases.map(({ came }) => ('status' in came ? came.status : 0)));
    const failed = samples().filter(({ url }) => url.includes('api.spotify.com'));
    expect(failed.filter(({ status }) => !statuses.has(status))).toEqual([]);
  });

  it('has a case for every kind of fault', () => {
    const kinds = new Set(FAULT_CASES.map(({ fault }) => fault.kind));
    expect([...kinds].sort()).toEqual(Object.keys(FAULT_CLASS).sort());
  });
});

describe('an unknown status', () => {
  it.each(Array.from({ length: 700 }, (_, status) => status).filter((n) => n % 7 === 0))(
    'has a fault from either server: %i',
    (status) => {
      const response = { status, retryAfterS: undefined, text: '' };
      const faults: Fault[] = [spotifyFault(response), relayFault(response)];
      for (const fault of faults) expect(FAULT_CLASS[fault.kind]).toBeDefined();
    },
  );
});

describe('assertNever', () => {
  it('throws on a value outside its type', () => {
    expect(() => assertNever({ kind: 'new' } as never)).toThrow('not a known case: {"kind":"new"}');
  });
});
