import { afterEach, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import Router from 'koa-router';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { csrf } from '../../relay/http/csrf.js';
import { errors } from '../../relay/http/errors.js';
import { pageHeaders } from '../../relay/http/page-headers.js';
import type { RelayState } from '../../relay/http/context.js';
import { createLog } from '../../relay/log.js';
import type { LiveState } from '../../simulator/page/live-state.js';
import { addSimulatorRoutes, type SimulatorRoutesOptions } from '../../simulator/routes.js';
import { describeWithBrowser } from '../support/browser-suite.js';
import { Chromium } from '../support/chromium.js';
import { FakeLcd } from './fake-lcd.js';
import { HandTimer } from './hand-timer.js';
import { Bench } from './spotify/fake-spotify-bench.js';

const DEVICE = {
  state: 'playing',
  pins: { rs: 19, rw: 'GND', e: 23, d4: 18, d5: 17, d6: 16, d7: 4 },
  foscKhz: 190,
  relayUrl: 'http://127.0.0.1:8000',
  version: '1.2.3',
};

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

interface Opened {
  readonly lcd: FakeLcd;
  readonly timer: HandTimer;
  readonly port: number;
}

/** `remoteAddress` pretends that the peer is elsewhere. */
async function open(
  options: Partial<SimulatorRoutesOptions> & { remoteAddress?: string } = {},
): Promise<Opened> {
  const lcd = new FakeLcd();
  const timer = new HandTimer();
  const app = new Koa<RelayState>();
  app.silent = true;
  // As the relay has them around every route.
  app.use(
    pageHeaders(
      { publicUrl: 'http:', spotifyAccountsUrl: 'https://accounts.test' },
      'http://127.0.0.1/callback',
    ),
  );
  app.use(errors(createLog('error', { write: () => undefined })));
  app.use(csrf({ publicUrl: 'http://relay.example.org' }));
  app.use(new Router<RelayState>().allowedMethods());
  const router = new Router<RelayState>();
  addSimulatorRoutes(router, {
    lcd,
    onChange: lcd.onChange,
    device: () => DEVICE,
    onButton: () => undefined,
    expose: false,
    publicHost: 'relay.example.org',
    nowMs: timer.nowMs,
    timer,
    ...options,
  });
  app.use(router.routes());
  const handle = app.callback();
  server = createServer((request, response) => void handle(request, response));
  const { remoteAddress } = options;
  if (remoteAddress !== undefined)
    server.on('connection', (socket: Socket) =>
      Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress }),
    );
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { lcd, timer, port: (server.address() as AddressInfo).port };
}

function send(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    httpRequest({ port, path, method, headers, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });
}

async function ask(...args: Parameters<typeof send>): Promise<{ status: number; body: string }> {
  const response = await send(...args);
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) body += chunk as string;
  return { status: response.statusCode ?? 0, body };
}

const form = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
});

describe('/simulator', () => {
  it('returns the rows as text', async () => {
    const { lcd, port } = await open();
    lcd.show('Paper Lanterns', '\uE005 0:12');
    expect(await ask(port, '/simulator/lcd.txt')).toEqual({
      status: 200,
      body: 'Paper Lanterns  \n\uE005 0:12          \n',
    });
  });

  it('returns the display as JSON', async () => {
    const { port } = await open();
    const json = JSON.parse((await ask(port, '/simulator/lcd.json')).body);
    expect(json).toMatchObject({ backlight: true });
    expect(json.cgram).toHaveLength(64);
    expect(json.cells.map((row: number[]) => row.length)).toEqual([16, 16]);
  });

  it.each([
    ['/simulator', 'text/html; charset=utf-8'],
    ['/simulator/', 'text/html; charset=utf-8'],
    ['/simulator/style.css', 'text/css; charset=utf-8'],
    ['/simulator/page.js', 'text/javascript; charset=utf-8'],
  ])('serves %s', async (path, type) => {
    const { port } = await open();
    const response = await send(port, path);
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, type]);
    expect(response.headers['content-security-policy']).toContain("script-src 'self'");
    response.destroy();
  });

  it('opens with the current display, whatever it shows', async () => {
    const { lcd, port } = await open();
    lcd.show('</script>$&', '');
    const { body } = await ask(port, '/simulator');
    const [, block = ''] =
      /<script type="application\/json" id="state">(.*?)<\/script>/s.exec(body) ?? [];
    const state: LiveState = JSON.parse(block);
    expect(state.lcd.readableRows[0]).toBe('</script>$&     ');
  });

  it('serves one script, without imports', async () => {
    const { port } = await open();
    const { body } = await ask(port, '/simulator/page.js');
    expect(body).not.toMatch(/^import\b/m);
  });

  it('serves a page without inline script or style, since its policy forbids them', async () => {
    const { port } = await open();
    const { body } = await ask(port, '/simulator');
    expect(body).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\s(src|id)=)/);
  });

  it.each([
    '/simulator/nothing',
    '/simulator/../package.json',
    '/simulator/__proto__',
    '/simulators',
  ])('has no %s', async (path) => {
    const { port } = await open();
    expect((await ask(port, path)).status).toBe(404);
  });
});

describe('access from other machines', () => {
  it.each([
    ['another machine', '192.168.1.30', {}, false],
    ['this machine', '127.0.0.1', {}, true],
    ['this machine by IPv6', '::1', {}, true],
    ['this machine by IPv4 in IPv6', '::ffff:127.0.0.1', {}, true],
    [
      'another machine through a proxy on this one',
      '127.0.0.1',
      { 'x-forwarded-for': '10.0.0.9' },
      false,
    ],
    ['a name that was rebound', '127.0.0.1', { host: 'evil.example:8000' }, false],
    ['localhost', '127.0.0.1', { host: 'localhost:8000' }, true],
    ['the public name', '127.0.0.1', { host: 'relay.example.org' }, true],
  ])('%s', async (_case, remoteAddress, headers, mayLook) => {
    const { port } = await open({ remoteAddress });
    const { status } = await ask(port, '/simulator/lcd.txt', { headers });
    expect(status).toBe(mayLook ? 200 : 403);
  });

  it('explains how to allow other machines', async () => {
    const { port } = await open({ remoteAddress: '192.168.1.30' });
    expect((await ask(port, '/simulator')).body).toContain('--expose');
  });

  it.each([
    ['by address', '192.168.1.5:8000', 200],
    ['by a name that is not ours', 'evil.example', 403],
  ])('serves other machines when exposed, %s', async (_case, host, status) => {
    const { port } = await open({ remoteAddress: '192.168.1.30', expose: true });
    expect((await ask(port, '/simulator/lcd.txt', { headers: { host } })).status).toBe(status);
  });
});

describe('/simulator/events', () => {
  /** Reads whole events, one at a time. */
  async function* eventsOf(response: IncomingMessage): AsyncGenerator<string> {
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      text += chunk as string;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        yield text.slice(0, end);
        text = text.slice(end + 2);
      }
    }
  }

  const stateOf = (event: IteratorResult<string>): LiveState =>
    JSON.parse(String(event.value).replace(/^data: /, ''));

  it('sends the whole state first, then each change, coalesced to twenty a second', async () => {
    const { lcd, timer, port } = await open({ fakeSpotify: new Bench().fakeSpotify });
    lcd.show('first');
    const events = eventsOf(await send(port, '/simulator/events'));
    expect((await events.next()).value).toBe('retry: 1000');
    const first = stateOf(await events.next());
    expect(first.lcd.readableRows[0]).toBe('first'.padEnd(16));
    expect(first.lcd.dots).toHaveLength(512);
    expect(first.device.pins.rs).toBe(19);
    expect(first.fakeSpotify?.items.length).toBeGreaterThan(7);

    for (let step = 1; step <= 40; step++) lcd.show(`step ${step}`);
    timer.pass(50);
    expect(stateOf(await events.next()).lcd.readableRows[0]).toBe('step 40'.padEnd(16));
    await events.return(undefined);
  });

  it('sends a heartbeat while nothing changes', async () => {
    const { timer, port } = await open();
    const events = eventsOf(await send(port, '/simulator/events'));
    await events.next();
    await events.next();
    timer.pass(15_000);
    expect((await events.next()).value).toBe(': heartbeat');
    await events.return(undefined);
  });

  it('sends what the controls changed, even if the display does not change', async () => {
    const { timer, port } = await open({ fakeSpotify: new Bench().fakeSpotify });
    const events = eventsOf(await send(port, '/simulator/events'));
    await events.next();
    await events.next();
    await ask(port, '/simulator/control', form('action=fault&fault=silent&times=7'));
    timer.pass(50);
    expect(stateOf(await events.next()).fakeSpotify?.faultsLeft).toBe(7);
    await events.return(undefined);
  });

  it('limits the number of viewers', async () => {
    const { lcd, port } = await open();
    const held = await Promise.all(
      Array.from({ length: 32 }, () => send(port, '/simulator/events')),
    );
    expect(lcd.listenerCount).toBe(32);
    expect((await ask(port, '/simulator/events')).status).toBe(503);
    for (const response of held) response.destroy();
  });

  it('leaves nothing behind when the viewer disconnects', async () => {
    const { lcd, timer, port } = await open();
    const response = await send(port, '/simulator/events');
    const events = eventsOf(response);
    await events.next();
    await events.next();
    expect(lcd.listenerCount).toBe(1);
    response.destroy();
    // A bounded number of turns of the event loop, until the server has heard of it.
    for (let turn = 0; turn < 10_000 && lcd.listenerCount > 0; turn++)
      await new Promise((resolve) => setImmediate(resolve));
    expect(lcd.listenerCount).toBe(0);
    expect(timer.pendingCount).toBe(0);
  });
});

describe('POST /simulator/button', () => {
  it('holds the device’s button as long as it is held', async () => {
    const seen: unknown[] = [];
    const { port } = await open({ onButton: (...pressed) => void seen.push(pressed) });
    for (const body of ['down=true', 'down=false', 'down=perhaps', '', 'down=true&button=next'])
      await ask(port, '/simulator/button', form(body));
    await ask(port, '/simulator/button', form('down=true&button=eject'));
    expect(seen).toEqual([
      [true, undefined],
      [false, undefined],
      [true, 'next'],
    ]);
    expect((await ask(port, '/simulator/button')).status).toBe(405);
  });
});

describe('the QR code of a device to link', () => {
  it('is shown while the display shows a code', async () => {
    const link = { code: 'BCDF-GHJK', uri: 'http://a/link', complete: 'http://a/link?user_code=x' };
    const linking = await open({ device: () => ({ ...DEVICE, link }) });
    const { statusCode, headers } = await send(linking.port, '/simulator/link.svg');
    expect([statusCode, headers['content-type']]).toEqual([200, 'image/svg+xml']);
    server?.close();
    const { port } = await open();
    expect((await send(port, '/simulator/link.svg')).statusCode).toBe(404);
  });
});

describe('POST /simulator/control', () => {
  it('controls the fake Spotify', async () => {
    const { fakeSpotify } = new Bench();
    const { port } = await open({ fakeSpotify });
    const { status } = await ask(port, '/simulator/control', form('action=item&item=japanese'));
    expect(status).toBe(200);
    expect(fakeSpotify.state().now?.label).toBe('Japanese');
  });

  it('names an unknown action', async () => {
    const { port } = await open({ fakeSpotify: new Bench().fakeSpotify });
    const response = await ask(port, '/simulator/control', form('action=item&item=polka'));
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body)).toEqual({ ok: false, problem: 'no item polka' });
  });

  it.each([
    ['a stranger’s page', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a script', {}, 200],
  ])('from %s', async (_case, headers, expected) => {
    const { port } = await open({ fakeSpotify: new Bench().fakeSpotify });
    const { status } = await ask(port, '/simulator/control', form('action=next', headers));
    expect(status).toBe(expected);
  });

  it('does not exist with the real Spotify, nor for GET', async () => {
    const real = await open();
    expect((await ask(real.port, '/simulator/control', form('action=next'))).status).toBe(404);
    server?.close();
    const { port } = await open({ fakeSpotify: new Bench().fakeSpotify });
    expect((await ask(port, '/simulator/control')).status).toBe(405);
  });
});

describeWithBrowser('the page in Chromium', () => {
  it.each([
    [1280, 800, false],
    [1280, 800, true],
    [390, 844, true],
  ])(
    'moves nothing and has no violations of axe at %i x %i, linking: %s',
    async (width, height, isLinking) => {
      const link = {
        link: {
          code: 'BCDF-GHJK',
          uri: 'http://127.0.0.1:8000/link',
          complete: 'http://127.0.0.1:8000/link',
        },
      };
      const playing = { playing: { original: '夜', spelled: 'Yoru', isPlaying: true } };
      let device = { ...DEVICE, ...(isLinking ? link : playing) };
      const { fakeSpotify } = new Bench();
      const { lcd, timer, port } = await open({ device: () => device, fakeSpotify });
      const chromium = await Chromium.open();
      try {
        await chromium.resize(width, height);
        await chromium.open(`http://127.0.0.1:${port}/simulator`);
        expect(await chromium.violations()).toEqual([]);
        device = { ...DEVICE, ...playing };
        lcd.show('Yoru', '\uE005 0:12');
        timer.pass(50);
        await chromium.page.getByText('On the display: Yoru').waitFor();
        expect(await chromium.violations()).toEqual([]);
        expect(await chromium.shift()).toBe(0);
      } finally {
        await chromium.close();
      }
    },
    120_000,
  );
});
