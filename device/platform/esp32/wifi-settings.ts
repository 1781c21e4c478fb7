/** The build's network and relay; both may be missing, to be chosen on a phone. */
import type { SettingProblem } from '../../shared/settings.js';
import { isHost, loopbackProblem } from '../../http/url.js';
import { isWifiPassword, networkNameProblem } from '../../setup/wifi-rules.js';

export interface WifiSettings {
  /** '' if the build names none. */
  readonly name: string;
  /** Undefined for an open network. */
  readonly password: string | undefined;
  /** '' if the build names none. */
  readonly relay: string;
  /** NTP servers, tried in turn. */
  readonly timeServers: readonly string[];
}

/** Of different operators, and open to any client; pool.ntp.org requires a vendor zone. */
const TIME_SERVERS = Object.freeze(['time.cloudflare.com', 'time.google.com']);

export interface WifiSettingsRead {
  readonly settings: WifiSettings;
  /** Empty if the settings are valid. */
  readonly problems: readonly SettingProblem[];
}

/**
 * Names: `wifi_ssid`, `wifi_password`, `relay`, `ntp`. Not `ssid` and `password`, which the SDK uses: it would join before
 * `main` runs, and if that failed `main` would never run, with a blank display.
 */
export function readWifiSettings(raw: Readonly<Record<string, unknown>>): WifiSettingsRead {
  const name = textOf(raw['wifi_ssid']);
  const password = textOf(raw['wifi_password']);
  const problems: SettingProblem[] = [];
  if (name !== '' && networkNameProblem(name))
    problems.push({
      name: 'wifi_ssid',
      problem: 'must be 1 to 32 bytes, without control characters',
    });
  if (name === '' && password !== '')
    problems.push({ name: 'wifi_ssid', problem: 'is missing, although there is a password' });
  if (password !== '' && !isWifiPassword(password))
    problems.push({
      name: 'wifi_password',
      problem: 'must be 8 to 63 ASCII characters, or absent',
    });
  const relay = textOf(raw['relay']).replace(/\/+$/, '');
  const loopback = loopbackProblem(relay);
  if (loopback) problems.push({ name: 'relay', problem: loopback });
  const timeServers = textOf(raw['ntp'])
    .split(',')
    .map((server) => server.trim().toLowerCase())
    .filter((server) => server !== '');
  if (!timeServers.every(isHost))
    problems.push({
      name: 'ntp',
      problem: 'must be a host such as time.google.com, or several separated by commas',
    });
  return {
    settings: {
      name,
      password: password === '' ? undefined : password,
      relay,
      timeServers: timeServers.length > 0 ? timeServers : TIME_SERVERS,
    },
    problems,
  };
}

/** A build's command line always gives text; a number in a manifest is ignored. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
