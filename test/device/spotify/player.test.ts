/** One poll of Spotify: its request, and what each kind of response means. */
import { describe, expect, it } from '@jest/globals';
import type { Result } from '../../../device/shared/faults.js';
import type { HttpRequest } from '../../../device/shared/ports.js';
import { SOCKET_FAULTS } from '../app/fault-cases.js';
import type { Playback } from '../../../device/spotify/playback.js';
import { requestPlayer, playerRequest } from '../../../device/spotify/player.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { VirtualNetwork, type VirtualResponse } from '../../../simulator/ports/virtual-network.js';
import { samples } from './samples.js';

function poll(response: VirtualResponse): {
  results: Result<Playback>[];
  request: HttpRequest | undefined;
} {
  const time = new VirtualTime();
  let request: HttpRequest | undefined;
  const http = new VirtualNetwork({
    timer: time.timer,
    answer: (sent) => {
      request = sent;
      return response;
    },
  });
  const results: Result<Playback>[] = [];
  requestPlayer(
    { http, clock: time.clock },
    'https://api.test',
    'tok',
    (result) => void results.push(result),
  );
  time.advanceUs(60e6);
  return { results, request };
}

describe('playerRequest', () => {
  it('requests episodes too, without gzip, with the token only in the header', () => {
    expect(playerRequest('https://api.test', 'tok')).toMatchObject({
      method: 'GET',
      url: 'https://api.test/v1/me/player?additional_types=track,episode',
      headers: { authorization: 'Bearer tok', 'accept-encoding': 'identity' },
    });
  });
});

describe('requestPlayer', () => {
  it.each([204, 404])('treats %i as nothing playing', (status) => {
    const { results } = poll({ status, headers: {}, body: '' });
    expect(results).toEqual([{ ok: true, value: { kind: 'nothing' } }]);
  });

  it.each(
    samples()
      .filter(({ url }) => url.includes('api.spotify.com'))
      .map((s) => [s.name, s] as const),
  )('gives one judgement for %s', (_name, { status, headers, body }) => {
    const { results } = poll({ status, headers, body });
    expect(results).toHaveLength(1);
    expect(results[0]!.ok || results[0]!.fault.kind).toBeTruthy();
  });

  it.each(SOCKET_FAULTS)('reports that Spotify cannot be reached: %s', (cause) => {
    expect(poll({ fault: { kind: cause, detail: 'x' } }).results).toEqual([
      { ok: false, fault: { kind: 'unreachable', origin: 'spotify', cause } },
    ]);
  });

  it('gives up after 10 s', () => {
    expect(poll({ hang: true }).results).toMatchObject([{ fault: { cause: 'timed-out' } }]);
  });
});
