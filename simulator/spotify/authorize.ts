/**
 * GET /authorize and its consent page (RFC 6749 section 4.1.1, RFC 7636 section 4.3). It never redirects to an address
 * that is not registered.
 */
import type { Client, User } from './clients.js';
import { consentPage, refusalPage } from './consent-page.js';
import { opaqueToken } from './encoding.js';
import type { Grants } from './grants.js';
import {
  formFields,
  html,
  withQuery,
  type FakeRequest,
  type FakeResponse,
} from './http-message.js';
import { isSecureRedirect, matchesRegistered } from './redirect-uri.js';

export interface AuthorizeOptions {
  readonly random: () => number;
  readonly now: () => number;
  readonly clients: readonly Client[];
  readonly users: readonly User[];
  readonly grants: Grants;
  /** `agree` agrees as the first user without showing the page. */
  readonly consent: 'ask' | 'agree';
}

interface PendingRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
}

/** base64url of 32 bytes (RFC 7636 section 4.2). */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** Open pages; more than that were closed without a decision. */
const PENDING_MAX = 100;

export class AuthorizeEndpoint {
  readonly #options: AuthorizeOptions;
  readonly #pending = new Map<string, PendingRequest>();
  /** The scopes that each user agreed to, and when; a second request for no more skips the page. */
  readonly #consents = new Map<string, { scopes: readonly string[]; atMs: number }>();
  #lastUserId: string | undefined;

  constructor(options: AuthorizeOptions) {
    this.#options = options;
  }

  /** GET /authorize */
  ask({ query }: FakeRequest): FakeResponse {
    const client = this.#options.clients.find(({ id }) => id === query['client_id']);
    if (!client) return html(400, refusalPage('INVALID_CLIENT: Invalid client'));
    const redirectUri = query['redirect_uri'] ?? '';
    if (!client.redirectUris.some((registered) => matchesRegistered(registered, redirectUri)))
      return html(400, refusalPage('INVALID_CLIENT: Invalid redirect URI'));
    if (!isSecureRedirect(redirectUri))
      return html(400, refusalPage('INVALID_CLIENT: Insecure redirect URI'));

    const state = query['state'];
    const scopes = (query['scope'] ?? '').split(' ').filter((scope) => scope !== '');
    const challenge = query['code_challenge'];
    const request: PendingRequest = { client, redirectUri, state, scopes, challenge };
    if (query['response_type'] !== 'code')
      return refuse(request, 'unsupported_response_type', 'response_type must be code');
    if (challenge !== undefined) {
      if (query['code_challenge_method'] !== 'S256')
        return refuse(request, 'invalid_request', 'code_challenge_method must be S256');
      if (!CHALLENGE.test(challenge))
        return refuse(request, 'invalid_request', 'code_challenge must be 43 characters');
    }
    if (scopes.some((scope) => !/^[a-z-]+$/.test(scope)))
      return refuse(request, 'invalid_scope', 'Illegal scope');

    if (query['show_dialog'] !== 'true') {
      const userId = this.#lastUserId ?? this.#options.users[0]?.id;
      const consentedAtMs = userId === undefined ? undefined : this.#consentOf(request, userId);
      if (userId !== undefined && consentedAtMs !== undefined)
        return this.#sendCode(request, userId, consentedAtMs);
    }
    if (this.#options.consent === 'agree') {
      const [user] = this.#options.users;
      if (user) return this.#agree(request, user.id);
    }
    return this.#showPage(request);
  }

  /** POST /authorize, the page's own form. */
  decide(message: FakeRequest): FakeResponse {
    const fields = formFields(message.body);
    const requestId = fields.get('request') ?? '';
    const request = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    if (!request) return html(400, refusalPage('This page was already submitted.'));
    if (fields.get('decision') !== 'agree') return refuse(request, 'access_denied');
    const user = this.#options.users.find(({ id }) => id === fields.get('user'));
    if (!user) return html(400, refusalPage('There is no such user.'));
    return this.#agree(request, user.id);
  }

  /** The listener removes the app: the next request shows the page again. */
  forgetConsents(): void {
    this.#consents.clear();
  }

  #showPage(request: PendingRequest): FakeResponse {
    for (const oldest of this.#pending.keys()) {
      if (this.#pending.size < PENDING_MAX) break;
      this.#pending.delete(oldest);
    }
    const requestId = opaqueToken(this.#options.random, '', 32);
    this.#pending.set(requestId, request);
    const { client, scopes } = request;
    const page = { requestId, clientName: client.name ?? client.id, scopes };
    return html(200, consentPage({ ...page, users: this.#options.users }));
  }

  #consentOf({ client, scopes }: PendingRequest, userId: string): number | undefined {
    const consent = this.#consents.get(`${client.id} ${userId}`);
    if (!consent || this.#options.grants.hasLapsed(consent.atMs)) return undefined;
    return scopes.every((scope) => consent.scopes.includes(scope)) ? consent.atMs : undefined;
  }

  #agree(request: PendingRequest, userId: string): FakeResponse {
    const { client, scopes } = request;
    const atMs = this.#options.now();
    this.#consents.set(`${client.id} ${userId}`, { scopes, atMs });
    this.#lastUserId = userId;
    return this.#sendCode(request, userId, atMs);
  }

  #sendCode(request: PendingRequest, userId: string, consentedAtMs: number): FakeResponse {
    const { client, redirectUri, state, scopes, challenge } = request;
    const terms = { clientId: client.id, userId, scopes, consentedAtMs };
    const code = this.#options.grants.issueCode({ terms, redirectUri, challenge });
    return redirect(withQuery(redirectUri, state === undefined ? { code } : { code, state }));
  }
}

function refuse(
  { redirectUri, state }: PendingRequest,
  error: string,
  description?: string,
): FakeResponse {
  return redirect(
    withQuery(redirectUri, {
      error,
      ...(description === undefined ? {} : { error_description: description }),
      ...(state === undefined ? {} : { state }),
    }),
  );
}

function redirect(location: string): FakeResponse {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}
