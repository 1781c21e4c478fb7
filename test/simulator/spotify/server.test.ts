import { afterEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { FakeOutcome, FakeRequest } from '../../../simulator/spotify/http-message.js';
import { listenFakeSpotify, type FakeSpotifyServer } from '../../../simulator/spotify/server.js';
import { Bench } from './fake-spotify-bench.js';

let server: FakeSpotifyServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** node:http, since fetch would ask for gzip and hide it. */
function ask(
  path: string,
  headers: Record<string, string> = {},
): Promise<[IncomingMessage, string]> {
  return new Promise((resolve, reject) => {
    httpRequest(`${server!.url}${path}`, { headers }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve([response, body]));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

describe('the fake Spotify over HTTP', () => {
  it('links and plays', async () => {
    const bench = new Bench();
    server = await listenFakeSpotify({ fakeSpotify: bench.fakeSpotify });
    const { access_token: token } = bench.signIn();
    const [response, body] = await ask('/v1/me/player?additional_types=track%2Cepisode', {
      authorization: `Bearer ${token}`,
    });
    expect(response.statusCode).toBe(200);
    expect(Number(response.headers['content-length'])).toBe(body.length);
    expect(JSON.parse(body).item.name).toBe('Paper Lanterns');
  });

  it('compresses only on request', async () => {
    server = await listenFakeSpotify({ fakeSpotify: new Bench().fakeSpotify });
    const [plain] = await ask('/v1/me/player');
    const [packed] = await ask('/v1/me/player', { 'accept-encoding': 'gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
  });

  it('rejects a body that is not a form of its flows', async () => {
    server = await listenFakeSpotify({ fakeSpotify: new Bench().fakeSpotify });
    const response = await fetch(`${server.url}/api/token`, {
      method: 'POST',
      body: 'x'.repeat(70_000),
    });
    expect(response.status).toBe(413);
  });

  it('resets the connection on command', async () => {
    const bench = new Bench();
    server = await listenFakeSpotify({ fakeSpotify: bench.fakeSpotify });
    bench.fakeSpotify.control({ action: 'fault', fault: 'reset' });
    await expect(ask('/v1/me/player')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('ends at once, even with a pending request', async () => {
    const bench = new Bench();
    const asked = new Promise<void>((resolve) => {
      bench.fakeSpotify.control({ action: 'fault', fault: 'silent' });
      const handle = (request: FakeRequest): FakeOutcome => {
        resolve();
        return bench.fakeSpotify.handle(request);
      };
      void listenFakeSpotify({ fakeSpotify: { handle } }).then((opened) => {
        server = opened;
        ask('/v1/me/player').catch(() => undefined);
      });
    });
    await asked;
    await server!.close();
    await expect(ask('/v1/me/player')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
