/** Tokens go over TLS, or over plain http if the maker allows it, within the home network. */
import { describe, expect, it } from '@jest/globals';
import {
  relayAddressProblem,
  tidyRelayAddress,
} from '../../../device/relay-client/relay-address.js';

describe('relayAddressProblem', () => {
  it.each([
    'https://relay.example.org',
    'https://r.example:8443/base',
    'http://127.0.0.1:8000',
    'http://localhost',
  ])('has nothing against %s', (address) => {
    expect(relayAddressProblem(address, false)).toBe(undefined);
  });

  it.each([
    'http://10.0.0.2:8000',
    'http://172.16.0.9',
    'http://172.31.255.1',
    'http://192.168.178.2',
    'http://169.254.3.4',
    'http://relay.local:8000',
  ])('takes %s where the owner accepts plain http, and not otherwise', (address) => {
    expect([relayAddressProblem(address, true), relayAddressProblem(address, false)]).toEqual([
      undefined,
      'must be https, or plain_http=yes with it',
    ]);
  });

  it.each([
    'http://relay.example.org',
    'http://172.32.0.1',
    'http://11.0.0.1',
    'http://192.169.0.1',
    'http://relay.local.example.org',
    'http://10.example.org',
  ])('never takes %s, which leaves the house', (address) => {
    expect(relayAddressProblem(address, true)).toMatch(/^must be https/);
  });

  it.each(['', 'relay', 'https://', 'https://a b', 'https://u@h', 'https://h?q', 'file:///x'])(
    'says how %j should look',
    (address) => {
      expect(relayAddressProblem(address, true)).toMatch(/^must be an address such as/);
    },
  );
});

describe('what the client cannot connect to', () => {
  it.each([
    ['http://[fd00::1]', /^must not be IPv6/],
    ['https://[2001:db8::1]', /^must not be IPv6/],
    ['https://relay.example.org:99999', /^must have a port of 1 to 65535/],
    ['http://192.168.1.256', /^must be an address such as/],
    ['https://relay.example.org/base?x', /^must be an address without/],
  ])('%s is refused before it is stored', (address, problem) => {
    expect(relayAddressProblem(address, true)).toMatch(problem);
  });
});

describe('tidyRelayAddress', () => {
  it.each([
    ['relay.example.org', 'https://relay.example.org'],
    [' https://relay.example.org// ', 'https://relay.example.org'],
    ['http://10.0.0.2', 'http://10.0.0.2'],
    ['', ''],
  ])('makes of %j %j', (typed, tidy) => {
    expect(tidyRelayAddress(typed)).toBe(tidy);
  });
});
