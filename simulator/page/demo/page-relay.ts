/**
 * The relay's device routes as one function from request to response, for a page that has no server. One account, and a
 * person who connects Spotify and decides on codes. `test/contract/page-relay.test.ts` compares its responses with the
 * relay's.
 */
import type { Fault } from '../../../device/shared/faults.js';
import type { HttpRequest, Random } from '../../../device/shared/ports.js';
import { refreshRefusalOf } from '../../../relay/http/fault-refusal.js';
import { Refusal } from '../../../relay/http/refusal.js';
import type { VirtualResponse } from '../../ports/virtual-network.js';
import type { Client } from '../../spotify/clients.js';
import { opaqueToken } from '../../spotify/encoding.js';
import type { FakeSpotify } from '../../spotify/fake-spotify.js';

export interface PageRelayOptions {
  readonly url: string;
  readonly uid: string;
  /** Wall clock in ms. */
  readonly now: () => number;
  /** All secrets come from it: they protect nothing here. */
  readonly random: Random;
  readonly spotify: Pick<FakeSpotify, 'handle'>;
  /** Our app at Spotify. */
  readonly client: Client;
  /** Between two polls of a device that waits to be linked. */
  readonly intervalS: number;
}

interface Code {
  readonly userCode: string;
  readonly clientId: string;
  readonly endsAtMs: number;
  intervalS: number;
  polledAtMs: number;
  decision: 'approve' | 'deny' | undefined;
}

interface Grant {
  refreshToken: string;
  accessToken: string;
  lifeS: number;
  endsAtMs: number;
  /** After a failure: no refresh until then. */
  notBeforeMs: number;
}

type Form = URLSearchParams;

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const TOKEN_LENGTH = 43;
const CODE_LIFE_S = 900;
const SLOW_DOWN_S = 5;
const EARLY_TOLERANCE_MS = 500;
/** A token with less left is refreshed. */
const MARGIN_S = 300;
const PAUSE_S = 5;
const SCOPES = 'user-read-playback-state user-read-currently-playing user-modify-playback-state';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export class PageRelay {
  readonly #options: PageRelayOptions;
  /** By device code. */
  readonly #codes = new Map<string, Code>();
  readonly #deviceTokens = new Set<string>();
  #grant: Grant | undefined;

  constructor(options: PageRelayOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#grant !== undefined;
  }

  answer(request: HttpRequest): VirtualResponse {
    const path = request.url.slice(this.#options.url.length);
    const form = new URLSearchParams(request.body);
    try {
      return json(200, this.#route(`${request.method} ${path}`, form, request));
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const { status, error, description, reason, retryAfterS, extra } = thrown.details;
      const headers: Record<string, string> =
        retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
      return json(status, { error, error_description: description, reason, ...extra }, headers);
    }
  }

  /** What a person does on the relay's page. @returns whether a device waits with this code */
  decide(userCode: string, decision: 'approve' | 'deny'): boolean {
    for (const code of this.#codes.values()) {
      if (code.userCode !== userCode || code.decision !== undefined) continue;
      code.decision = decision;
      return true;
    }
    return false;
  }

  /** Connects Spotify, which must be set to agree at once. @returns whether it did */
  connect(): boolean {
    const { spotify, client, now } = this.#options;
    const [redirectUri = ''] = client.redirectUris;
    const query = { client_id: client.id, response_type: 'code', scope: SCOPES };
    const outcome = spotify.handle({
      ...{ method: 'GET', path: '/authorize', headers: {}, body: '' },
      query: { ...query, redirect_uri: redirectUri },
    });
    const location = 'status' in outcome ? outcome.headers['location'] : undefined;
    const code = /[?&]code=([^&]+)/.exec(location ?? '')?.[1] ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
    const tokens = this.#tokens(fields);
    if ('kind' in tokens) return false;
    const { accessToken, lifeS, refreshToken = '' } = tokens;
    const endsAtMs = now() + lifeS * 1000;
    this.#grant = { refreshToken, accessToken, lifeS, endsAtMs, notBeforeMs: 0 };
    return true;
  }

  #route(route: string, form: Form, request: HttpRequest): object {
    switch (route) {
      case 'POST /device_authorization':
        return this.#begin(form);
      case 'POST /token':
        return this.#poll(form);
      case 'POST /refresh':
        return this.#refresh(form, request.headers['authorization']);
      default:
        throw new Refusal('not-found');
    }
  }

  #begin(form: Form): object {
    const { url, now, random, intervalS } = this.#options;
    const clientId = required(form, 'client_id');
    const deviceCode = opaqueToken(random, '', TOKEN_LENGTH);
    const userCode = `${this.#letters()}-${this.#letters()}`;
    const endsAtMs = now() + CODE_LIFE_S * 1000;
    const code = { userCode, clientId, endsAtMs, intervalS };
    this.#codes.set(deviceCode, { ...code, polledAtMs: -Infinity, decision: undefined });
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: `${url}/link`,
      verification_uri_complete: `${url}/link?user_code=${userCode}`,
      expires_in: CODE_LIFE_S,
      interval: intervalS,
    };
  }

  #poll(form: Form): object {
    const { uid, now, random } = this.#options;
    if (required(form, 'grant_type') !== DEVICE_CODE_GRANT) throw new Refusal('unsupported-grant');
    const deviceCode = required(form, 'device_code');
    const clientId = required(form, 'client_id');
    const code = this.#codes.get(deviceCode);
    if (code?.clientId !== clientId || code.endsAtMs <= now()) throw new Refusal('code-expired');
    if (code.decision === 'deny') throw new Refusal('denied');
    if (code.decision === 'approve') {
      this.#codes.delete(deviceCode);
      const deviceToken = opaqueToken(random, '', TOKEN_LENGTH);
      this.#deviceTokens.add(deviceToken);
      return { access_token: deviceToken, token_type: 'Bearer', uid };
    }
    const isEarly = now() < code.polledAtMs + code.intervalS * 1000 - EARLY_TOLERANCE_MS;
    code.polledAtMs = now();
    if (!isEarly) throw new Refusal('pending');
    code.intervalS += SLOW_DOWN_S;
    throw new Refusal('polled-too-soon');
  }

  #refresh(form: Form, authorization = ''): object {
    const uid = required(form, 'uid');
    const [, bearer = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (uid !== this.#options.uid || !this.#deviceTokens.has(bearer))
      throw new Refusal('device-unknown');
    const grant = this.#grant;
    if (!grant) throw this.#refusal({ kind: 'relink-required' });
    if (!this.#isGood(grant, form.get('rejected_token'))) this.#renew(grant);
    const expiresInS = this.#leftS(grant);
    const { accessToken } = grant;
    return {
      ...{ access_token: accessToken, token_type: 'Bearer', expires_in: expiresInS },
      settings: {},
    };
  }

  #isGood(grant: Grant, rejected: string | null): boolean {
    const leftS = this.#leftS(grant);
    return grant.accessToken !== rejected && leftS >= Math.min(MARGIN_S, grant.lifeS / 4);
  }

  #leftS({ endsAtMs }: Grant): number {
    return Math.floor((endsAtMs - this.#options.now()) / 1000);
  }

  #renew(grant: Grant): void {
    const nowMs = this.#options.now();
    const busy = (retryAfterS: number): Fault => ({
      ...{ kind: 'unavailable', origin: 'spotify', status: 503 },
      retryAfterS,
    });
    if (grant.notBeforeMs > nowMs)
      throw this.#refusal(busy(Math.ceil((grant.notBeforeMs - nowMs) / 1000)));
    const tokens = this.#tokens({ grant_type: 'refresh_token', refresh_token: grant.refreshToken });
    if (!('kind' in tokens)) {
      const { accessToken, lifeS, refreshToken = grant.refreshToken } = tokens;
      Object.assign(grant, { refreshToken, accessToken, lifeS, endsAtMs: nowMs + lifeS * 1000 });
      return;
    }
    if (tokens.kind === 'relink-required') this.#grant = undefined;
    else grant.notBeforeMs = nowMs + PAUSE_S * 1000;
    throw this.#refusal(tokens.kind === 'relink-required' ? tokens : busy(PAUSE_S));
  }

  #refusal(fault: Fault): Refusal {
    return refreshRefusalOf(fault, this.#options.url);
  }

  /** Spotify's token endpoint. */
  #tokens(
    fields: Readonly<Record<string, string>>,
  ): { accessToken: string; lifeS: number; refreshToken?: string } | Fault {
    const { spotify, client } = this.#options;
    const outcome = spotify.handle({
      ...{ method: 'POST', path: '/api/token', query: {} },
      headers: {
        'content-type': FORM_TYPE,
        authorization: `Basic ${btoa(`${client.id}:${client.secret ?? ''}`)}`,
      },
      body: new URLSearchParams(fields).toString(),
    });
    if (!('status' in outcome))
      return { kind: 'unreachable', origin: 'spotify', cause: 'unreachable' };
    const body = JSON.parse(outcome.body) as Readonly<Record<string, unknown>>;
    const { access_token: accessToken, expires_in: lifeS, refresh_token: refreshToken } = body;
    if (body['error'] === 'invalid_grant') return { kind: 'relink-required' };
    if (typeof accessToken !== 'string' || typeof lifeS !== 'number')
      return { kind: 'unavailable', origin: 'spotify', status: outcome.status };
    // An empty one must not replace the one that works.
    const isNew = typeof refreshToken === 'string' && refreshToken !== '';
    return { accessToken, lifeS, ...(isNew ? { refreshToken } : {}) };
  }

  /** Half of a user code. */
  #letters(): string {
    const letter = (): string =>
      LETTERS.charAt(Math.floor(this.#options.random() * LETTERS.length));
    return Array.from({ length: 4 }, letter).join('');
  }
}

function required(form: Form, name: string): string {
  const value = form.get(name);
  if (value === null || value === '')
    throw new Refusal('invalid-field', { description: `${name} is missing.` });
  return value;
}

function json(
  status: number,
  value: object,
  headers: Record<string, string> = {},
): VirtualResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}
