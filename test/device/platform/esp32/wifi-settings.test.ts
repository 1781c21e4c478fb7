import { describe, expect, it } from '@jest/globals';
import { readWifiSettings } from '../../../../device/platform/esp32/wifi-settings.js';

describe('readWifiSettings', () => {
  it('accepts a name, its password and a relay', () => {
    const raw = { wifi_ssid: 'Home', wifi_password: 'eight888', relay: 'https://r.example/' };
    expect(readWifiSettings(raw)).toEqual({
      settings: {
        name: 'Home',
        password: 'eight888',
        relay: 'https://r.example',
        timeServers: ['time.cloudflare.com', 'time.google.com'],
      },
      problems: [],
    });
  });

  it.each([
    ['ntp.example.org', ['ntp.example.org']],
    ['192.168.1.1, NTP.example.org,', ['192.168.1.1', 'ntp.example.org']],
    ['', ['time.cloudflare.com', 'time.google.com']],
  ])('takes the time servers %j', (ntp, timeServers) => {
    expect(readWifiSettings({ ntp })).toMatchObject({ settings: { timeServers }, problems: [] });
  });

  it.each(['ntp://a', 'a b', 'a;b', '[::1]', 'a:123', '1.2.3'])('refuses ntp=%s', (ntp) => {
    expect(readWifiSettings({ ntp }).problems).toMatchObject([{ name: 'ntp' }]);
  });

  it('accepts a build without a network, which is then chosen on a phone', () => {
    expect(readWifiSettings({ wifi_ssid: 7 })).toMatchObject({
      settings: { name: '', password: undefined, relay: '' },
      problems: [],
    });
  });

  it('accepts a key of 64 hex digits', () => {
    const raw = { wifi_ssid: 'Home', wifi_password: 'f0'.repeat(32) };
    expect(readWifiSettings(raw).problems).toEqual([]);
  });

  it.each([undefined, ''])('joins an open network where the password is %j', (password) => {
    const { settings, problems } = readWifiSettings({ wifi_ssid: 'Cafe', wifi_password: password });
    expect([settings.password, problems]).toEqual([undefined, []]);
  });

  it.each([
    [{ wifi_password: 'eight888' }, 'wifi_ssid'],
    [{ wifi_ssid: 'x'.repeat(33) }, 'wifi_ssid'],
    [{ wifi_ssid: 'é'.repeat(17) }, 'wifi_ssid'],
    [{ wifi_ssid: 'a\nb' }, 'wifi_ssid'],
    [{ wifi_ssid: 'Home', wifi_password: 'Schlüssel' }, 'wifi_password'],
    [{ wifi_ssid: 'Home', wifi_password: 'seven77' }, 'wifi_password'],
    [{ wifi_ssid: 'Home', relay: 'http://127.0.0.1:8000/' }, 'relay'],
    [{ wifi_ssid: 'Home', wifi_password: 'x'.repeat(64) }, 'wifi_password'],
  ])('says which setting is wrong in %j', (raw, name) => {
    expect(readWifiSettings(raw).problems.map((problem) => problem.name)).toEqual([name]);
  });

  it('shows no password in an error', () => {
    const { problems } = readWifiSettings({ wifi_ssid: '', wifi_password: 'secret' });
    expect(JSON.stringify(problems)).not.toContain('secret');
  });
});
