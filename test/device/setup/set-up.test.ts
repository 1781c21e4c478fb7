/** The page on loopback, with a real HTTP client: what a person does, and attacks. */
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLink, writeLink } from '../../../device/relay-client/stored-link.js';
import { CONNECTIONS_MAX, REQUEST_MS_MAX } from '../../../device/setup/web-server.js';
import { planStart, type StartPlan } from '../../../device/setup/start-plan.js';
import { count } from '../../support/counts.js';
import { DEAD_STORE } from '../app/torn-store.js';
import { ADDRESS, AIR, BUILT_IN, SetUpScene, TOKEN } from './scene.js';

const PASSWORD = 'correct horse';
const CHOICE = {
  token: TOKEN,
  network: 'Home',
  password: PASSWORD,
  relay: 'https://relay.example.org',
};

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let scene: SetUpScene;
let url: string;

async function start(...args: ConstructorParameters<typeof SetUpScene>): Promise<void> {
  await scene.network.close();
  scene = new SetUpScene(...args);
  url = await scene.open();
}

beforeEach(async () => {
  scene = new SetUpScene();
  url = await scene.open();
});
afterEach(() => scene.network.close());

function ask(
  path = '/',
  {
    method = 'GET',
    host = ADDRESS,
    body = '',
    headers = {},
  }: { method?: string; host?: string; body?: string; headers?: OutgoingHttpHeaders } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${url}${path}`,
      { method, agent: false, headers: { host, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function post(fields: Record<string, string>, origin?: string): Promise<Reply> {
  const body = new URLSearchParams(fields).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    ...(origin === undefined ? {} : { origin }),
  };
  return ask('/', { method: 'POST', body, headers });
}

const nextStart = (): StartPlan => planStart(scene.store, BUILT_IN);

describe('the page', () => {
  it('lists each network once, the strongest first, open ones marked', async () => {
    const { status, body } = await ask();
    const names = [...body.matchAll(/name="network" value="([^"]+)"/g)].map(([, name]) => name);
    expect([status, names]).toEqual([
      200,
      ['Home', 'Café &lt;b&gt;&quot;Nord&quot;&lt;/b&gt; &amp; Söhne', 'Far away'],
    ]);
    expect(body).toContain('open, fair');
  });

  it('shows a network whose name is not UTF-8 with advice, but not as a choice', async () => {
    await start({}, [...AIR, { name: 'Caf\ufffd', signalDbm: -30, isOpen: false }]);
    const { body } = await ask();
    expect(body).toContain('<bdi>Caf\ufffd</bdi></span><small>name is not UTF-8');
    expect(body).not.toContain('value="Caf\ufffd');
    expect((await post({ ...CHOICE, network: 'Caf\ufffd' })).status).toBe(400);
    expect((await post(CHOICE)).status).toBe(200);
  });

  it.each(['panel', 'bus', 'pin_rs', 'i2c_address', 'rom', 'network', 'other', 'relay'])(
    'escapes what was sent as %s',
    async (name) => {
      const { body } = await post({ ...CHOICE, panel: '16x2', password: '', [name]: '"><i>' });
      expect(body).not.toContain('<i>');
    },
  );

  it('opens in a browser that sends long cookies for this address', async () => {
    const headers = { cookie: `a=${'x'.repeat(5_000)}` };
    expect((await ask('/', { headers })).status).toBe(200);
  });

  it.each([
    ['captive.apple.com', '/hotspot-detect.html'],
    ['connectivitycheck.gstatic.com', '/generate_204'],
    ['www.msftconnecttest.com', '/connecttest.txt'],
    [ADDRESS, '/anything'],
    ['www.example.com', `/long?${'x'.repeat(2_000)}`],
    ['www.example.com', `/${'x'.repeat(2_000)}`],
  ])('is where %s%s leads to', async (host, path) => {
    const { status, headers } = await ask(path, { host });
    expect([status, headers['location']]).toEqual([302, `http://${ADDRESS}/`]);
  });

  it('stores what is chosen, restarts once, and joins it at the next start', async () => {
    const { status } = await post(CHOICE);
    const before = scene.restarts;
    scene.time.advanceUs(3_000_000);
    scene.time.advanceUs(900_000_000);
    expect([status, before, scene.restarts]).toEqual([200, 0, 1]);
    expect(nextStart()).toMatchObject({
      kind: 'join',
      wifi: { name: 'Home', password: PASSWORD, isUnproven: true },
      giveUpAfterMs: 90_000,
    });
  });

  it('uses the later choice if two are sent before the restart', async () => {
    await post(CHOICE);
    await post({ ...CHOICE, network: 'Far away' });
    scene.time.advanceUs(3_000_000);
    expect([scene.restarts, nextStart()]).toMatchObject([1, { wifi: { name: 'Far away' } }]);
  });

  it('keeps what was typed except the password if something is invalid, and stores nothing', async () => {
    const { status, body } = await post({
      ...CHOICE,
      network: '',
      other: 'My net',
      relay: 'ftp://x',
    });
    expect([status, nextStart().kind]).toEqual([422, 'set-up']);
    expect(body).toMatch(/role="alert"/);
    expect(body).toContain('value="My net"');
    expect(body).toContain('value="ftp://x"');
    expect(body).not.toContain(PASSWORD);
  });

  it('accepts only its own form', async () => {
    const { status } = await post({ ...CHOICE, token: 'guessed' });
    expect([status, nextStart().kind]).toEqual([400, 'set-up']);
  });

  it.each([
    ['an old token', { token: 'guessed' }, undefined, 400],
    ['another site’s page', {}, 'http://evil.example', 403],
    ['a page that hides its origin', { token: '' }, 'null', 400],
  ])('shows nothing of what %s sent', async (_name, change, origin, status) => {
    const fields = {
      ...CHOICE,
      network: '',
      other: 'Evil',
      relay: 'http://10.6.6.6',
      plain: 'yes',
      ...change,
    };
    const reply = await post(fields, origin);
    expect([reply.status, nextStart().kind]).toEqual([status, 'set-up']);
    expect(reply.body).not.toMatch(/Evil|10\.6\.6\.6|value="yes" checked/);
    expect(reply.body).toContain(`value="${BUILT_IN.relay}"`);
  });

  it('accepts its own form with its own origin', async () => {
    expect((await post(CHOICE, `http://${ADDRESS}`)).status).toBe(200);
  });

  it('shortens long input when it repeats it', async () => {
    const plain = (await ask()).body.length;
    const long = await post({
      ...CHOICE,
      network: '',
      other: '"'.repeat(300),
      relay: '"'.repeat(900),
    });
    expect([long.status, long.body.length < plain + 2000]).toEqual([422, true]);
  });

  it('shows no password from the relay’s address', async () => {
    const { status, body } = await post({
      ...CHOICE,
      relay: 'https://me:hunter2@relay.example.org',
    });
    expect([status, body.includes('hunter2'), body.includes('//me')]).toEqual([422, false, false]);
    expect(body).toContain('value="https://relay.example.org"');
  });

  it('deletes the link only if another relay is entered', async () => {
    const link = { uid: 'me', deviceToken: 'secret' };
    writeLink(scene.store, link, CHOICE.relay);
    await post(CHOICE);
    const kept = readLink(scene.store, CHOICE.relay);
    await post({ ...CHOICE, relay: 'https://other.example.org' });
    expect([kept, readLink(scene.store, CHOICE.relay)]).toEqual([link, undefined]);
  });

  it('reports a failed store, does not restart, and shows no password', async () => {
    await start({ store: DEAD_STORE });
    const { status, body } = await post(CHOICE);
    scene.time.advanceUs(3_000_000);
    expect([status, scene.restarts, body.includes(PASSWORD)]).toEqual([500, 0, false]);
    expect(body).toContain('couldn’t save');
  });

  it('restarts once, a second after its last page has arrived', async () => {
    await post(CHOICE);
    await post(CHOICE);
    const restarts = [900_000, 200_000, 20_000_000].map((us) => {
      scene.time.advanceUs(us);
      return scene.restarts;
    });
    expect(restarts).toEqual([0, 1, 1]);
  });

  it('names the network that could not be joined', async () => {
    const known = { name: 'Hoem', relay: BUILT_IN.relay, mayBePlain: false };
    await start({ known, couldNotJoin: true });
    expect((await ask()).body).toContain('The device could not join <b><bdi>Hoem</bdi></b>');
  });

  it('sends HEAD the length without a body, and other methods a 405 with Allow', async () => {
    const head = await ask('/', { method: 'HEAD' });
    const put = await ask('/', { method: 'PUT' });
    expect([head.status, head.body, put.status, put.headers['allow']]).toEqual([
      200,
      '',
      405,
      'GET, HEAD, POST',
    ]);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(1000);
  });
});

describe('secrets', () => {
  it('appear in no page and no log line', async () => {
    const pages = [
      await post({ ...CHOICE, relay: '' }),
      await post({ ...CHOICE, token: 'x' }),
      await post(CHOICE),
      await ask(),
      await ask('/', { method: 'POST', body: `password=${PASSWORD}&%` }),
    ];
    scene.time.advanceUs(3_000_000);
    const all = JSON.stringify([pages, scene.lines]);
    expect([scene.restarts, all.includes(PASSWORD), all.includes('48213907')]).toEqual([
      1,
      false,
      false,
    ]);
  });
});

describe('a hostile neighbour', () => {
  const stillWorks = async (): Promise<void> => {
    expect((await ask()).status).toBe(200);
    expect((await post(CHOICE)).status).toBe(200);
    expect(nextStart().kind).toBe('join');
  };
  const open = (): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(socket));
      socket.on('error', () => undefined);
    });
  const closed = (socket: Socket): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed) resolve();
      else socket.once('close', () => resolve());
    });

  it('cannot inject HTML or control characters by the name of a network', async () => {
    const names = [
      '<script>alert(1)</script>',
      `"><img src=x>`,
      'nul\0bell\u0007',
      'x'.repeat(400),
      '&amp;',
    ];
    await start(
      {},
      names.map((name) => ({ name, signalDbm: -40, isOpen: true })),
    );
    const { body } = await ask();
    for (const bad of ['<script', '<img', '\0', '\u0007']) expect(body).not.toContain(bad);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).toContain('&amp;amp;');
    await stillWorks();
  });

  it('cannot reverse text by bidi controls', async () => {
    await start({}, [{ name: '\u202eemoH\u2066', signalDbm: -40, isOpen: true }]);
    const { body } = await ask();
    expect(body).toContain('<bdi>\ufffdemoH\ufffd</bdi>');
    await stillWorks();
  });

  it('opens a hundred networks, of which a dozen are shown', async () => {
    await start(
      {},
      Array.from({ length: 100 }, (_, index) => ({
        name: `n${index}`,
        signalDbm: -index,
        isOpen: true,
      })),
    );
    expect((await ask()).body.match(/class="row"/g)).toHaveLength(13);
  });

  it.each([
    ['NULs', '\0\0\0\0\r\n\r\n'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: \0\r\n\r\n'],
    ['an endless head', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}`],
    ['an endless body', `POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n${'x'.repeat(20_000)}`],
    ['a broken form', 'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n%%%%%'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ])('sends %s and is hung up on', async (_name, text) => {
    const socket = await open();
    socket.write(Buffer.from(text, 'latin1'));
    const response = await new Promise<string>((resolve) => {
      socket.once('data', (bytes) => resolve(bytes.toString('latin1')));
    });
    expect(response).toMatch(/^HTTP\/1\.1 4\d\d /);
    scene.time.advanceUs(3_000_000);
    await closed(socket);
    await stillWorks();
  });

  it('sends a thousand requests', async () => {
    for (let sent = 0; sent < count(100, 1000); sent += CONNECTIONS_MAX)
      await Promise.all(
        // A browser opens as many at once as it likes; those that were hung up on ask again.
        Array.from({ length: CONNECTIONS_MAX }, () => ask().catch(() => undefined)),
      );
    scene.time.advanceUs(10_000_000);
    await stillWorks();
  });

  it('opens silent connections: the oldest is closed to make room, and none stays', async () => {
    const silent = await Promise.all(Array.from({ length: 20 }, open));
    await stillWorks();
    scene.time.advanceUs(REQUEST_MS_MAX * 1000 + 1);
    await Promise.all(silent.map(closed));
    expect(scene.network.openCount).toBe(0);
  });

  it('sends a byte at a time and is disconnected at the deadline', async () => {
    const socket = await open();
    for (const letter of 'GET / HT') {
      socket.write(letter);
      scene.time.advanceUs(900_000);
    }
    scene.time.advanceUs(900_000);
    await closed(socket);
    await stillWorks();
  });

  it('never reads the response, and is disconnected', async () => {
    const socket = await open();
    socket.pause();
    socket.write(`GET / HTTP/1.1\r\nHost: ${ADDRESS}\r\n\r\n`);
    await ask();
    scene.time.advanceUs(20_000_000);
    socket.resume();
    await closed(socket);
    await stillWorks();
  });

  it('disconnects in mid-request', async () => {
    const socket = await open();
    socket.write('POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\nhalf');
    socket.destroy();
    await closed(socket);
    await stillWorks();
  });
});

describe('a radio', () => {
  const hears = (): void => undefined;

  it('that never ends its scan does not block the page', async () => {
    await scene.network.close();
    const opened: string[] = [];
    scene = new SetUpScene({
      radio: { scan: hears, openAccessPoint: ({ name }) => opened.push(name) },
    });
    scene.setUp.watch();
    scene.time.advanceUs(14_999_000);
    const before = [...opened];
    scene.time.advanceUs(2_000);
    url = `http://127.0.0.1:${(await scene.network.ports()).http}`;
    expect([before, opened, (await ask()).status]).toEqual([[], ['16x2-4F2A'], 200]);
  });

  it('whose access point never becomes an interface is restarted', async () => {
    await scene.network.close();
    const listen = (): never => {
      throw new Error('no interface');
    };
    scene = new SetUpScene({ network: { listen, answerPackets: listen } });
    scene.setUp.watch();
    scene.time.advanceUs(25_000_000);
    const before = scene.restarts;
    scene.time.advanceUs(10_000_000);
    expect([before, scene.restarts]).toEqual([0, 1]);
  });
});

describe('its end', () => {
  const known = { name: 'Home', relay: BUILT_IN.relay, mayBePlain: false };

  it('comes within two minutes once the lost network is back', async () => {
    await start({ known }, AIR.slice(1, 2));
    scene.time.advanceUs(130_000_000);
    const before = scene.restarts;
    scene.air = AIR;
    scene.time.advanceUs(61_000_000);
    expect([before, scene.restarts]).toEqual([0, 1]);
  });

  it('comes after five minutes if the network hides its name or was mistyped', async () => {
    await start({ known, couldNotJoin: true });
    scene.time.advanceUs(290_000_000);
    const before = scene.restarts;
    scene.time.advanceUs(30_000_000);
    expect([before, scene.restarts]).toEqual([0, 1]);
  });

  it('does not come while the page is in use', async () => {
    await start({ known });
    for (let minute = 0; minute < 10; minute += 1) {
      await ask();
      scene.time.advanceUs(60_000_000);
    }
    expect([scene.restarts, scene.scans]).toEqual([0, 1]);
  });

  it('never comes by itself if no network is known', () => {
    scene.time.advanceUs(7_200_000_000);
    expect(scene.restarts).toBe(0);
  });

  it('is passed to the display with all that a person needs', () => {
    expect([scene.setUp.state, scene.opened]).toEqual([
      { kind: 'set-up', accessPoint: '16x2-4F2A', password: '48213907', address: ADDRESS },
      [{ name: '16x2-4F2A', password: '48213907' }],
    ]);
  });
});
