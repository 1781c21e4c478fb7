/** The real relay on a free port over a test database, a browser that keeps cookies, and a device that links itself. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../relay/app.js';
import { readAssets, type Assets } from '../../relay/assets.js';
import { roomsOf } from '../../relay/rooms.js';
import type { Clock } from '../../relay/clock.js';
import { readConfig, type Config } from '../../relay/config.js';
import { createLog } from '../../relay/log.js';
import { Passwords } from '../../relay/account/passwords.js';
import { connectAccounts } from '../../relay/spotify/accounts.js';
import { connectPlayer } from '../../relay/spotify/player.js';
import type { Database } from '../../relay/db/database.js';
import { Accounts } from '../../relay/account/accounts.js';
import { Devices } from '../../relay/devices/devices.js';
import { Grants } from '../../relay/grant/grants.js';
import { systemSecretBytes } from '../../relay/secrets.js';
import type { FakeSpotify } from './fake-spotify.js';
import { Leaks } from './leaks.js';

export const PASSWORD = 'correct horse battery';

/** The real cost has tests of its own, and is a tenth of a second each. */
const CHEAP_PASSWORDS = new Passwords({ costLog2: 4, blockSize: 8, parallelism: 1 });

let assets: Promise<Assets> | undefined;

/** Stands until it is moved. Sleeping only lets others run, so that waiting for them takes no time of its own. */
export class TestClock implements Clock {
  /** Each begins a day after the last: attempts that one test counted in the file's database are over for the next. */
  static #days = 0;
  #nowMs = Date.UTC(2026, 10, 25 + (TestClock.#days += 1), 12);

  nowMs(): number {
    return this.#nowMs;
  }

  advanceS(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }

  sleep(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

export interface TestRelayOptions {
  readonly database: Database;
  readonly spotify: FakeSpotify;
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
  readonly demo?: boolean;
}

export class TestRelay {
  readonly url: string;
  readonly config: Config;
  readonly database: Database;
  /** What is stored. */
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly devices: Devices;
  /** Everything that was logged, as it would stand in the file. */
  readonly log: string[];
  readonly leaks: Leaks;
  /** Ends it. @throws where a secret stood in a log line, an address, a page or an error that it gave */
  readonly close: () => Promise<void>;

  private constructor(
    parts: Pick<TestRelay, 'url' | 'config' | 'database' | 'log' | 'leaks' | 'close'>,
    clock: Clock,
  ) {
    this.url = parts.url;
    this.config = parts.config;
    const { database } = parts;
    this.database = database;
    this.accounts = new Accounts(database);
    this.grants = new Grants(database);
    this.devices = new Devices({ database, clock, bytes: systemSecretBytes });
    this.log = parts.log;
    this.leaks = parts.leaks;
    this.close = parts.close;
  }

  static async open(options: TestRelayOptions): Promise<TestRelay> {
    const { database, spotify, clock = new TestClock(), env = {}, demo = false } = options;
    // The port has to be known before the relay is made, since its own address goes into what it says.
    const server = createServer();
    // As the real one's: the default of 5 s ends a socket at the moment in which a busy machine's test uses it again.
    server.keepAliveTimeout = 65_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const config = configOf({
      PORT: String(port),
      ...spotify.env,
      ...env,
    });
    const log: string[] = [];
    const rooms = roomsOf({
      config,
      database,
      clock,
      log: createLog('info', { write: (line) => log.push(line) }),
      bytes: systemSecretBytes,
      spotify: {
        accounts: connectAccounts(config.spotifyAccountsUrl, clock),
        player: connectPlayer(config.spotifyApiUrl, clock),
      },
      ...(await (assets ??= readAssets())),
      version: '0.0.0-test',
      demo,
      passwords: CHEAP_PASSWORDS,
    });
    const handle = createApp(rooms).callback();
    const leaks = new Leaks();
    leaks.sent({ secret: config.defaultApp?.clientSecret ?? '', invite: config.inviteCode ?? '' });
    server.on('request', (request, response) => {
      // `fetch` lets nobody choose the Host header.
      const name = request.headers['x-test-host'];
      if (typeof name === 'string') request.headers.host = name;
      leaks.watch((request.url ?? '').replace(/\?.*/s, ''), response);
      void handle(request, response);
    });
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const found = leaks.found(log, spotify.secrets);
      if (found.length > 0) throw new Error(`secrets got out: ${found.join('; ')}`);
    };
    const url = `http://127.0.0.1:${port}`;
    return new TestRelay({ url, config, database, log, leaks, close }, clock);
  }

  /** @param headers that it sends each time */
  browser(headers: Readonly<Record<string, string>> = {}): Browser {
    return new Browser(this.url, this.leaks, headers);
  }

  /** Registers an account. @returns its browser */
  async register(uid: string): Promise<Browser> {
    const browser = this.browser();
    await browser.post('/admin', { uid, pass: PASSWORD });
    return browser;
  }

  /** An account with a grant and one linked device. */
  async link(uid: string, spotify: FakeSpotify): Promise<LinkedDevice> {
    const browser = await this.register(uid);
    await browser.connect(spotify);
    const token = await this.linkDevice(browser);
    return { uid, token, browser };
  }

  async linkDevice(browser: Browser): Promise<string> {
    const device = this.browser();
    const begun = await jsonOf(await device.post('/device_authorization', { client_id: 'test' }));
    await browser.post('/link', { code: String(begun['user_code']), decision: 'approve' });
    const linked = await device.post('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(begun['device_code']),
      client_id: 'test',
    });
    return String((await jsonOf(linked))['access_token']);
  }

  refresh(
    { uid, token }: Pick<LinkedDevice, 'uid' | 'token'>,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.browser().post(
      '/refresh',
      { uid, ...fields },
      { authorization: `Bearer ${token}` },
    );
  }

  get(
    { uid, token }: Pick<LinkedDevice, 'uid' | 'token'>,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.browser().post('/get', { uid, ...fields }, { authorization: `Bearer ${token}` });
  }
}

export interface LinkedDevice {
  readonly uid: string;
  readonly token: string;
  readonly browser: Browser;
}

/** Keeps cookies and follows nothing. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  readonly #leaks: Leaks | undefined;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, leaks?: Leaks, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#leaks = leaks;
    this.#headers = headers;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    this.#leaks?.sent(fields);
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** Connects Spotify to the account that is signed in. */
  async connect(spotify: FakeSpotify): Promise<void> {
    const authorize = await this.get('/authorize');
    const back = spotify.agree(authorize.headers.get('location') ?? '');
    await this.get(back.pathname + back.search);
  }

  /** Registers an account with a grant. @returns the token of its one device, which is made by hand */
  async linkByHand(spotify: FakeSpotify, uid: string): Promise<string> {
    await this.post('/admin', { uid, pass: PASSWORD });
    await this.connect(spotify);
    const page = await (await this.post('/devices', { name: uid, pass: PASSWORD })).text();
    return /readonly>([\w-]{43})</.exec(page)![1]!;
  }

  async #send(
    path: string,
    init: RequestInit & { readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Response> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.#headers)) headers.set(name, value);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(this.#url + path, { ...init, redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

/** A response that is a JSON object. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

export function configOf(env: Readonly<Record<string, string>>): Config {
  const result = readConfig(env);
  if (!result.ok)
    throw new Error(result.problems.map(({ name, problem }) => `${name} ${problem}`).join('\n'));
  return result.config;
}
