/** Every sample of Spotify's token endpoint is read as the token or the error that its `expect` says. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Result } from '../../../device/shared/faults.js';
import type { SpotifyAccounts, TokenSet } from '../../../relay/spotify/accounts.js';
import { connectAccounts } from '../../../relay/spotify/accounts.js';
import { samples, type Expected, type Sample } from '../../device/spotify/samples.js';

const APP = { clientId: 'app', clientSecret: 'secret' };
const SAMPLES = samples().filter(({ url }) => url.includes('accounts.spotify.com'));

let server: Server;
let accounts: SpotifyAccounts;
let answered: Sample | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(answered?.status ?? 500, answered?.headers);
    response.end(answered?.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  accounts = connectAccounts(`http://127.0.0.1:${port}`, {
    nowMs: () => 0,
    sleep: () => Promise.resolve(),
  });
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** As the sample's own request asked: with a code, or with a refresh token. */
function ask(isCode: boolean): Promise<Result<TokenSet>> {
  if (!isCode) return accounts.refresh(APP, 'a-refresh-token');
  return accounts.exchange(APP, {
    redirectUri: 'http://127.0.0.1:8000/callback',
    verifier: 'v'.repeat(43),
    code: 'code',
  });
}

function said(result: Result<TokenSet>): Expected {
  if (!result.ok) return { fault: result.fault };
  const { accessToken, lifeS, refreshToken } = result.value;
  return {
    grant: {
      access_token_characters: accessToken.length,
      expires_in: lifeS,
      refresh_token: refreshToken?.slice(0, 8) ?? null,
    },
  };
}

it.each(SAMPLES.map((sample) => [sample.file, sample] as const))(
  'decodes as a person expects: %s',
  async (_file, sample) => {
    answered = sample;
    const isCode = /code|redirect|verifier/.test(sample.name);
    expect(said(await ask(isCode))).toEqual(sample.expect);
  },
);

it('knows 19 samples', () => {
  expect(SAMPLES).toHaveLength(19);
});
