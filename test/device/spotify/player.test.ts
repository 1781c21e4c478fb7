/** One question to Spotify: how it is asked, and what each kind of answer means. */
import { describe, expect, it } from '@jest/globals';
import type { Result } from '../../../device/shared/faults.js';
import type { HttpRequest } from '../../../device/shared/ports.js';
import { SOCKET_FAULTS } from '../app/fault-cases.js';
import type { Playback } from '../../../device/spotify/playback.js';
import { requestPlayer, playerRequest } from '../../../device/spotify/player.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { VirtualNetwork, type Answer } from '../../../simulator/ports/virtual-network.js';
import { samples } from './samples.js';

function ask(answer: Answer): { results: Result<Playback>[]; request: HttpRequest | undefined } {
  const time = new VirtualTime();
  let request: HttpRequest | undefined;
  const http = new VirtualNetwork({
    timer: time.timer,
    answer: (asked) => {
      request = asked;
      return answer;
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
  it('asks for episodes too, without gzip, with the token in the header alone', () => {
    expect(playerRequest('https://api.test', 'tok')).toMatchObject({
      method: 'GET',
      url: 'https://api.test/v1/me/player?additional_types=track,episode',
      headers: { authorization: 'Bearer tok', 'accept-encoding': 'identity' },
    });
  });
});

describe('askPlayer', () => {
  it.each([204, 404])('takes %i for nothing playing', (status) => {
    const { results } = ask({ status, headers: {}, body: '' });
    expect(results).toEqual([{ ok: true, value: { kind: 'nothing' } }]);
  });

  it.each(
    samples()
      .filter(({ url }) => url.includes('api.spotify.com'))
      .map((s) => [s.name, s] as const),
  )('gives one judgement for %s', (_name, { status, headers, body }) => {
    const { results } = ask({ status, headers, body });
    expect(results).toHaveLength(1);
    expect(results[0]!.ok || results[0]!.fault.kind).toBeTruthy();
  });

  it.each(SOCKET_FAULTS)('says that Spotify cannot be reached: %s', (cause) => {
    expect(ask({ fault: { kind: cause, detail: 'x' } }).results).toEqual([
      { ok: false, fault: { kind: 'unreachable', origin: 'spotify', cause } },
    ]);
  });

  it('gives up after 10 s', () => {
    expect(ask({ hang: true }).results).toMatchObject([{ fault: { cause: 'timed-out' } }]);
  });
});
