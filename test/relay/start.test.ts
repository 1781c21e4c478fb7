/** The relay as it is started, over real sockets: a Postgres that goes and comes back, and clients that never finish. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listen, startRelay, stopListening, type Relay } from '../../relay/start.js';
import { createLog } from '../../relay/log.js';
import { databaseEnv, openTestDatabase } from '../support/database.js';
import { FakeSpotify } from '../support/fake-spotify.js';
import { freePort } from '../support/free-port.js';
import { POSTGRES, testsNeeding } from '../support/needs.js';
import { findBinaries, startServer } from '../support/postgres-server.js';
import { Browser, configOf, jsonOf } from '../support/relay.js';

const bin = findBinaries();
/** What the test opened last is closed first. */
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(
  env: Readonly<Record<string, string>>,
  limits: Parameters<typeof listen>[2] = {},
): Promise<{ readonly relay: Relay; readonly url: string; readonly spotify: FakeSpotify }> {
  const spotify = await new FakeSpotify().listen();
  closers.push(() => spotify.close());
  const config = configOf({
    PORT: String(await freePort()),
    ...spotify.env,
    ...env,
  });
  const relay = await startRelay({ config, log: createLog('info', { write: () => undefined }) });
  closers.push(() => relay.close());
  const server: Server = await listen(relay.app, config, limits);
  closers.push(async () => {
    server.closeAllConnections();
    await stopListening(server);
  });
  return { relay, url: `http://127.0.0.1:${config.port}`, spotify };
}

describe('a relay whose Postgres goes away', () => {
  testsNeeding(POSTGRES).it(
    'returns 503 meanwhile and serves everything afterwards, without a restart',
    async () => {
      const postgres = await startServer(bin!);
      closers.push(() => postgres.stop());
      const { url, spotify } = await start(databaseEnv(postgres, 'unused'));
      const person = new Browser(url);
      const token = await person.linkByHand(spotify, 'ada');
      const device = new Browser(url);
      const ask = async (path: string): Promise<[number, string | null, unknown]> => {
        const response = await device.post(path, { uid: 'ada', token, client_id: 'test' });
        const { error } = await jsonOf(response);
        return [response.status, response.headers.get('retry-after'), error];
      };
      const status = async (path: string): Promise<number> => (await device.get(path)).status;
      expect(await ask('/get')).toEqual([200, null, undefined]);

      await postgres.halt();
      for (const path of ['/refresh', '/get', '/device_authorization'])
        expect([path, ...(await ask(path))]).toEqual([path, 503, '5', 'temporarily_unavailable']);
      expect((await person.get('/')).status).toBe(503);
      expect(await status('/readyz')).toBe(503);
      expect(await status('/healthz')).toBe(200);

      await postgres.resume();
      expect(await status('/readyz')).toBe(200);
      for (const path of ['/refresh', '/get', '/device_authorization'])
        expect([path, ...(await ask(path))]).toEqual([path, 200, null, undefined]);
      expect((await person.get('/')).status).toBe(200);
    },
    120_000,
  );
});

describe('a client that never finishes', () => {
  const LIMITS = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 };
  const HEAD = 'POST /refresh HTTP/1.1\r\nHost: relay\r\n';

  it.each([
    ['whose headers trickle in', HEAD, 'X: 1\r\n'],
    [
      'whose body trickles in',
      `${HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999\r\n\r\n`,
      'a',
    ],
    ['whose body never comes', `${HEAD}Content-Length: 10\r\n\r\n`, ''],
  ])(
    '%s is cut off, and others are served meanwhile',
    async (_, head, drop) => {
      const database = await openTestDatabase();
      closers.push(() => database.close());
      // The embedded engine would need a folder; nothing here reaches a database that is not the run's.
      if (database.url === undefined) return;
      const { url } = await start(databaseEnv(database, 'unused'), LIMITS);
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(head);
      const drip = setInterval(() => {
        if (drop !== '' && socket.writable) socket.write(drop);
      }, 20);
      const answered = text(socket).catch(() => '');
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      // It ends by the relay's hand alone.
      expect(await answered).toMatch(/^(HTTP\/1\.1 408 |$)/);
      clearInterval(drip);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    },
    60_000,
  );
});
