import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../relay/config.js';
import { chooseLan, lanAddresses, lanPlan } from '../../relay/lan.js';

const at = (address: string, internal = false): NetworkInterfaceInfo[] => [
  { address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null },
];
const PI = {
  lo: at('127.0.0.1', true),
  docker0: at('172.17.0.1'),
  tun0: at('10.8.0.2'),
  wlan0: at('10.0.0.3'),
  eth0: at('192.168.1.5'),
};

function configOf(env: Record<string, string>) {
  const result = readConfig(env);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('lanAddresses', () => {
  it('puts the home network first, and containers and VPNs last', () => {
    expect(lanAddresses(PI).map(({ name }) => name)).toEqual(['eth0', 'wlan0', 'tun0', 'docker0']);
  });

  it('leaves out what no other machine can reach', () => {
    expect(lanAddresses({ lo: at('127.0.0.1', true), eth0: at('169.254.3.4') })).toEqual([]);
  });
});

describe('chooseLan', () => {
  it('reports which of several addresses was chosen, and how to change it', () => {
    const choice = chooseLan(lanAddresses(PI), undefined, { PORT: '8080' });
    expect(choice).toMatchObject({
      ok: true,
      env: { HOST: '0.0.0.0', PUBLIC_URL: 'http://192.168.1.5:8080' },
      remark: expect.stringMatching(/4 addresses: 192\.168\.1\.5 \(eth0\), .*--lan=10\.0\.0\.3/),
    });
  });

  it('mentions no others if there is one address, or one was chosen', () => {
    const one = chooseLan(lanAddresses({ eth0: at('192.168.1.5') }), undefined, {});
    const chosen = chooseLan(lanAddresses(PI), '10.0.0.3', {});
    expect([one, chosen]).toEqual([
      { ok: true, env: { HOST: '0.0.0.0', PUBLIC_URL: 'http://192.168.1.5:8000' } },
      { ok: true, env: { HOST: '0.0.0.0', PUBLIC_URL: 'http://10.0.0.3:8000' } },
    ]);
  });

  it('keeps PUBLIC_URL', () => {
    const env = { PUBLIC_URL: 'https://relay.example.org' };
    expect(chooseLan([], undefined, env)).toEqual({ ok: true, env: { HOST: '0.0.0.0' } });
  });

  it.each([
    [undefined, [], /no address in a network/],
    ['192.168.1.9', lanAddresses(PI), /192\.168\.1\.9 is no address of this machine; it has 192/],
  ])('rejects %s if that is impossible', (wanted, addresses, problem) => {
    expect(chooseLan(addresses, wanted, {})).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });
});

describe('lanPlan', () => {
  it('prints the redirect URI, what to open, how to flash, and that it must stay on', () => {
    const plan = lanPlan(configOf({ HOST: '0.0.0.0', PUBLIC_URL: 'http://192.168.1.5:8000' }));
    for (const part of [
      'http://127.0.0.1:8000/callback\n',
      'Open http://192.168.1.5:8000 ',
      'Copy that page',
      'relay=http://192.168.1.5:8000 plain_http=yes\n',
      'Leave the relay running',
    ])
      expect(plan).toContain(part);
  });

  it('needs no pasting and no plain http if the relay has an https address', () => {
    const plan = lanPlan(configOf({ HOST: '0.0.0.0', PUBLIC_URL: 'https://relay.example.org' }));
    expect(plan).toContain('https://relay.example.org/callback\n');
    expect(plan).not.toMatch(/Copy that page|plain_http/);
  });
});
