/**
 * The demo page's relay responds to a device as the relay does: each story runs against both, with equal transcripts.
 * Secrets differ from run to run, so they are replaced by their form.
 */
import { expect, it } from '@jest/globals';
import { refreshRequest } from '../../device/relay-client/access-token.js';
import { codeRequest, pollRequest } from '../../device/relay-client/device-flow.js';
import { relayRequest } from '../../device/relay-client/relay-request.js';
import type { HttpRequest } from '../../device/shared/ports.js';
import { PageRelay } from '../../simulator/page/demo/page-relay.js';
import { CLIENT, Bench } from '../simulator/spotify/fake-spotify-bench.js';
import { jsonOf } from '../support/relay.js';
import { relaySuite } from '../support/relay-suite.js';

const suite = relaySuite();

interface Said {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One relay with its Spotify, and the person who uses both. */
interface Side {
  readonly url: string;
  readonly uid: string;
  ask(request: HttpRequest): Promise<Said>;
  advanceS(seconds: number): void;
  connect(): Promise<void>;
  decide(userCode: string, decision: 'approve' | 'deny'): Promise<void>;
  /** The next response of Spotify's token endpoint is a 500. */
  failNextRefresh(): void;
  revoke(): void;
}

async function relaySide(): Promise<Side> {
  const { relay, spotify, clock } = suite;
  const uid = suite.freshUid();
  const browser = await relay.register(uid);
  return {
    url: relay.url,
    uid,
    ask: async ({ url, method, headers, body }) => {
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { status: response.status, retryAfter, body: await jsonOf(response) };
    },
    advanceS: (seconds) => clock.advanceS(seconds),
    connect: () => browser.connect(spotify),
    decide: async (code, decision) => {
      await browser.post('/link', { code, decision });
    },
    failNextRefresh: () => {
      spotify.nextToken.push({ status: 500 });
    },
    revoke: () => spotify.revokeAll(),
  };
}

function pageSide(): Side {
  const bench = new Bench({ consent: 'agree' });
  const { fakeSpotify } = bench;
  const [url, uid] = ['http://relay.invalid', 'demo'];
  const relay = new PageRelay({
    ...{ url, uid, client: CLIENT, intervalS: 5, spotify: fakeSpotify },
    now: () => bench.nowMs,
    random: Math.random,
  });
  return {
    url,
    uid,
    ask: (request) => {
      const response = relay.answer(request);
      if (!('status' in response)) throw new Error('it always responds');
      const { status, headers, body } = response;
      return Promise.resolve({
        status,
        retryAfter: headers['retry-after'],
        body: JSON.parse(String(body)),
      });
    },
    advanceS: (seconds) => (bench.nowMs += seconds * 1000),
    connect: () => {
      relay.connect();
      return Promise.resolve();
    },
    decide: (code, decision) => {
      relay.decide(code, decision);
      return Promise.resolve();
    },
    failNextRefresh: () => void fakeSpotify.control({ action: 'fault', fault: 'accounts-down' }),
    revoke: () => void fakeSpotify.control({ action: 'revoke' }),
  };
}

/** What a story does with a side; every response goes into the transcript. */
class Teller {
  readonly transcript: unknown[] = [];
  readonly #side: Side;
  /** Of Spotify's access tokens, numbered by their first appearance. */
  readonly #accessTokens: string[] = [];
  deviceCode = '';
  userCode = '';
  deviceToken = '';
  accessToken = '';

  constructor(side: Side) {
    this.#side = side;
  }

  async ask(request: HttpRequest): Promise<Said> {
    const said = await this.#side.ask(request);
    this.transcript.push({ ...said, body: this.#masked(said.body) });
    return said;
  }

  async begin(): Promise<void> {
    const { body } = await this.ask(codeRequest(this.#side.url, 'Kitchen'));
    this.deviceCode = String(body['device_code']);
    this.userCode = String(body['user_code']);
  }

  async poll(): Promise<void> {
    const { body } = await this.ask(pollRequest(this.#side.url, this.deviceCode));
    this.deviceToken = textOf(body['access_token']) ?? this.deviceToken;
  }

  async refresh(rejected?: string, changes: { uid?: string; token?: string } = {}): Promise<void> {
    const { uid = this.#side.uid, token = this.deviceToken } = changes;
    const { body } = await this.ask(
      refreshRequest(this.#side.url, { uid, deviceToken: token }, rejected),
    );
    this.accessToken = textOf(body['access_token']) ?? this.accessToken;
  }

  /** From the code to the device token, with Spotify connected. */
  async link(): Promise<void> {
    await this.#side.connect();
    await this.begin();
    await this.#side.decide(this.userCode, 'approve');
    await this.poll();
  }

  #masked(body: Said['body']): unknown {
    const { url, uid } = this.#side;
    const text = JSON.stringify(body)
      .replaceAll(url, 'RELAY')
      .replaceAll(`"uid":"${uid}"`, '"uid":"UID"')
      .replace(/(user_code["=:]+)[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/g, '$1CODE')
      .replace(/(_code":)"[\w-]{43}"/, '$1"SECRET"');
    const masked = JSON.parse(text);
    const token = masked.access_token;
    if (typeof token !== 'string') return masked;
    if ('uid' in masked) return { ...masked, access_token: /^[\w-]{43}$/.test(token) };
    if (!this.#accessTokens.includes(token)) this.#accessTokens.push(token);
    return { ...masked, access_token: this.#accessTokens.indexOf(token) };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

type Story = (teller: Teller, side: Side) => Promise<void>;

const STORIES: Readonly<Record<string, Story>> = {
  'from the code to the link': async (teller, side) => {
    await teller.begin();
    await teller.poll();
    side.advanceS(5);
    await teller.poll();
    await side.decide(teller.userCode, 'approve');
    side.advanceS(5);
    await teller.poll();
    await teller.poll();
  },
  'a device that polls too soon': async (teller, side) => {
    await teller.begin();
    await teller.poll();
    await teller.poll();
    side.advanceS(5);
    await teller.poll();
    side.advanceS(15);
    await teller.poll();
  },
  'a code that is denied, one that expires, and one that nobody has': async (teller, side) => {
    await teller.begin();
    await side.decide(teller.userCode, 'deny');
    await teller.poll();
    await teller.begin();
    side.advanceS(901);
    await teller.poll();
    await teller.ask(pollRequest(side.url, 'x'.repeat(43)));
  },
  'requests that no device sends': async (teller, side) => {
    const body = 'grant_type=password&device_code=x&client_id=y';
    await teller.ask(relayRequest(`${side.url}/token`, body));
  },
  'access tokens, the one that is good and the next': async (teller, side) => {
    await teller.link();
    await teller.refresh();
    await teller.refresh();
    side.advanceS(3_200);
    await teller.refresh();
    side.advanceS(200);
    await teller.refresh();
    await teller.refresh(teller.accessToken);
    await teller.refresh('another-token');
  },
  'a device that is not linked': async (teller) => {
    await teller.link();
    await teller.refresh(undefined, { token: 'x'.repeat(43) });
    await teller.refresh(undefined, { uid: 'another' });
    await teller.refresh(undefined, { token: '' });
  },
  'an account that is not connected': async (teller, side) => {
    await teller.begin();
    await side.decide(teller.userCode, 'approve');
    await teller.poll();
    await teller.refresh();
  },
  'a grant that Spotify revokes, and the next one': async (teller, side) => {
    await teller.link();
    await teller.refresh();
    side.revoke();
    await teller.refresh();
    await teller.refresh(teller.accessToken);
    await teller.refresh();
    await side.connect();
    await teller.refresh();
  },
  'Spotify is down': async (teller, side) => {
    await teller.link();
    await teller.refresh();
    side.failNextRefresh();
    await teller.refresh(teller.accessToken);
    side.advanceS(2);
    await teller.refresh(teller.accessToken);
    side.advanceS(3);
    await teller.refresh(teller.accessToken);
  },
};

it.each(Object.entries(STORIES))('responds as the relay does: %s', async (_name, story) => {
  const transcripts = [];
  for (const side of [await relaySide(), pageSide()]) {
    const teller = new Teller(side);
    await story(teller, side);
    transcripts.push(teller.transcript);
  }
  const [relay, page] = transcripts;
  expect(relay!.length).toBeGreaterThan(0);
  expect(page).toEqual(relay);
});
