/** A command line that the device would refuse is refused before anything is built, and tells no secret. */
import { describe, expect, it } from '@jest/globals';
import {
  expectedWords,
  readArguments,
  settingsProblems,
  shownSettings,
} from '../../../tools/flash/arguments.js';

const ARGS = ['ssid=Home', 'password=eight888', 'relay=https://relay.example.org'];
const settings = {
  wifi_ssid: 'Home',
  wifi_password: 'eight888',
  relay: 'https://relay.example.org',
};

describe('readArguments', () => {
  it('gives ssid and password the names with which the SDK does not join by itself', () => {
    expect(readArguments(ARGS, {})).toEqual({
      kind: 'flash',
      order: {
        isDryRun: false,
        isDebug: false,
        isLite: false,
        board: 'esp32/nodemcu',
        port: undefined,
        settings,
      },
    });
  });

  it('takes options between settings, and values with any sign in them', () => {
    const args = ['--dry-run', 'password=a=b --x', '--lite', '--port', '/dev/ttyUSB1', '--debug'];
    expect(readArguments(args, { UPLOAD_PORT: '/dev/ttyUSB0' })).toMatchObject({
      order: {
        isDryRun: true,
        isDebug: true,
        isLite: true,
        port: '/dev/ttyUSB1',
        settings: { wifi_password: 'a=b --x' },
      },
    });
  });

  it('takes port and password from the environment where the command line has none', () => {
    const env = { UPLOAD_PORT: '/dev/ttyACM0', WIFI_PASSWORD: 'from the environment' };
    expect(readArguments(['ssid=Home'], env)).toMatchObject({
      order: { port: '/dev/ttyACM0', settings: { wifi_password: 'from the environment' } },
    });
    expect(readArguments([], env)).toMatchObject({ order: { settings: {} } });
  });

  it.each([['--fast'], ['Home'], ['--port'], ['--board', 'esp8266'], ['=x'], ['Ssid=x']])(
    'refuses %j',
    (...args) => {
      expect(readArguments(args, {})).toMatchObject({ kind: 'wrong' });
    },
  );

  it('knows --help', () => {
    expect(readArguments(['--help'], {})).toEqual({ kind: 'help' });
  });
});

describe('settingsProblems', () => {
  it('has nothing against the line of the read-me, nor against no settings at all', () => {
    expect([settingsProblems(settings), settingsProblems({})]).toEqual([[], []]);
  });

  it.each([
    [{ wifi_ssid: 'Home' }, 'relay'],
    [{ ...settings, wifi_password: 'short' }, 'wifi_password'],
    [{ ...settings, relay: 'relay' }, 'relay'],
    [{ ...settings, relay: 'http://192.168.1.2:8000' }, 'relay'],
    [{ ...settings, pin_rs: '6' }, 'pin_rs'],
    [{ ...settings, pin_button: '19' }, 'pin_button'],
    [{ ...settings, columns: '17' }, 'columns'],
  ])('names the setting that the device would refuse in %j', (change, name) => {
    expect(settingsProblems(change as Record<string, string>).map((one) => one.name)).toContain(
      name,
    );
  });

  it('takes plain http where the order says so', () => {
    const plain = { ...settings, relay: 'http://192.168.1.2:8000', plain_http: 'yes' };
    expect(settingsProblems(plain)).toEqual([]);
  });
});

describe('what is printed', () => {
  it('shows no password', () => {
    expect(shownSettings(settings)).toEqual([
      'wifi_ssid=Home',
      'wifi_password=…',
      'relay=https://relay.example.org',
    ]);
  });

  it('ends with what the display should say', () => {
    expect(expectedWords(settings).join(' ')).toMatch(
      /Joining Wi-Fi.*Home.*relay\.example\.org\/link/,
    );
    expect(expectedWords({}).join(' ')).toMatch(/Wi-Fi set-up/);
  });
});
