import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../relay/config.js';
import { redirectOf } from '../../relay/grant/redirect-uri.js';

const KEY = randomBytes(32).toString('base64');

function problemsOf(env: Record<string, string>): string[] {
  const result = readConfig(env);
  return result.ok ? [] : result.problems.map(({ name, problem }) => `${name} ${problem}`);
}

describe('readConfig', () => {
  it('uses every default in an empty environment', () => {
    expect(readConfig({})).toMatchObject({
      ok: true,
      config: {
        host: '127.0.0.1',
        port: 8000,
        publicUrl: 'http://127.0.0.1:8000',
        database: { kind: 'embedded', dataDir: './data' },
        tokenKeys: undefined,
        defaultApp: undefined,
        spotifyAccountsUrl: 'https://accounts.spotify.com',
        spotifyApiUrl: 'https://api.spotify.com',
        registration: 'open',
        trustProxy: 0,
        logLevel: 'info',
      },
    });
  });

  it('treats an empty variable as unset', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: ' ', DATABASE_URL: '' }).ok).toBe(true);
  });

  it('lists every invalid variable at once, each with what is accepted', () => {
    const problems = problemsOf({
      HOST: 'no host',
      PORT: '70000',
      PUBLIC_URL: 'relay.example.org',
      DATABASE_URL: 'mysql://x',
      REGISTRATION: 'maybe',
      TRUST_PROXY: '-1',
      LOG_LEVEL: 'loud',
      SPOTIFY_API_URL: 'ftp://x',
      SPOTIFY_CLIENT_SECRET: 'alone',
    });
    const names = problems.map((line) => line.split(' ')[0]);
    expect(names.sort()).toEqual([
      'DATABASE_URL',
      'HOST',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'REGISTRATION',
      'SPOTIFY_API_URL',
      'SPOTIFY_CLIENT_ID',
      'TOKEN_KEYS',
      'TRUST_PROXY',
    ]);
  });

  it.each(['0.0.0.0', '::', '*'])('wants PUBLIC_URL where HOST is the wildcard %s', (HOST) => {
    expect(problemsOf({ HOST })).toEqual([expect.stringMatching(/^PUBLIC_URL is required/)]);
    expect(problemsOf({ HOST, PUBLIC_URL: 'https://relay.example.org/' })).toEqual([]);
  });

  it('rejects a path in PUBLIC_URL and reads the origin as browsers send it', () => {
    expect(problemsOf({ PUBLIC_URL: 'https://example.org/relay' })).toHaveLength(1);
    expect(problemsOf({ PUBLIC_URL: 'http://*' })).toEqual([expect.stringMatching(/^PUBLIC_URL /)]);
    const result = readConfig({ PUBLIC_URL: 'https://Relay.Example.org:443/' });
    expect(result).toMatchObject({ ok: true, config: { publicUrl: 'https://relay.example.org' } });
  });

  it('refuses PORT 0 unless it was set, and then requires PUBLIC_URL', () => {
    expect(problemsOf({ PORT: '0' })).toHaveLength(1);
    const PUBLIC_URL = 'http://127.0.0.1:8000';
    expect(readConfig({ PORT: '0' }, { allowAnyPort: true }).ok).toBe(false);
    expect(readConfig({ PORT: '0', PUBLIC_URL }, { allowAnyPort: true }).ok).toBe(true);
  });

  it('requires TOKEN_KEYS with a separate database, and INVITE_CODE for invitations', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://h/d' })).toEqual([
      expect.stringMatching(/^TOKEN_KEYS is required/),
    ]);
    expect(problemsOf({ DATABASE_URL: 'postgres://h/d', TOKEN_KEYS: `a:${KEY}` })).toEqual([]);
    expect(problemsOf({ REGISTRATION: 'invite' })).toEqual([
      expect.stringMatching(/^INVITE_CODE is required/),
    ]);
  });

  it.each([
    ['no id', KEY],
    ['an id with a space', `a b:${KEY}`],
    ['31 bytes', `a:${randomBytes(31).toString('base64')}`],
    ['what is not base64', `a:${'!'.repeat(44)}`],
    ['one id twice', `a:${KEY},a:${KEY}`],
  ])('refuses TOKEN_KEYS with %s, without repeating the key', (_, TOKEN_KEYS) => {
    const [problem, ...more] = problemsOf({ TOKEN_KEYS });
    expect(problem).toMatch(/^TOKEN_KEYS /);
    expect(problem).not.toContain(KEY);
    expect(more).toEqual([]);
  });

  it('never repeats a database password or a secret', () => {
    const text = problemsOf({
      DATABASE_URL: 'mysql://user:hunter2@host/db',
      SPOTIFY_CLIENT_ID: 'id',
      SPOTIFY_CLIENT_SECRET: 'hunter 3',
      METRICS_TOKEN: 'hunter 4',
    }).join('\n');
    expect(text).not.toMatch(/hunter/);
    expect(text).toMatch(/SPOTIFY_CLIENT_SECRET/);
  });
});

describe('redirectOf', () => {
  it.each([
    ['https://relay.example.org', 'https://relay.example.org/callback', false],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000/callback', false],
    ['http://[::1]:8000', 'http://[::1]:8000/callback', false],
    ['http://192.168.1.5:8000', 'http://127.0.0.1:8000/callback', true],
    ['http://localhost:8000', 'http://127.0.0.1:8000/callback', true],
  ])('redirects Spotify from %s to %s (pasted: %s)', (publicUrl, uri, isPasted) => {
    expect(redirectOf({ publicUrl, port: 8000 })).toEqual({ uri, isPasted });
  });
});
