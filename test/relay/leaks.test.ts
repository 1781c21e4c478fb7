/** The leak check over every test's relay finds what it should. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { Leaks } from '../support/leaks.js';

const SECRET = 'refresh-0123456789';

async function answer(path: string, body: string, location = ''): Promise<Leaks> {
  const leaks = new Leaks();
  const server = createServer((request, response) => {
    leaks.watch(request.url ?? '', response);
    if (location !== '') response.setHeader('location', location);
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  server.closeAllConnections();
  server.close();
  return leaks;
}

describe('Leaks', () => {
  it.each([
    ['a page', '/', `<p>${SECRET}`, '', [], 'refresh in a response of /'],
    ['an address', '/', '', `/?x=${SECRET}`, [], 'refresh in an address of /'],
    ['a log line', '/', '', '', [`{"x":"${SECRET}"}`], 'refresh in the log'],
  ])('finds a secret in %s', async (_, path, body, location, log, where) => {
    const leaks = await answer(path, body, location);
    expect(leaks.found(log, [SECRET])).toEqual([where]);
  });

  it('allows what a route returns on purpose, in its response only', async () => {
    const leaks = await answer('/refresh', '{"access_token":"access-0123456789"}');
    expect(leaks.found([], ['access-0123456789'])).toEqual([]);
    expect(leaks.found(['access-0123456789'], [])).toEqual(['access in the log']);
  });

  it('detects what was typed into a form', () => {
    const leaks = new Leaks();
    leaks.sent({ pass: 'a long password', uid: 'somebody long' });
    expect(leaks.found(['a long password', 'somebody long'], [])).toEqual([
      'the field pass in the log',
    ]);
  });
});
