import { describe, expect, it } from '@jest/globals';
import { addressBlocks, clientAddress } from '../../../relay/http/client-address.js';

describe('clientAddress', () => {
  it.each([
    ['203.0.113.7', '127.0.0.1', '203.0.113.7'],
    ['::ffff:203.0.113.7', '127.0.0.1', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '127.0.0.1', '203.0.113.7'],
    ['::ffff:cb00:7107', '127.0.0.1', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '127.0.0.1', '203.0.113.7'],
    ['2001:db8::1', '127.0.0.1', '2001:db8::1'],
    ['<script>', '127.0.0.1', '127.0.0.1'],
    ['unknown', '::1', '::1'],
    ['203.0.113.7:51234', '127.0.0.1', '203.0.113.7'],
    ['[2001:db8::1]:443', '127.0.0.1', '2001:db8::1'],
    ['[2001:db8::1]', '127.0.0.1', '2001:db8::1'],
  ])('turns %s, sent over a socket from %s, into the address %s', (ip, remoteAddress, expected) => {
    const ctx: unknown = { ip, req: { socket: { remoteAddress } } };
    expect(clientAddress(ctx as Parameters<typeof clientAddress>[0])).toBe(expected);
  });
});

describe('addressBlocks', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0001::', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts %s as %s', (address, block) => {
    expect(addressBlocks(address)[0]).toBe(block);
  });

  it('counts an IPv6 address by its /64, its /56 and its /48', () => {
    expect(addressBlocks('2001:db8:1:2345::1')).toEqual([
      '2001:db8:1:2345::/64',
      '2001:db8:1:2300::/56',
      '2001:db8:1:0::/48',
    ]);
  });
});
