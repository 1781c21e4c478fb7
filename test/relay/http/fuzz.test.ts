/** Invalid input on every route: a 4xx, never a 5xx or a hang. `FUZZ_SEED` repeats a run. */
import { request, type OutgoingHttpHeaders } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { count } from '../../support/counts.js';
import { relaySuite } from '../../support/relay-suite.js';
import type { LinkedDevice } from '../../support/relay.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 16);
const COUNT = count(12, 1_000);
const HANG_MS = 8_000;
const FORM = 'application/x-www-form-urlencoded';

/** Route → the fields that it reads. Those that end a session or an account are requested without one. */
const POSTS: Readonly<Record<string, readonly string[]>> = {
  '/admin': ['uid', 'pass', 'id', 'secret', 'action', 'invite'],
  '/callback': ['url'],
  '/device_authorization': ['client_id', 'device_name'],
  '/token': ['grant_type', 'device_code', 'client_id'],
  '/link': ['code', 'decision'],
  '/refresh': ['uid', 'token', 'rejected_token'],
  '/get': ['uid', 'token', 'settings'],
  '/devices': ['name', 'pass'],
  '/devices/AAAAAAAAAAAAAAAAAAAAAA/rename': ['name'],
  '/devices/AAAAAAAAAAAAAAAAAAAAAA/settings': ['layout', 'scroll_ms', 'off_hours', 'time_zone'],
  '/account/password': ['pass', 'new_pass'],
  '/account/app': ['id', 'secret', 'pass'],
};
const GETS = [
  '/',
  '/admin',
  '/success',
  '/authorize',
  '/callback',
  '/link',
  '/display',
  '/healthz',
];

const suite = relaySuite();
const random = seededRandom(SEED);
let linked: LinkedDevice;

beforeEach(async () => {
  linked = await suite.relay.link(suite.freshUid(), suite.spotify);
});

function below(max: number): number {
  return Math.floor(random() * max);
}

function pick<T>(from: readonly T[]): T {
  return from[below(from.length)]!;
}

function bytes(length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => below(256)));
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer | string;
  readonly isSignedIn?: boolean;
}

/** @returns the status; 0 where the server cut the connection, which is a response as well */
function send({ method, path, headers = {}, body = '', isSignedIn = true }: Sent): Promise<number> {
  const cookie = [...linked.browser.cookies].map((pair) => pair.join('=')).join('; ');
  return new Promise((resolve, reject) => {
    const sent = request(
      suite.relay.url,
      { method, path, headers: { ...(isSignedIn ? { cookie } : {}), ...headers } },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.setTimeout(HANG_MS, () => {
      reject(new Error(`${method} ${path} hangs, seed=${SEED}`));
      sent.destroy();
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}

/** Each makes a body that is never right, whatever the fields. */
const BROKEN: readonly [string, (fields: readonly string[]) => Partial<Sent>][] = [
  ['random bytes', () => ({ body: bytes(20 + below(400)) })],
  ['a huge field', (fields) => ({ body: `${pick(fields)}=${'x'.repeat(17_000 + below(9_000))}` })],
  ['a field twice', ([field]) => ({ body: `${field}=a&${field}=b` })],
  ['many fields', () => ({ body: Array.from({ length: 300 }, (_, n) => `f${n}=1`).join('&') })],
  [
    'another type',
    () => ({ headers: { 'content-type': 'application/json' }, body: '{"uid":[1]}' }),
  ],
  ['no type', ([field]) => ({ headers: { 'content-type': '' }, body: `${field}=a` })],
  ['broken UTF-8', (fields) => ({ body: fields.map((field) => `${field}=%ff%c3%28`).join('&') })],
  ['NULs', (fields) => ({ body: fields.map((field) => `${field}=%00%00`).join('&') })],
  [
    'lone surrogates',
    (fields) => ({ body: fields.map((field) => `${field}=%ed%a0%80`).join('&') }),
  ],
];

describe('every route', () => {
  it.each(BROKEN)('rejects %s with 4xx', async (_, make) => {
    for (const [path, fields] of Object.entries(POSTS)) {
      const broken = make(fields);
      const headers = { 'content-type': FORM, ...broken.headers };
      const status = await send({ method: 'POST', path, ...broken, headers });
      expect([path, Math.floor(status / 100)]).toEqual([path, 4]);
    }
  });

  it(
    'survives random fields, cookies, tokens, queries and methods',
    async () => {
      const values = [
        () => bytes(below(40)).toString('latin1'),
        () => '\0',
        () => "'; DROP TABLE accounts; --",
        () => '../../etc/passwd',
        () => '\u{1d54f}'.repeat(below(80)),
        () => String(-random() * 1e300),
        () => '{"$gt":""}',
        () => 'x'.repeat(below(5_000)),
        () => '%%%u1&%zz=1',
        () => '',
      ];
      const value = (): string => pick(values)();
      const header = (): string => value().replace(/[^\x20-\x7e]/g, '?');
      for (let round = 0; round < COUNT; round += 1) {
        for (const [path, fields] of Object.entries(POSTS)) {
          const body = fields.map((field) => `${field}=${encodeURIComponent(value())}`).join('&');
          const sent = {
            method: 'POST',
            path,
            body,
            isSignedIn: random() < 0.7,
            headers: {
              'content-type': FORM,
              authorization: pick(['Bearer ', '', 'Basic ']) + header(),
            },
          };
          await expectWhole(sent);
        }
        for (const path of GETS) {
          const query = `?${pick(['state', 'code', 'error', 'user_code', 'n'])}=${encodeURIComponent(
            value(),
          )}&n=1&n=2&%=%ff`;
          const sent = {
            method: pick(['GET', 'HEAD', 'PUT', 'DELETE', 'PROPFIND', 'POST']),
            path: path + query,
          };
          await expectWhole(sent);
        }
        const cookie = `sixteen-by-two=${header()}; sixteen-by-two-code=${header()}`;
        for (const path of GETS) await expectWhole({ method: 'GET', path, headers: { cookie } });
      }
    },
    60_000 + COUNT * 2_000,
  );

  it.each([
    '/%',
    '/%00',
    '//',
    '/..%2f..%2fetc',
    '/devices/%2e%2e',
    '/devices/%00',
    '/%ff',
    '/a?b#c',
  ])('responds to the path %j without failing', async (path) => {
    for (const method of ['GET', 'POST']) await expectWhole({ method, path });
  });
});

async function expectWhole(sent: Sent): Promise<void> {
  const status = await send(sent);
  if (status >= 500) expect({ seed: SEED, sent, status }).toBeUndefined();
}
