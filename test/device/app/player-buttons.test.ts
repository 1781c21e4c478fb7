/** The buttons that control: a device in virtual time, with the fake Spotify's player behind it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeSpotify } from '../../../simulator/spotify/fake-spotify.js';
import { DEMO_PLAYLIST } from '../../../simulator/spotify/playlist.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { count } from '../../support/counts.js';
import { json, LINKED, track, World, type WorldOptions } from './world.js';

const PLAYER = '/v1/me/player';
const SCOPES = ['user-read-playback-state', 'user-modify-playback-state'];
const TRACKS = DEMO_PLAYLIST.filter(({ item, pause, aside }) => {
  return item.kind === 'track' && !pause && !aside;
});

type Name = 'play' | 'next' | 'previous';

class Scene {
  readonly world: World;
  readonly spotify: FakeSpotify;
  scopes = SCOPES;

  constructor(
    options: WorldOptions = {},
    limits: { windowCalls?: number; quotaCalls?: number } = {},
  ) {
    this.world = new World({ stored: LINKED, hasPlayerButtons: true, epochMs: 1e12, ...options });
    const { world } = this;
    this.spotify = new FakeSpotify({
      now: () => world.time.clock.epochMs() ?? 0,
      random: seededRandom(2),
      sha256: () => new Uint8Array(32),
      clients: [],
      playlist: TRACKS,
      ...limits,
    });
    world.responses['/refresh'] = () => json(200, { access_token: this.token(), expires_in: 3600 });
    for (const path of ['', '/play', '/pause', '/next', '/previous'])
      world.responses[PLAYER + path] = ({ method, headers }) => {
        const outcome = this.spotify.handle({
          ...{ method, path: PLAYER + path, headers, body: '' },
          query: { additional_types: 'track,episode' },
        });
        return 'reset' in outcome ? { hang: true } : outcome;
      };
  }

  start(): this {
    this.world.start().pass(2);
    return this;
  }

  press(name: Name, seconds = 0.1): this {
    this.world.playerButtons[name].become(true);
    this.world.pass(seconds);
    this.world.playerButtons[name].become(false);
    this.world.pass(0.05);
    return this;
  }

  /** Commands that Spotify got, in order. */
  get commands(): string[] {
    return this.world.requests
      .filter(({ to }) => to.startsWith(`${PLAYER}/`))
      .map(({ to }) => to.slice(PLAYER.length + 1));
  }

  get title(): string {
    const item = this.spotify.player.read()?.item;
    return item && 'title' in item ? item.title : '';
  }

  private token(): string {
    return this.spotify.grants.issueAccessToken({
      ...{ clientId: 'c', userId: 'owner', scopes: this.scopes },
      ...{ consentedAtMs: 0, isConfidential: true },
    });
  }
}

let scene: Scene;

function started(options?: WorldOptions, limits?: ConstructorParameters<typeof Scene>[1]): Scene {
  scene = new Scene(options, limits);
  return scene.start();
}

afterEach(() => {
  scene.world.chip.powerOff();
  expect(scene.world.emulator.violations).toEqual([]);
  expect(scene.world.chip.restartCount).toBe(0);
});

const isShownPlaying = (): boolean => scene.world.rows[1]!.startsWith('\ue005');

describe('the button for play', () => {
  it('pauses and resumes: shown at once, and confirmed by one poll within a second', () => {
    started();
    const { world, spotify } = scene;
    expect(isShownPlaying()).toBe(true);
    const polls = world.countOf(PLAYER);
    scene.press('play', 0.04);
    expect(isShownPlaying()).toBe(false);
    expect(world.countOf(PLAYER)).toBe(polls);
    world.pass(0.95);
    expect(scene.commands).toEqual(['pause']);
    expect(spotify.player.read()?.isPlaying).toBe(false);
    expect(world.countOf(PLAYER)).toBe(polls + 1);
    expect(isShownPlaying()).toBe(false);
    world.pass(3);
    scene.press('play');
    expect(isShownPlaying()).toBe(true);
    world.pass(1);
    expect(scene.commands).toEqual(['pause', 'play']);
    expect(spotify.player.read()?.isPlaying).toBe(true);
  });

  it('keeps the expected state while Spotify still reports the old one', () => {
    started();
    const { world } = scene;
    const real = world.responses[PLAYER]!;
    const before = real({
      method: 'GET',
      url: '',
      headers: world.requests.at(-1)!.request.headers,
      keepHeaders: [],
      timeoutMs: 1,
    });
    world.responses[PLAYER] = () => before;
    scene.press('play');
    world.pass(1.5);
    expect(isShownPlaying()).toBe(false);
    world.responses[PLAYER] = real;
    world.pass(2);
    expect(isShownPlaying()).toBe(false);
  });
});

describe('the buttons for next and previous', () => {
  it('show a notice at once, then what plays', () => {
    started();
    const { world } = scene;
    const first = scene.title;
    scene.press('next', 0.04);
    expect(world.rows).toEqual(['Next track', '']);
    world.pass(1);
    expect(scene.title).not.toBe(first);
    expect(world.rows[0]).toContain(scene.title.slice(0, 10));
    world.pass(5);
    scene.press('previous');
    expect(world.rows[0]).toBe('Previous track');
    world.pass(1);
    expect(scene.title).toBe(first);
    expect(world.rows[0]).toContain(first.slice(0, 10));
  });

  it('send presses in a row one after the other, and poll once', () => {
    started();
    const polls = scene.world.countOf(PLAYER);
    scene.press('next', 0.05).press('next', 0.05).press('next', 0.05).press('play', 0.05);
    scene.world.pass(1.5);
    expect(scene.commands).toEqual(['next', 'next', 'next', 'pause']);
    expect(scene.world.countOf(PLAYER)).toBe(polls + 1);
  });

  it.each([
    ['another', 'Kitchen', []],
    ['this', 'a SPEAKER', ['pause', 'next']],
  ])('with only_device, while %s speaker plays', (_name, onlyDevice, commands) => {
    started({ settings: { onlyDevice } });
    scene.world.responses[PLAYER] = () => track({ device: { name: 'A speaker' } });
    scene.world.pass(40);
    scene.press('play').press('next');
    scene.world.pass(2);
    expect(scene.commands).toEqual(commands);
  });

  it('only turn the display on while it is off', () => {
    started();
    scene.world.hold(0.1).hold(0.1);
    expect(scene.world.rows).toEqual(['', '']);
    scene.press('next');
    scene.world.pass(6);
    expect(scene.commands).toEqual([]);
    expect(isShownPlaying()).toBe(true);
  });
});

describe('a command that Spotify refuses', () => {
  it.each([
    ['no-player', ['No active player', 'Open Spotify']],
    ['no-premium', ['Buttons need', 'Spotify Premium']],
    ['restricted-player', ["Player can't be", 'controlled']],
  ])('has its words: %s', (fault, rows) => {
    started();
    scene.spotify.control({ action: 'fault', fault });
    scene.press('next');
    scene.world.pass(0.2);
    expect(scene.world.rows).toEqual(rows);
    scene.world.pass(6);
    expect(isShownPlaying()).toBe(true);
  });

  it('is undone: the mark returns to its old state', () => {
    started();
    scene.spotify.control({ action: 'fault', fault: 'restricted-player' });
    scene.press('play');
    scene.world.pass(6);
    expect(isShownPlaying()).toBe(true);
    expect(scene.commands).toEqual(['pause']);
  });

  it('for lack of the scope names the relay, and does not fetch token after token', () => {
    scene = new Scene();
    scene.scopes = SCOPES.slice(0, 1);
    scene.start();
    scene.press('next');
    const said = scene.world.watch(22);
    expect(said).toContain('Buttons need per');
    expect(said).toContain('Spotify at relay');
    expect(scene.world.rows[1]).toBe('and tick control');
    expect(scene.world.countOf('/refresh')).toBe(1);
    expect(scene.commands).toEqual(['next']);
  });

  it('because the token has expired is sent once more with another token', () => {
    started();
    scene.spotify.control({ action: 'expire-token' });
    scene.press('next');
    scene.world.pass(2);
    expect(scene.commands).toEqual(['next', 'next']);
    expect(scene.world.countOf('/refresh')).toBe(2);
    expect(scene.world.rows[0]).toContain(scene.title.slice(0, 10));
  });

  it('with a 429 blocks polls and commands alike, and shows a countdown', () => {
    started();
    scene.world.responses[`${PLAYER}/next`] = () =>
      json(429, { error: { status: 429, message: 'x' } }, { 'retry-after': '60' });
    scene.press('next');
    scene.world.pass(0.3);
    expect(scene.world.rows[1]).toBe('Try again in 60s');
    const count = scene.world.requests.length;
    scene.world.pass(10);
    scene.press('next').press('play').press('previous');
    expect(scene.world.rows[1]).toMatch(/^Try again in \d\ds$/);
    scene.world.pass(40);
    expect(scene.world.requests).toHaveLength(count);
    scene.world.pass(20);
    expect(scene.world.requests.length).toBeGreaterThan(count);
  });

  it('is not shown over the code of an unlinked device, or while the display is off', () => {
    started();
    scene.world.responses[`${PLAYER}/next`] = () => ({ hang: true });
    scene.press('next');
    scene.world.hold(0.1).hold(0.1).pass(11);
    expect(scene.world.rows).toEqual(['', '']);
    scene.world.hold(0.1).pass(5);
    scene.spotify.control({ action: 'expire-token' });
    scene.world.responses['/refresh'] = () => json(401, { error: 'invalid_token' });
    scene.press('play');
    scene.world.pass(5);
    expect(scene.world.rows[1]).toBe('Code BCDF-GHJK');
  });

  it('for a time, or by the relay, shows a countdown, and presses until then are ignored', () => {
    started();
    scene.world.responses[`${PLAYER}/next`] = () => json(503, {}, { 'retry-after': '20' });
    scene.press('next');
    scene.world.pass(0.3);
    expect(scene.world.rows[1]).toBe('Try again in 20s');
    scene.world.pass(25);
    scene.spotify.control({ action: 'expire-token' });
    scene.world.responses['/refresh'] = () => json(429, {}, { 'retry-after': '30' });
    scene.press('play');
    scene.world.pass(0.5);
    expect(scene.world.rows).toEqual(['Relay: rate limi', 'Try again in 30s']);
    expect(scene.commands).toEqual(['next', 'pause']);
  });

  it('by not responding is reported, and not sent again', () => {
    started();
    scene.world.responses[`${PLAYER}/next`] = () => ({ hang: true });
    scene.press('next');
    scene.world.pass(11);
    expect(scene.world.rows[1]).toBe('Press again');
    scene.world.pass(60);
    expect(scene.commands).toEqual(['next']);
  });
});

describe('with source=relay', () => {
  it('a press fetches the first token, and has the relay poll again', () => {
    scene = new Scene({ settings: { source: 'relay' } });
    const { world, spotify } = scene;
    world.responses['/get'] = () => {
      const { isPlaying = false, positionMs = 0 } = spotify.player.read() ?? {};
      return json(200, {
        ...{ api_response: 200, kind: 'track', title: scene.title, song_title: scene.title },
        ...{ artist_full: ['Ana'], status: isPlaying, duration: 200_000, current: positionMs },
      });
    };
    scene.start();
    expect(world.countOf('/refresh')).toBe(0);
    scene.press('next');
    world.pass(1);
    expect(scene.commands).toEqual(['next']);
    expect(world.requests.at(-1)!.request.body).toBe('uid=me&settings=1&changed=1');
    expect(world.rows[0]).toContain(scene.title.slice(0, 10));
    world.pass(40);
    expect(world.requests.at(-1)!.request.body).toBe('uid=me&settings=1');
    scene.press('play');
    world.pass(1);
    expect(scene.commands).toEqual(['next', 'pause']);
    expect(world.countOf('/refresh')).toBe(1);
  });
});

/** Edges of one press with contacts that bounce on both sides. */
function bouncyPress(random: () => number, name: Name): void {
  const { world } = scene;
  const { playerButtons } = world;
  const settle = (isDown: boolean): void => {
    for (let edge = Math.floor(random() * 6); edge > 0; edge -= 1) {
      playerButtons[name].become(edge % 2 === 0 ? isDown : !isDown);
      world.pass(random() * 0.01);
    }
    playerButtons[name].become(isDown);
  };
  settle(true);
  world.pass(0.035 + random() * 0.2);
  settle(false);
  world.pass(0.035 + random() ** 4 * 4);
}

const NAMES: readonly Name[] = ['play', 'next', 'previous'];
const PRESSES = count(300, 10_000);

describe('random presses with random bounces', () => {
  it(`make one command each, in order (${PRESSES})`, () => {
    started({ settings: { callBudget: 100_000 } }, { windowCalls: 1e6 });
    const random = seededRandom(3);
    const pressed: Name[] = [];
    for (let press = 0; press < PRESSES; press += 1) {
      const name = NAMES[Math.floor(random() * NAMES.length)]!;
      // A spike on the wire is no press.
      if (random() < 0.2) {
        scene.world.playerButtons[name].become(true);
        scene.world.pass(0.001 + random() * 0.02);
        scene.world.playerButtons[name].become(false);
        scene.world.pass(0.04);
      }
      pressed.push(name);
      bouncyPress(random, name);
    }
    scene.world.pass(3);
    const sent = scene.commands.map((one) => (one === 'pause' ? 'play' : one));
    expect(sent).toEqual(pressed);
    expect(isShownPlaying()).toBe(scene.spotify.player.read()?.isPlaying);
    expect(scene.world.logged.filter((line) => line.includes('command'))).toEqual([]);
  });

  it(`stay within the budget, and send nothing during a block (${PRESSES})`, () => {
    const budget = 150;
    const day = 86_400_000;
    started({ settings: { callBudget: budget } }, { windowCalls: 20, quotaCalls: 140 });
    const random = seededRandom(4);
    for (let press = 0; press < PRESSES; press += 1) {
      bouncyPress(random, NAMES[Math.floor(random() * NAMES.length)]!);
      if (random() < 0.02) scene.world.pass(random() * 5000);
    }
    const times = scene.world.requests
      .filter(({ to }) => to.startsWith(PLAYER))
      .map(({ atMs }) => atMs);
    for (const [index, atMs] of times.entries())
      expect(times.findIndex((other) => other > atMs - day)).toBeGreaterThan(index - budget);
    expect(scene.spotify.limits.callsDuringBlock).toBe(0);
  });
});
