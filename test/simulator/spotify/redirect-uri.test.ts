import { describe, expect, it } from '@jest/globals';
import { isSecureRedirect, matchesRegistered } from '../../../simulator/spotify/redirect-uri.js';

describe('isSecureRedirect', () => {
  it.each([
    ['https://relay.example.org/callback', true],
    ['http://127.0.0.1:8000/callback', true],
    ['http://[::1]:8000/callback', true],
    ['http://127.0.0.1/callback', true],
    ['sixteen://callback', true],
    ['http://localhost:8000/callback', false],
    ['http://192.168.1.20:8000/callback', false],
    ['http://127.0.0.1.example.org/callback', false],
    ['http://127.0.0.1@example.org/callback', false],
    ['http://relay.example.org/callback', false],
    ['https:///callback', false],
    ['https://relay.example.org/callback#fragment', false],
    ['/callback', false],
    ['', false],
  ])('%s: %s', (uri, expected) => {
    expect(isSecureRedirect(uri)).toBe(expected);
  });
});

describe('matchesRegistered', () => {
  it.each([
    ['https://a.example/cb', 'https://a.example/cb', true],
    ['https://a.example/cb', 'https://a.example/cb/', false],
    ['https://a.example/cb', 'https://a.example/cb?x=1', false],
    ['https://a.example/cb', 'https://a.example:8443/cb', false],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:5000/cb', true],
    ['http://[::1]/cb', 'http://[::1]:5000/cb', true],
    ['http://127.0.0.1/cb', 'http://[::1]:5000/cb', false],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:5000/other', false],
    ['http://127.0.0.1:5000/cb', 'http://127.0.0.1:5001/cb', false],
    ['http://localhost/cb', 'http://localhost:5000/cb', false],
  ])('registered %s, asked %s: %s', (registered, requested, expected) => {
    expect(matchesRegistered(registered, requested)).toBe(expected);
  });
});
