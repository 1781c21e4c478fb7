/** Settings are valid, or the error names the invalid one; none is ignored silently. */
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../device/app/build-settings.js';
import { DEFAULTS, RELAY_SETTINGS, applyRelaySettings } from '../../../device/shared/settings.js';

describe('readSettings', () => {
  it('fills in the defaults', () => {
    expect(readSettings({})).toEqual({ ok: true, settings: DEFAULTS });
    expect(readSettings({ relay: '', columns: '', layout: '' })).toEqual({
      ok: true,
      settings: DEFAULTS,
    });
  });

  it('accepts strings, as a command line passes them', () => {
    const raw = {
      relay: 'https://relay.example.org/',
      spotify: 'http://127.0.0.1:9/x//',
      columns: '20',
      rows: '4',
      pin_rs: '31',
      fosc_khz: '270',
      device_name: 'Kitchen',
      layout: 'classic',
      addressing: 'linear',
      rom: 'A00',
      pin_backlight: '26',
      backlight_active: 'low',
      backlight_off_s: '60',
      only_device: 'Küche',
      idle: 'clock',
      clock: '12h',
      clock_digits: 'large',
      heal_s: 0,
      scroll: 'bounce',
      scroll_ms: '500',
      budget: '600',
      source: 'relay',
      han: 'ja',
      off_hours: '22:30-6:45',
      utc_offset_min: '-210',
    };
    expect(readSettings(raw)).toEqual({
      ok: true,
      settings: {
        relayUrl: 'https://relay.example.org',
        spotifyUrl: 'http://127.0.0.1:9/x',
        columns: 20,
        rows: 4,
        wiring: {
          bus: 'gpio',
          pins: { ...DEFAULTS.wiring.pins, rs: 31 },
          backlightPin: 26,
          backlightActive: 'low',
        },
        foscKhz: 270,
        deviceName: 'Kitchen',
        layout: 'classic',
        addressing: 'linear',
        rom: 'A00',
        backlightOffS: 60,
        onlyDevice: 'Küche',
        idle: 'clock',
        clock: '12h',
        clockDigits: 'large',
        healS: 0,
        callBudget: 600,
        scroll: 'bounce',
        scrollMs: 500,
        source: 'relay',
        han: 'ja',
        offHours: { fromMin: 1350, toMin: 405 },
        utcOffsetMin: -210,
      },
    });
  });

  it.each<[Record<string, unknown>, number | undefined]>([
    [{}, undefined],
    [{ i2c_address: '0x27' }, 0x27],
    [{ i2c_address: 63 }, 0x3f],
  ])('reads a backpack, whose GPIO lines do not matter: %j', (raw, address) => {
    const result = readSettings({ bus: 'pcf8574', pin_rs: 23, pin_sda: '32', ...raw });
    expect(result.ok && result.settings.wiring).toEqual({
      ...{ bus: 'pcf8574', address, sda: 32, scl: 22, backlightActive: 'high' },
    });
  });

  it.each([
    ['relay', { relay: 'relay.example.org' }, /address such as https/],
    ['relay', { relay: 'ftp://x' }, /address/],
    ['relay', { relay: 'https://user@host' }, /address/],
    ['relay', { relay: 'https://host?x=1' }, /address/],
    ['relay', { relay: 5 }, /text/],
    ['columns', { columns: 7 }, /8 to 40/],
    ['columns', { columns: '16.5' }, /whole number/],
    ['columns', { columns: 'wide' }, /whole number/],
    ['columns', { columns: 40, rows: 4 }, /40x4 is not a known panel \(8x1/],
    ['columns', { columns: 13 }, /13x2 is not a known panel/],
    ['rows', { rows: 5 }, /1 to 4/],
    ['columns', { rows: 3 }, /16x3 is not a known panel/],
    ['pin_e', { pin_e: 19 }, /GPIO 19, the same as pin_rs/],
    ['pin_d4', { pin_d4: 32 }, /0 to 31/],
    ['fosc_khz', { fosc_khz: 400 }, /125 to 350/],
    ['layout', { layout: 'fancy' }, /progress or classic/],
    ['rom', { rom: 'A01' }, /ascii or A00 or A02/],
    ['addressing', { addressing: 'split' }, /linear, except for a 16x1/],
    ['addressing', { addressing: 'split', columns: 8, rows: 1 }, /linear, except for a 16x1/],
    ['addressing', { addressing: 'odd', rows: 1 }, /linear or split/],
    ['pin_backlight', { pin_backlight: 32 }, /0 to 31/],
    ['pin_backlight', { pin_backlight: 19 }, /GPIO 19, the same as pin_rs/],
    ['backlight_active', { backlight_active: 'off' }, /high or low/],
    ['bus', { bus: 'spi' }, /gpio or pcf8574/],
    ['i2c_address', { bus: 'pcf8574', i2c_address: 40 }, /0x20 to 0x27 or 0x38 to 0x3f/],
    ['i2c_address', { bus: 'pcf8574', i2c_address: '27h' }, /0x20 to 0x27/],
    ['pin_sda', { bus: 'pcf8574', pin_sda: 34 }, /0 to 33/],
    ['pin_scl', { bus: 'pcf8574', pin_scl: 21 }, /GPIO 21, the same as pin_sda/],
    ['backlight_off_s', { backlight_off_s: -1 }, /0 to 86400/],
    ['heal_s', { heal_s: 'often' }, /0 to 3600/],
    ['scroll', { scroll: 'roll' }, /wrap or bounce/],
    ['scroll_ms', { scroll_ms: 50 }, /100 to 2000/],
    ['source', { source: 'radio' }, /spotify or relay/],
    ['spotify', { spotify: 'http://[::1]:9' }, /IPv6/],
    ['spotify', { spotify: 'http://127.0.0.1:99999' }, /port/],
    ['spotify', { spotify: 'http://127.0.0.1/x?y' }, /question mark/],
    ['relay', { relay: 'http://[fd00::1]', plain_http: 'yes' }, /IPv6/],
    ['han', { han: 'ko' }, /auto or ja or zh/],
    ['off_hours', { off_hours: 'night' }, /hours such as 23-7/],
    ['off_hours', { off_hours: '25-7' }, /hours such as 23-7/],
    ['off_hours', { off_hours: '24:30-7' }, /hours such as 23-7/],
    ['utc_offset_min', { utc_offset_min: 900 }, /-720 to 840/],
  ])('names %s as wrong: %j', (name, raw, problem) => {
    const result = readSettings(raw);
    if (result.ok) throw new Error('taken for good');
    expect(result.problems).toMatchObject([{ name }]);
    expect(result.problems[0]!.problem).toMatch(problem);
  });

  it('reports all problems at once', () => {
    const result = readSettings({ relay: 'x', columns: 1, layout: 'y' });
    expect(!result.ok && result.problems.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['relay', 'columns', 'layout']),
    );
  });
});

describe('applyRelaySettings', () => {
  it('applies what it knows and names what it ignored', () => {
    const applied = applyRelaySettings(DEFAULTS, { layout: 'classic', colour: 'red' });
    expect(applied.settings).toEqual({ ...DEFAULTS, layout: 'classic' });
    expect(applied.ignored).toEqual(['colour']);
  });

  it('accepts numbers and, as a form stores them, strings', () => {
    const wanted = { ...DEFAULTS, scroll: 'bounce', scrollMs: 500 };
    for (const scroll_ms of [500, '500'])
      expect(applyRelaySettings(DEFAULTS, { scroll: 'bounce', scroll_ms })).toEqual({
        settings: wanted,
        ignored: [],
      });
    for (const scroll_ms of [5, '5', '', '5e2', 500.5, true, null])
      expect(applyRelaySettings(DEFAULTS, { scroll_ms }).ignored).toEqual(['scroll_ms']);
  });

  it.each([
    ['23-7', { fromMin: 1380, toMin: 420 }],
    ['0:30-24', { fromMin: 30, toMin: 0 }],
    ['09-17:05', { fromMin: 540, toMin: 1025 }],
    ['0-0', undefined],
    ['7-7', undefined],
    ['0-24', undefined],
  ])('reads the hours %s', (off_hours, offHours) => {
    const built = { ...DEFAULTS, offHours: { fromMin: 1, toMin: 2 } };
    expect(applyRelaySettings(built, { off_hours })).toEqual({
      settings: { ...built, offHours },
      ignored: [],
    });
  });

  it.each([undefined, null, 'classic', 5, { layout: 'fancy' }, { layout: null }])(
    'keeps what was there for %j',
    (sent) => {
      expect(applyRelaySettings(DEFAULTS, sent).settings).toBe(DEFAULTS);
    },
  );
});

describe('RELAY_SETTINGS', () => {
  it('lists each setting once, and accepts its default', () => {
    const fields = RELAY_SETTINGS.map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
    for (const setting of RELAY_SETTINGS) {
      const { name, field } = setting;
      const value = setting.kind === 'hours' ? '0-0' : DEFAULTS[field];
      if (value === undefined) continue;
      expect(applyRelaySettings(DEFAULTS, { [name]: value })).toEqual({
        settings: DEFAULTS,
        ignored: [],
      });
    }
  });
});
