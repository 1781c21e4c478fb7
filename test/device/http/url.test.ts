import { describe, expect, it } from '@jest/globals';
import { parseUrl } from '../../../device/http/url.js';

describe('parseUrl', () => {
  it.each([
    [
      'https://api.spotify.com/v1/me/player',
      true,
      'api.spotify.com',
      443,
      'api.spotify.com',
      '/v1/me/player',
    ],
    [
      'http://192.168.1.7:8000/get?a=1&b=2',
      false,
      '192.168.1.7',
      8000,
      '192.168.1.7:8000',
      '/get?a=1&b=2',
    ],
    ['HTTPS://Relay.Example.ORG:443', true, 'relay.example.org', 443, 'relay.example.org', '/'],
    ['http://relay.local:80/x', false, 'relay.local', 80, 'relay.local', '/x'],
  ])('takes %s apart', (url, secure, host, port, authority, target) => {
    expect(parseUrl(url)).toEqual({
      ok: true,
      address: { secure, host, port, authority, target },
    });
  });

  it.each([
    'ftp://relay.example.org/',
    'relay.example.org',
    'https://user@relay.example.org/',
    'http://relay.example.org/#part',
    'http://relay.example.org/a b',
    'http://relay.example.org/a\r\nx: y',
    'http://relay.example.org/ü',
    'https://rel\u0131y.example.org/',
    'http://relay.example.org?a=b',
    'https:///path',
    'http://relay..example.org/',
    'http://relay.example.org./',
    'http://-relay.example.org/',
    `http://${'x'.repeat(64)}.example.org/`,
    `http://${'x.'.repeat(130)}org/`,
    'http://192.168.1/',
    'http://192.168.1.256/',
    'http://192.168.1.0001/',
    'http://1.2.3.4.5/',
    'http://3232235521/',
    '',
  ])('finds no address in %j', (url) => {
    expect(parseUrl(url)).toEqual({
      ok: false,
      problem: 'must be an address such as https://relay.example.org',
    });
  });

  it.each(['http://[::1]/', 'https://[fd00::1]:8000'])('says of %s that it is IPv6', (url) => {
    expect(parseUrl(url)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('IPv6'),
    });
  });

  it.each(['0', '65536', '99999', '080000', '', 'x', '1:2'])('refuses the port %j', (port) => {
    expect(parseUrl(`http://relay.example.org:${port}/`)).toMatchObject({
      ok: false,
      problem: 'must have a port of 1 to 65535, or none',
    });
  });
});
