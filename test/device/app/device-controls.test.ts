/** The user's controls: the button, settings at the relay, dark hours. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { VERSION } from '../../../device/shared/version.js';
import { json, LINKED, NOTHING_PLAYS, track, World, type WorldOptions } from './world.js';

const POLL = '/v1/me/player';
/** 2026-11-25 22:50 UTC. */
const LATE = Date.UTC(2026, 10, 25, 22, 50);

let world: World;

function playing(options: WorldOptions = {}): World {
  world = new World({ stored: LINKED, ...options });
  return world.start().pass(1);
}

/** What the relay sends with the next token, which is fetched within a minute or so. */
function send(settings: object): void {
  world.responses['/refresh'] = () => json(200, { access_token: 'at', expires_in: 60, settings });
}

afterEach(() => {
  world.chip.powerOff();
  expect(world.emulator.violations).toEqual([]);
  expect(world.emulator.counts.visibleDots).toBe(0);
});

describe('a press of the button', () => {
  it('polls at once and lights the display', () => {
    playing({ settings: { wiring: { ...DEFAULTS.wiring, backlightPin: 26 }, backlightOffS: 60 } });
    world.responses[POLL] = () => NOTHING_PLAYS;
    world.pass(300);
    expect(world.emulator.isLit).toBe(false);
    const count = world.countOf(POLL);
    world.hold(0.1);
    expect(world.emulator.isLit).toBe(true);
    expect(world.pass(0.2).countOf(POLL)).toBe(count + 1);
  });

  it('counts once if it bounces, and not at all if it is a spike', () => {
    playing();
    const count = world.countOf(POLL);
    for (const isDown of [true, false, true, false, true]) {
      world.button.become(isDown);
      world.pass(0.004);
    }
    world.pass(0.1);
    world.button.become(false);
    world.pass(0.4);
    expect(world.countOf(POLL)).toBe(count + 1);
    world.pass(1);
    const later = world.countOf(POLL);
    world.button.become(true);
    world.pass(0.01);
    world.button.become(false);
    world.pass(1);
    expect(world.countOf(POLL)).toBe(later);
  });
});

describe('repeated presses', () => {
  /** @returns how often Spotify was polled: the relay's settings cost its quota nothing */
  function pressed(seconds: number): number {
    const before = world.countOf(POLL);
    for (let second = 0; second < seconds; second += 1) {
      world.button.become(true);
      world.pass(0.1);
      world.button.become(false);
      world.pass(0.9);
    }
    return world.countOf(POLL) - before;
  }

  it('poll once in 5 s', () => {
    playing();
    world.pass(30);
    expect(pressed(300)).toBeLessThanOrEqual(60);
  });

  it.each([
    ['Spotify refuses the user', { [POLL]: json(403, { error: 'User not registered' }) }],
    ['Spotify refuses every token', { [POLL]: json(401, {}) }],
    ['Spotify limits without a time', { [POLL]: json(429, {}) }],
  ])('polls once in 30 s while %s', (_name, responses) => {
    playing();
    for (const [path, response] of Object.entries(responses))
      world.responses[path] = () => response;
    world.pass(60);
    // A refused token costs two requests.
    expect(pressed(300)).toBeLessThanOrEqual(20);
  });

  it('send requests only to the relay, once in 5 s, while Spotify is not connected', () => {
    playing();
    world.responses[POLL] = () => json(401, {});
    world.responses['/refresh'] = () => json(409, { error: 'relink_required' });
    world.pass(60);
    const refreshedBefore = world.countOf('/refresh');
    expect(pressed(300)).toBe(0);
    expect(world.countOf('/refresh') - refreshedBefore).toBeLessThanOrEqual(60);
  });

  it('leave the day’s last polls to the schedule', () => {
    playing({ settings: { callBudget: 40 } });
    expect(pressed(200)).toBeLessThanOrEqual(33);
  });
});

describe('a code', () => {
  it.each([
    ['the relay fails', json(500, {})],
    ['the relay limits', json(429, {}, { 'retry-after': '60' })],
    ['the relay knows no such link', json(401, { error: 'invalid_token' })],
  ])('stays on the display while %s, and not beyond its end', (_name, response) => {
    world = new World({});
    world.responses['/token'] = () => response;
    world.start().pass(1);
    for (let second = 0; second < 890; second += 1)
      expect(world.pass(1).rows.join()).toContain('BCDF-GHJK');
    expect(world.watch(15)).toContain('Code expired');
  });

  it('expires on time even if the relay’s poll interval is longer', () => {
    world = new World({});
    world.responses['/device_authorization'] = () =>
      json(200, {
        device_code: 'dc',
        user_code: 'BCDF-GHJK',
        verification_uri: 'https://relay.test/link',
        expires_in: 60,
        interval: 1e300,
      });
    world.start();
    expect(world.watch(64)).toContain('Code expired');
    expect(world.countOf('/token')).toBe(1);
  });
});

describe('two presses', () => {
  it('turn the display off, and stop requests until the next press', () => {
    playing({ settings: { wiring: { ...DEFAULTS.wiring, backlightPin: 26 }, healS: 60 } });
    world.hold(0.1).hold(0.1);
    expect(world.rows.join('')).toBe('');
    expect(world.emulator.isLit).toBe(false);
    const count = world.requests.length;
    world.pass(7200);
    expect(world.requests.length).toBe(count);
    expect(world.rows.join('')).toBe('');
    world.hold(0.1).pass(0.5);
    expect(world.emulator.isLit).toBe(true);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('wake it as one press does', () => {
    playing();
    world.hold(0.1).hold(0.1).pass(5);
    world.hold(0.1).hold(0.1).pass(1);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('keep it dark while the network comes and goes', () => {
    playing();
    world.hold(0.1).hold(0.1);
    const count = world.requests.length;
    world.network.become({ kind: 'lost', name: 'Home' });
    world.pass(30);
    world.network.become({ kind: 'online' });
    world.pass(60);
    expect([world.rows.join(''), world.requests.length]).toEqual(['', count]);
    world.hold(0.1).pass(1);
    expect(world.rows[0]).toBe('Song - Ana');
  });
});

describe('a hold', () => {
  it('shows the status pages in turn, then the song at its current position', () => {
    playing();
    world.button.become(true);
    world.pass(1.7);
    world.button.become(false);
    const seen = Array.from({ length: 32 }, () => world.pass(0.5).rows.join('|'));
    expect([...new Set(seen)].slice(0, 5)).toEqual([
      'Account|me',
      'Relay|relay.test',
      expect.stringMatching(/^Requests today\|[12] of 2000$/),
      'Start reason|power on',
      `Version|${VERSION}`,
    ]);
    expect(world.rows).toEqual(['Song - Ana', expect.stringMatching(/0:2[789]/)]);
  });

  it.each([
    [{}, 'Dark hours: UTC|No time zone set'],
    [{ utcOffsetMin: 0 }, 'Account|me'],
  ])('says first that dark hours count in UTC, unless %j', (offset, first) => {
    playing({ settings: { offHours: { fromMin: 1380, toMin: 420 }, ...offset } });
    world.hold(1.6);
    expect(world.rows.join('|')).toBe(first);
  });

  it('of 8 s ends the link, after a countdown', () => {
    // The menu is for the first seconds.
    playing().pass(10);
    world.button.become(true);
    world.pass(3.5);
    expect(world.rows[1]).toMatch(/^Unlinking in 5s/);
    world.pass(2);
    expect(world.rows[1]).toMatch(/^Unlinking in 3s/);
    world.pass(3);
    expect(world.rows[0]).toBe('Device unlinked');
    world.button.become(false);
    world.pass(4);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
    expect(world.store.contents()['link.a'] ?? '').not.toContain('dev');
  });

  it('that is released in time keeps the link', () => {
    playing().pass(10);
    world.hold(7.5).pass(1);
    expect(world.rows[0]).toBe('Song - Ana');
    expect(world.store.contents()).toEqual(LINKED);
  });

  it('shows no countdown if there is no link', () => {
    world = new World().start().pass(10);
    world.hold(9).pass(1);
    expect(world.rows[1]).not.toContain('Unlinking');
    world.pass(20);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
  });
});

describe('dark hours', () => {
  const settings = { offHours: { fromMin: 23 * 60, toMin: 7 * 60 } };

  it('turn the display off and on again, and stop requests in between', () => {
    playing({ epochMs: LATE, settings });
    world.pass(9 * 60);
    expect(world.rows[0]).toBe('Song - Ana');
    world.pass(2 * 60);
    expect(world.rows.join('')).toBe('');
    const count = world.requests.length;
    world.pass(7.9 * 3600);
    expect(world.requests.length).toBe(count);
    world.pass(600);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('are local hours, not UTC', () => {
    playing({ epochMs: LATE, settings: { ...settings, utcOffsetMin: -300 } });
    world.pass(4 * 3600);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it.each([
    ['begins', Date.UTC(2027, 2, 28, 1), 60, 120],
    ['ends', Date.UTC(2027, 9, 31, 1), 120, 60],
  ])('end by the new time where summer time %s within them', (_, changeMs, before, after) => {
    const startMs = changeMs - 2 * 3_600_000;
    const isDark = (): boolean => world.rows.join('') === '';
    const sent = {
      off_hours: '23-7',
      utc_offset_min: before,
      next_offset_min: after,
      next_offset_at_ms: changeMs,
    };
    world = new World({ stored: LINKED, epochMs: startMs });
    send(sent);
    world.start().pass(400);
    expect(isDark()).toBe(true);
    // It starts in the dark again, and has only what it stored.
    const stored = world.store.contents();
    world.chip.powerOff();
    world = new World({ stored, epochMs: startMs + 400_000 }).start().pass(400);
    expect(isDark()).toBe(true);
    const endMs = changeMs + (6 * 60 - after) * 60_000;
    world.pass((endMs - startMs) / 1000 - 800 - 60);
    expect(isDark()).toBe(true);
    world.pass(120);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('leave it lit for five minutes after a press, and do not hide a code', () => {
    playing({ epochMs: LATE + 3_600_000, settings });
    world.pass(320);
    expect(world.rows.join('')).toBe('');
    world.hold(0.1).pass(280);
    expect(world.rows[0]).toBe('Song - Ana');
    world.pass(40);
    expect(world.rows.join('')).toBe('');
    world.chip.powerOff();
    world = new World({ epochMs: LATE + 3_600_000, settings }).start().pass(800);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
  });
});

describe('settings from the relay', () => {
  it('arrive after a press, long before the token expires', () => {
    playing();
    world.responses['/refresh'] = () =>
      json(200, { access_token: 'at', expires_in: 3600, settings: { layout: 'classic' } });
    expect(world.pass(10).rows[1]).toContain(':');
    world.hold(0.1);
    expect(world.pass(1).rows[1]).not.toContain(':');
  });

  it('keep the song if the relay is down at a press', () => {
    playing();
    world.responses['/refresh'] = () => json(503, {});
    const [count, row] = [world.countOf(POLL), world.rows[0]];
    world.hold(0.1);
    expect(world.pass(1).countOf(POLL)).toBe(count + 1);
    expect(world.rows[0]).toBe(row);
  });

  it('apply at once, and at the next start before any request to the relay', () => {
    playing();
    send({ layout: 'classic', scroll_ms: '500' });
    world.pass(3700);
    expect(world.rows).toEqual(['Song', 'Ana']);
    const stored = world.store.contents();
    world.chip.powerOff();
    world = new World({ stored });
    world.responses['/refresh'] = () => json(200, { access_token: 'at', expires_in: 3600 });
    world.start().pass(1);
    expect(world.rows).toEqual(['Song', 'Ana']);
  });

  it('return to the build’s values when they are removed', () => {
    playing();
    send({ layout: 'classic' });
    world.pass(3700);
    send({});
    world.pass(100);
    expect(world.rows[0]).toBe('Song - Ana');
    expect(world.store.contents()).toEqual(LINKED);
  });

  it('are written to flash only when they change', () => {
    playing();
    send({ layout: 'classic' });
    world.pass(3700);
    const { writeCount } = world.store;
    world.pass(3600);
    expect(world.store.writeCount).toBe(writeCount);
  });

  it.each(['words', [1], 7, true])(
    'that are no object (%j) cost nothing but a line',
    (settings) => {
      playing();
      send({ layout: 'classic' });
      world.pass(3700);
      world.responses['/refresh'] = () =>
        json(200, { access_token: 'at', expires_in: 600, settings });
      world.pass(1800);
      expect(world.rows).toEqual(['Song', 'Ana']);
      const lines = world.logged.filter((line) => line.includes('setting'));
      expect(lines).toEqual([expect.stringContaining('settings, which is not an object')]);
    },
  );

  it('are logged once if invalid, and the rest apply', () => {
    playing();
    send({ layout: 'classic', scroll: 'sideways', scroll_ms: 1, han: [1], off_hours: [7] });
    world.pass(3900);
    expect(world.rows[0]).toBe('Song');
    const lines = world.logged.filter((line) => line.includes('setting'));
    expect(lines).toEqual([expect.stringContaining('scroll, scroll_ms, han, off_hours')]);
  });

  it('change the letters of the current item', () => {
    playing();
    world.responses[POLL] = () => track({}, { id: 'b', name: '上海', artists: [{ name: 'Äx' }] });
    world.pass(31);
    const before = world.rows[0]!.trimEnd();
    send({ han: 'zh', rom: 'A00' });
    world.responses[POLL] = () =>
      track(
        { progress_ms: Math.round((world.nowS * 1000) % 180_000) },
        { id: 'b', name: '上海', artists: [{ name: 'Äx' }] },
      );
    world.pass(3700);
    expect([before, world.rows[0]]).toEqual([
      'Shanhai - Ax',
      expect.stringMatching(/^Shang ?Hai - [^A]/i),
    ]);
  });
});
