/** What the painter adds to a screen: the backlight, self-heals, glyphs for letters. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { readableRows } from '../../../simulator/lcd-view.js';
import { json, LINKED, NOTHING_PLAYS, track, World, type WorldOptions } from './world.js';

let world: World;

function playing(settings: NonNullable<WorldOptions['settings']>, item: object = {}): World {
  world = new World({ stored: LINKED, settings });
  world.responses['/v1/me/player'] = () => track({}, item);
  return world.start().pass(1);
}

afterEach(() => {
  world.chip.powerOff();
  expect(world.emulator.violations).toEqual([]);
  expect(world.emulator.counts.visibleDots).toBe(0);
});

describe('the backlight', () => {
  const wiring = { ...DEFAULTS.wiring, backlightPin: 26 };
  const LIT = { wiring, backlightOffS: 300 };

  it('is on while music plays, and goes off after the set time without music', () => {
    playing(LIT);
    expect(world.emulator.isLit).toBe(true);
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    world.pass(280);
    expect(world.emulator.isLit).toBe(true);
    world.pass(330);
    expect(world.emulator.isLit).toBe(false);
    expect(world.rows).toEqual(['Nothing playing', 'on Spotify']);
    world.responses['/v1/me/player'] = () => track();
    world.pass(180);
    expect(world.emulator.isLit).toBe(true);
  });

  it('comes back for a press, then goes off again', () => {
    playing(LIT);
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    world.pass(700);
    expect(world.emulator.isLit).toBe(false);
    world.device.press();
    expect(world.emulator.isLit).toBe(true);
    world.pass(310);
    expect(world.emulator.isLit).toBe(false);
  });

  it('is woken only by faults that a person must fix', () => {
    playing(LIT);
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    world.pass(700);
    world.network.become({ kind: 'lost', name: 'Home' });
    world.pass(120);
    expect([world.rows[0], world.emulator.isLit]).toEqual(['No Wi-Fi: Home', false]);
    world.network.become({ kind: 'online' });
    world.responses['/v1/me/player'] = () => json(502, {});
    world.pass(300);
    expect(world.rows[0]).toContain('is down');
    expect(world.emulator.isLit).toBe(false);
    world.responses['/v1/me/player'] = () => json(403, { error: { message: 'premium' } });
    world.pass(60);
    expect(world.emulator.isLit).toBe(true);
  });

  it('stays on if its time is 0, and if it has no pin', () => {
    for (const settings of [{ wiring, backlightOffS: 0 }, {}]) {
      playing(settings);
      world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
      world.pass(3600);
      expect(world.emulator.isLit).toBe(true);
      world.chip.powerOff();
    }
  });
});

describe('healing', () => {
  it('works during a scrolling title without changing it', () => {
    const name = 'A title that is much longer than its row';
    playing({ healS: 2 }, { name });
    const healed = world;
    const frames = Array.from({ length: 40 }, () => healed.pass(0.333).rows.join('|'));
    healed.chip.powerOff();
    playing({}, { name });
    const quiet = Array.from({ length: 40 }, () => world.pass(0.333).rows.join('|'));
    expect(healed.emulator.counts.homes).toBeGreaterThan(4);
    expect(healed.emulator.violations).toEqual([]);
    expect(frames).toEqual(quiet);
  });

  it.each([
    [3600, 1],
    [0, 0],
  ])('comes with a new item where every %i s is the rule', (healS, times) => {
    const items = ['one', 'two'];
    world = new World({ stored: LINKED, settings: { healS } });
    world.responses['/v1/me/player'] = () => track({}, { id: items[0], name: items[0] });
    world.start().pass(1);
    const { homes } = world.emulator.counts;
    items.shift();
    world.device.press();
    world.pass(1);
    // The press itself causes a heal, which is over before the response.
    expect(world.emulator.counts.homes - homes).toBe(1 + times);
    expect(world.rows[0]).toMatch(/^two/);
  });
});

describe('custom glyphs for letters', () => {
  it('stay while a title scrolls, change with the item, and are never half drawn', () => {
    const titles = ['Zażółć gęślą jaźń, żółty łoś', 'Ångström øre på smörgås', 'Ďábelské ódy kůň'];
    let turn = 0;
    world = new World({ stored: LINKED, settings: { rom: 'A00' } });
    world.responses['/v1/me/player'] = () => {
      const title = titles[turn % titles.length];
      return track({}, { id: String(turn), name: title });
    };
    world.start().pass(1);
    for (turn = 1; turn < 7; turn += 1) {
      world.device.press();
      world.pass(1);
      const glyphs = world.emulator.cgram.join();
      world.pass(15);
      expect(world.emulator.cgram.join()).toBe(glyphs);
    }
    expect(world.emulator.counts.visibleDots).toBe(0);
  });
});

describe('a change of layout', () => {
  it('redraws the playing item', () => {
    world = new World({ stored: LINKED });
    let layout = 'progress';
    world.responses['/refresh'] = () =>
      json(200, { access_token: 'at', expires_in: 60, settings: { layout } });
    world.start().pass(1);
    expect(world.rows[0]).toBe('Song - Ana');
    layout = 'classic';
    world.pass(80);
    expect(world.rows).toEqual(['Song', 'Ana']);
  });
});

describe('the same item with different content', () => {
  it('is spelled again', () => {
    world = new World({ stored: LINKED });
    world.responses['/v1/me/player'] = () => track({}, { name: 'Track 1', artists: [] });
    world.start().pass(1);
    expect(world.rows[0]).toBe('Track 1');
    world.responses['/v1/me/player'] = () => track({}, { name: 'Real name' });
    world.device.press();
    world.pass(1);
    expect(world.rows[0]).toBe('Real name - Ana');
  });

  it('keeps scrolling if its line is unchanged', () => {
    const name = 'A title that is much longer than its row';
    const inRoom = (room: string) => track({ device: { name: room } }, { name });
    world = new World({ stored: LINKED, settings: { columns: 20, rows: 4 } });
    world.responses['/v1/me/player'] = () => inRoom('Kitchen');
    world.start().pass(3.5);
    const before = world.rows;
    expect(before[0]).not.toBe(name.slice(0, 20));
    world.responses['/v1/me/player'] = () => inRoom('Bath');
    world.device.press();
    world.pass(0.2);
    expect([before[2], world.rows[2]]).toEqual(['Kitchen', 'Bath']);
    expect(world.rows[0]).not.toBe(name.slice(0, 20).trimEnd());
  });
});

describe('only_device', () => {
  const on = (name: string) => track({ device: { name } });

  it.each(['Küche', 'kuche', 'KÜCHE '])('shows what plays there, as it is spelled: %s', (name) => {
    world = new World({ stored: LINKED, settings: { onlyDevice: 'Küche' } });
    world.responses['/v1/me/player'] = () => on(name);
    world.start().pass(1);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('is idle while music plays elsewhere, without extra requests', () => {
    const wiring = { ...DEFAULTS.wiring, backlightPin: 26 };
    const polls = ['', 'Küche'].map((onlyDevice) => {
      world = new World({ stored: LINKED, settings: { wiring, onlyDevice } });
      world.responses['/v1/me/player'] = () => on('Bedroom');
      world.start().pass(400);
      if (onlyDevice === '') world.chip.powerOff();
      return world.countOf('/v1/me/player');
    });
    expect(world.rows).toEqual(['Nothing playing', 'on Kuche']);
    expect(world.emulator.isLit).toBe(false);
    expect(polls[1]).toBe(polls[0]);
    world.responses['/v1/me/player'] = () => track({ device: { name: 'Küche' } }, { id: 'b' });
    world.pass(180);
    expect([world.rows[0], world.emulator.isLit]).toEqual(['Song - Ana', true]);
  });

  it('works with text that the relay spelled, and can change during playback', () => {
    world = new World({ stored: LINKED, settings: { source: 'relay' } });
    let settings: object = { only_device: 'Küche' };
    world.responses['/get'] = () =>
      json(200, {
        ...{ api_response: 200, kind: 'track', title: 'Song', song_title: 'Song', status: true },
        ...{ artist_full: ['Ana'], device_name: 'Kuche', duration: 200_000, current: 10_000 },
        settings,
      });
    world.start().pass(1);
    expect(world.rows[0]).toBe('Song - Ana');
    settings = { only_device: 'Bad' };
    world.pass(31);
    expect(world.rows).toEqual(['Nothing playing', 'on Bad']);
    settings = {};
    world.pass(31);
    expect(world.rows[0]).toBe('Song - Ana');
  });
});

describe('an idle display', () => {
  const NOON_MS = Date.UTC(2026, 10, 30, 11, 34);
  const CLOCK = { idle: 'clock', utcOffsetMin: 60 } as const;

  function idle(settings: NonNullable<WorldOptions['settings']>, epochMs?: number): World {
    world = new World({ stored: LINKED, settings, ...(epochMs !== undefined && { epochMs }) });
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    return world.start().pass(1);
  }

  it('shows the time by the minute, without extra polls', () => {
    idle(CLOCK, NOON_MS);
    expect(world.rows).toEqual(['     12:34', 'Mon 30 Nov 2026']);
    world.pass(3600);
    expect(world.rows[0]).toBe('     13:34');
    const polls = world.countOf('/v1/me/player');
    world.chip.powerOff();
    idle({}, NOON_MS).pass(3600);
    expect(world.countOf('/v1/me/player')).toBe(polls);
  });

  it('shows the message until the clock is set', () => {
    idle(CLOCK);
    expect(world.rows[0]).toBe('Nothing playing');
    world.time.setEpochMs(NOON_MS);
    world.pass(60);
    expect(world.rows[0]).toBe('     12:34');
  });

  it.each(['ascii', 'A00', 'A02'] as const)(
    'gives its glyphs back to what plays, rom %s',
    (rom) => {
      idle({ ...CLOCK, clockDigits: 'large', rom }, NOON_MS);
      const isDrawn = (): boolean => /[\ue000-\ue004]/.test(world.rows.join(''));
      expect(isDrawn()).toBe(true);
      world.responses['/v1/me/player'] = () => track({}, { name: 'Łódź' });
      world.pass(60);
      const later = readableRows(world.emulator);
      world.chip.powerOff();
      playing({ rom }, { name: 'Łódź' }).pass(59);
      expect(later[0]).toBe(readableRows(world.emulator)[0]);
      expect(later[1]).toMatch(rom === 'A02' ? /0:\d\d ▋/ : /^▶0:\d\d ▋/);
      expect(later.join('')).not.toContain('□');
    },
  );

  it('keeps its digits during a self-heal', () => {
    idle({ ...CLOCK, clockDigits: 'large', healS: 10 }, NOON_MS);
    const rows = readableRows(world.emulator);
    world.pass(55);
    expect(readableRows(world.emulator)).toEqual(rows);
    expect(world.emulator.counts.homes).toBeGreaterThan(3);
  });

  it('shows a fault that needs a person, then the clock again', () => {
    idle(CLOCK, NOON_MS);
    world.responses['/v1/me/player'] = () => json(403, { error: { message: 'premium' } });
    world.pass(180);
    expect(world.rows[0]).not.toContain('12:3');
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    world.pass(60).device.press();
    world.pass(1);
    expect(world.rows[0]).toBe('     12:38');
  });

  it('with idle=off goes blank after the set time, even without a backlight pin, until a press or a song', () => {
    idle({ idle: 'off', backlightOffS: 300, healS: 60 });
    world.pass(290);
    expect(world.rows[0]).toBe('Nothing playing');
    world.pass(60);
    expect(world.rows).toEqual(['', '']);
    world.pass(3600);
    expect(world.rows).toEqual(['', '']);
    world.device.press();
    world.pass(1);
    expect(world.rows[0]).toBe('Nothing playing');
    world.pass(310);
    expect(world.rows).toEqual(['', '']);
    world.responses['/v1/me/player'] = () => track();
    world.pass(180);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('applies the relay’s settings at once', () => {
    world = new World({ stored: LINKED, epochMs: NOON_MS });
    let settings: object = { idle: 'clock', utc_offset_min: 60 };
    world.responses['/refresh'] = () => json(200, { access_token: 'at', expires_in: 60, settings });
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    world.start().pass(1);
    expect(world.rows[0]).toBe('     12:34');
    settings = { idle: 'clock', utc_offset_min: 120, clock: '12h' };
    world.pass(130);
    expect(world.rows[0]).toBe('    1:36 pm');
  });
});
