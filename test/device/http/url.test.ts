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
    expect(parseUrl(url)).toEqual({ secure, host, port, authority, target });
  });

  it.each([
    'ftp://relay.example.org/',
    'relay.example.org',
    'https://user@relay.example.org/',
    'http://[::1]/',
    'http://relay.example.org:0/',
    'http://relay.example.org:65536/',
    'http://relay.example.org/#part',
    'https:///path',
    '',
  ])('refuses %j', (url) => {
    expect(parseUrl(url)).toBeUndefined();
  });
});
