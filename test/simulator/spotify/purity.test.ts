import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { CHALLENGE, CLIENT, REDIRECT_URI, sha256, VERIFIER } from './fake-spotify-bench.js';

const FOLDER = new URL('../../../simulator/spotify/', import.meta.url).pathname;

describe('the fake Spotify without Node', () => {
  it('signs in and plays with only what browsers also have', async () => {
    const { outputFiles } = await build({
      entryPoints: [`${FOLDER}fake-spotify.ts`],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'bundle',
      platform: 'neutral',
      target: 'es2022',
    });
    const context = createContext({
      ...{ atob, btoa, URLSearchParams },
      ...{ sha256, CLIENT, REDIRECT_URI, CHALLENGE, VERIFIER },
    });
    const script = `
      const fakeSpotify = new bundle.FakeSpotify({
        now: () => 1795449538766, random: () => 0.25, sha256, clients: [CLIENT], consent: 'agree',
      });
      const ask = (method, path, query, headers, body) =>
        fakeSpotify.handle({ method, path, query, headers, body });
      const form = (fields) =>
        Object.entries(fields).map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
      const { headers } = ask('GET', '/authorize', {
        client_id: CLIENT.id, response_type: 'code', redirect_uri: REDIRECT_URI,
        scope: 'user-read-playback-state', code_challenge: CHALLENGE, code_challenge_method: 'S256',
      }, {}, '');
      const code = /code=([^&]+)/.exec(headers.location)[1];
      const token = ask('POST', '/api/token', {},
        { 'content-type': 'application/x-www-form-urlencoded' },
        form({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI,
          client_id: CLIENT.id, code_verifier: VERIFIER }));
      const authorization = 'Bearer ' + JSON.parse(token.body).access_token;
      ask('GET', '/v1/me/player', {}, { authorization }, '').body;
    `;
    const body = runInContext(`${outputFiles[0]!.text}\n${script}`, context) as string;
    expect(JSON.parse(body).item.name).toBe('Paper Lanterns');
  });

  const pure = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && name !== 'server.ts');
  it.each(pure)('%s needs no Unicode support that a small engine lacks', (name) => {
    const source = readFileSync(FOLDER + name, 'utf8');
    expect(source).not.toMatch(
      /\\p\{|\.normalize\(|\bIntl\b|\.toSorted\(|structuredClone|\.length\s*\/\s*2/,
    );
  });
});
