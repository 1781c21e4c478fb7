/** `source=relay`: the relay's `/get` in place of Spotify's own response, with the same screens. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { json, LINKED, World } from './world.js';

const SETTINGS = { source: 'relay' } as const;
const RESPONSE = {
  api_response: 200,
  kind: 'track',
  title: 'Größe',
  song_title: 'Groesse',
  artist_string: 'Ana',
  artist_full: ['Ana'],
  device_name: 'Kitchen',
  status: true,
  timer: 190_000,
  duration: 200_000,
  current: 10_000,
};

let world: World;

function started(response: object, settings: object = {}): World {
  world = new World({ stored: LINKED, settings: { ...SETTINGS, ...settings } });
  world.responses['/get'] = () => json(200, response);
  return world.start().pass(1);
}

afterEach(() => {
  world.chip.powerOff();
  expect(world.emulator.violations).toEqual([]);
  expect(world.chip.restartCount).toBe(0);
});

describe('a device that polls the relay', () => {
  it('plays without an access token, and identifies itself', () => {
    started(RESPONSE);
    expect(world.rows).toEqual(['Groesse - Ana', expect.stringMatching(/^\ue0050:1\d .* 3:20$/)]);
    expect(world.requests.map(({ to }) => to)).toEqual(['/get']);
    const [{ request }] = world.requests as [(typeof world.requests)[number]];
    expect([request.method, request.body]).toEqual(['POST', 'uid=me&settings=1']);
    expect(request.headers).toMatchObject({ authorization: 'Bearer dev' });
  });

  it('keeps the song if the relay reports nothing playing once', () => {
    started(RESPONSE);
    let isOdd = true;
    world.responses['/get'] = () => {
      const current = Math.round((world.nowS * 1000) % 180_000);
      const response = isOdd
        ? json(200, { api_response: 204 })
        : json(200, { ...RESPONSE, current });
      isOdd = false;
      return response;
    };
    const rows = Array.from({ length: 60 }, () => world.pass(1).rows[0]);
    expect(new Set(rows)).toEqual(new Set(['Groesse - Ana']));
  });

  it('links first, and then requests no token', () => {
    world = new World({ settings: SETTINGS });
    world.responses['/token'] = () => json(200, { access_token: 'dev', uid: 'me' });
    world.responses['/get'] = () => json(200, RESPONSE);
    world.start().pass(8);
    expect(world.rows[0]).toBe('Groesse - Ana');
    expect(world.countOf('/refresh')).toBe(0);
  });

  it.each([
    ['an episode', { kind: 'episode', artist_full: ['Show'] }, 'Groesse - Show'],
    ['an ad', { kind: 'ad', song_title: '', artist_full: [] }, 'Advertisement'],
    ['what Spotify does not name', { kind: 'unknown', song_title: '' }, 'Unknown item'],
    ['the original’s response without a kind', { kind: undefined }, 'Groesse - Ana'],
    ['nothing as 204', { api_response: 204 }, 'Nothing playing'],
    ['nothing as 200', { kind: 'nothing' }, 'Nothing playing'],
  ])('shows %s', (_name, change, row) => {
    started({ ...RESPONSE, ...change });
    expect(world.rows[0]).toBe(row);
  });

  it('spells the title itself if the ROM has more letters', () => {
    started(RESPONSE, { rom: 'A00' });
    // The emulator reads A00 as ASCII here: what it has no letter for is blank.
    expect(world.rows[0]).toMatch(/^Gr[^o]/);
  });

  it('waits for the relay’s Retry-After, to the second, and shows it', () => {
    started(RESPONSE);
    world.responses['/get'] = () => ({
      status: 429,
      headers: { 'retry-after': '300' },
      body: '{"error":"slow_down","reason":"spotify_rate_limit"}',
    });
    world.pass(12);
    const sentAtS = world.requests.at(-1)!.atMs / 1000;
    expect(world.rows[1]).toMatch(/^Retrying in \d+[sm]$/);
    world.responses['/get'] = () => json(200, RESPONSE);
    world.device.press();
    world.pass(280);
    expect(world.requests.at(-1)!.atMs / 1000).toBe(sentAtS);
    world.pass(20);
    expect(world.requests.at(-1)!.atMs / 1000 - sentAtS).toBeGreaterThanOrEqual(300);
    expect(world.rows[0]).toBe('Groesse - Ana');
  });

  it('waits for the relay’s Retry-After during a song, too', () => {
    started(RESPONSE);
    world.responses['/get'] = () => json(200, RESPONSE, { 'retry-after': '120' });
    world.pass(40);
    const count = world.countOf('/get');
    world.device.press();
    expect(world.pass(60).countOf('/get')).toBe(count);
    expect(world.rows[0]).toBe('Groesse - Ana');
    expect(world.pass(60).countOf('/get')).toBe(count + 1);
  });

  it.each([
    [500, /fy is down \(500\)/],
    [401, /rejected the tok/],
    [403, /Spotify rejected/],
  ])('says what Spotify’s %i inside a success means', (status, text) => {
    started({ api_response: status });
    expect(world.watch(20)).toMatch(text);
    world.responses['/get'] = () => json(200, RESPONSE);
    world.pass(1);
    world.device.press();
    expect(world.pass(31).rows[0]).toBe('Groesse - Ana');
  });

  it('notices the next item at its end', () => {
    started({ ...RESPONSE, current: 195_000 });
    world.responses['/get'] = () => json(200, { ...RESPONSE, song_title: 'Next', current: 0 });
    world.pass(6);
    expect(world.rows[0]).toBe('Next - Ana');
  });

  it('links again when the relay no longer knows it, and keeps its link otherwise', () => {
    started(RESPONSE);
    world.responses['/get'] = () => json(409, { error: 'relink_required' });
    expect(world.watch(40)).toContain('Connect Spotify');
    expect(world.store.contents()).toEqual(LINKED);
    world.responses['/get'] = () => json(401, { error: 'invalid_token' });
    world.pass(31);
    expect(world.store.contents()).toEqual({});
    world.pass(4);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
  });

  it('never shows a truncated response, or one of another server', () => {
    started(RESPONSE);
    for (const body of ['{"api_response":200,"kind":"tra', '<html>', '{"hello":1}', '']) {
      world.responses['/get'] = () => ({ status: 200, headers: {}, body });
      world.pass(10);
      expect(world.rows[0]).toMatch(/^(Groesse - Ana {2}!|Relay sent odd)/);
    }
  });
});
