/** A command line that the device would reject fails before anything is built, and shows no secret. */
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../device/app/build-settings.js';
import { readWifiSettings } from '../../../device/platform/esp32/wifi-settings.js';
import {
  busProblems,
  expectedWords,
  readArguments,
  SETTING_NAMES,
  settingsProblems,
  settingsWarnings,
  shownSettings,
} from '../../../tools/flash/arguments.js';

const ARGS = ['ssid=Home', 'password=eight888', 'relay=https://relay.example.org'];
const settings = {
  wifi_ssid: 'Home',
  wifi_password: 'eight888',
  relay: 'https://relay.example.org',
};

describe('readArguments', () => {
  it('renames ssid and password so that the SDK does not join by itself', () => {
    expect(readArguments(ARGS, {})).toEqual({
      kind: 'flash',
      order: {
        isDryRun: false,
        isDebug: false,
        isLite: false,
        hasLog: false,
        board: 'esp32/nodemcu',
        port: undefined,
        settings,
      },
    });
  });

  it('accepts options between settings, and values with any characters', () => {
    const args = ['--dry-run', 'password=a=b --x', '--lite', '--port', '/dev/ttyUSB1', '--debug'];
    expect(readArguments(args, { UPLOAD_PORT: '/dev/ttyUSB0' })).toMatchObject({
      order: {
        isDryRun: true,
        isDebug: true,
        isLite: true,
        hasLog: false,
        port: '/dev/ttyUSB1',
        settings: { wifi_password: 'a=b --x' },
      },
    });
  });

  it('reads port and password from the environment if the command line has none', () => {
    const env = { UPLOAD_PORT: '/dev/ttyACM0', WIFI_PASSWORD: 'from the environment' };
    expect(readArguments(['ssid=Home'], env)).toMatchObject({
      order: { port: '/dev/ttyACM0', settings: { wifi_password: 'from the environment' } },
    });
    expect(readArguments([], env)).toMatchObject({ order: { settings: {} } });
  });

  it('builds with a log on request', () => {
    expect(readArguments(['--log'], {})).toMatchObject({ order: { hasLog: true } });
  });

  it.each([
    ['--fast'],
    ['Home'],
    ['--port'],
    ['--port', ''],
    ['--port', '--lite'],
    ['--board', 'esp8266'],
    ['--board', 'toString'],
    ['=x'],
    ['Ssid=x'],
    ['--log', '--debug'],
  ])('refuses %j', (...args) => {
    expect(readArguments(args, {})).toMatchObject({ kind: 'wrong' });
  });

  it.each([
    ['pasword=secret', 'password'],
    ['colums=20', 'columns'],
    ['wifi_pasword=secret', 'wifi_password'],
    ['pin_backlite=5', 'pin_backlight'],
  ])('rejects %s, suggests a similar name, and shows no value', (arg, near) => {
    const read = readArguments([arg], {});
    const problem = read.kind === 'wrong' ? read.problem : '';
    expect(problem).toContain(`is it ${near}?`);
    expect(problem).not.toMatch(/secret|20$/);
  });

  it.each(['quite_other=secret', 'constructor=secret', 'Password=secret', '-password=secret'])(
    'refuses %s without its value',
    (arg) => {
      const read = readArguments([arg], {});
      expect(read.kind).toBe('wrong');
      expect(JSON.stringify(read)).not.toContain('secret');
    },
  );

  it('knows each name that the device reads', () => {
    const names: string[] = [];
    const spy = new Proxy({}, { get: (_, name) => void names.push(String(name)) });
    readSettings(spy);
    readWifiSettings(spy);
    expect(names.filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });

  it('knows --help', () => {
    expect(readArguments(['--help'], {})).toEqual({ kind: 'help' });
  });
});

describe('settingsProblems', () => {
  it('accepts the line in the README, and no settings at all', () => {
    expect([settingsProblems(settings), settingsProblems({})]).toEqual([[], []]);
  });

  it.each([
    [{ wifi_ssid: 'Home' }, 'relay'],
    [{ ...settings, wifi_password: 'short' }, 'wifi_password'],
    [{ ...settings, relay: 'relay' }, 'relay'],
    [{ ...settings, relay: 'http://192.168.1.2:8000' }, 'relay'],
    [{ ...settings, pin_rs: '6' }, 'pin_rs'],
    [{ ...settings, pin_button: '19' }, 'pin_button'],
    [{ ...settings, bus: 'pcf8574', pin_sda: '34' }, 'pin_sda'],
    [{ ...settings, columns: '17' }, 'columns'],
  ])('names the setting that the device would reject in %j', (change, name) => {
    expect(settingsProblems(change as Record<string, string>).map((one) => one.name)).toContain(
      name,
    );
  });

  it('reports pins and other errors together', () => {
    const change = { ...settings, relay: 'relay', pin_rs: '6', pin_button: '23' };
    expect(settingsProblems(change).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['relay', 'pin_rs', 'pin_button']),
    );
  });

  it('accepts plain http if plain_http is set', () => {
    const plain = { ...settings, relay: 'http://192.168.1.2:8000', plain_http: 'yes' };
    expect(settingsProblems(plain)).toEqual([]);
  });
});

describe('busProblems', () => {
  it.each([
    [{ pin_rs: '19', pin_backlight: '26' }, []],
    [{ bus: 'pcf8574', pin_sda: '21', pin_scl: '22', i2c_address: '0x3f' }, []],
    [{ pin_sda: '21' }, [['pin_sda', /add bus=pcf8574/]]],
    [{ bus: 'gpio', i2c_address: '39' }, [['i2c_address', /add bus=pcf8574/]]],
    [{ bus: 'pcf8574', pin_rs: '19' }, [['pin_rs', /leave out bus=pcf8574/]]],
    [{ bus: 'pcf8574', pin_backlight: '26' }, [['pin_backlight', /leave it out/]]],
  ] as const)('of %j are %j', (typed, found) => {
    expect(busProblems(typed)).toEqual(
      found.map(([name, problem]) => ({ name, problem: expect.stringMatching(problem) })),
    );
  });
});

describe('settingsWarnings', () => {
  it.each([
    [{ off_hours: '23-7' }, ['off_hours counts in UTC: add utc_offset_min=']],
    [{ idle: 'clock' }, ['the clock counts in UTC: add utc_offset_min=']],
    [{ off_hours: '23-7', utc_offset_min: '0' }, []],
    [{ off_hours: '23-7', utc_offset_min: '60' }, []],
    [{ off_hours: '0-0' }, []],
    [{ backlight_off_s: '60' }, ['backlight_off_s does nothing without pin_backlight=']],
    [{ backlight_off_s: '60', pin_backlight: '26' }, []],
    [{ backlight_active: 'low' }, ['backlight_active does nothing without pin_backlight=']],
    [{ backlight_active: 'low', bus: 'pcf8574' }, []],
    [{ off_hours: 'invalid' }, []],
    [{}, []],
  ])('of %j are %j', (change, starts) => {
    const warnings = settingsWarnings({ ...settings, ...change });
    expect(warnings).toEqual(starts.map((start) => expect.stringContaining(start)));
  });
});

describe('what is printed', () => {
  it('shows no password', () => {
    expect(shownSettings(settings)).toEqual([
      'ssid=Home',
      'password=…',
      'relay=https://relay.example.org',
    ]);
    expect(shownSettings({ pasword: 'secret' })).toEqual(['pasword=…']);
  });

  it('ends with what the display should show', () => {
    expect(expectedWords(settings).join(' ')).toMatch(
      /Joining Wi-Fi.*Home.*relay\.example\.org\/link/,
    );
    expect(expectedWords({}).join(' ')).toMatch(/Set up Wi-Fi/);
  });
});
