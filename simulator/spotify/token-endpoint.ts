/**
 * POST /api/token: codes and refresh tokens for access tokens (RFC 6749 sections 4.1.3 and 6, RFC 7636 section 4.6), with
 * the error descriptions of the real one. Stricter where leniency would hide a mistake.
 */
import type { Client } from './clients.js';
import { base64ToAscii, base64url } from './encoding.js';
import type { Grants, GrantTerms, RefreshMode } from './grants.js';
import {
  accountsError,
  accountsJson,
  formFields,
  isForm,
  type FakeRequest,
  type FakeResponse,
} from './http-message.js';

export interface TokenEndpointOptions {
  readonly sha256: (text: string) => Uint8Array;
  readonly clients: readonly Client[];
  readonly grants: Grants;
}

const VERIFIER = /^[A-Za-z0-9_.~-]{43,128}$/;

const REFRESH_REFUSALS = Object.freeze({
  unknown: 'Invalid refresh token',
  revoked: 'Refresh token revoked',
  expired: 'Refresh token expired',
});

export class TokenEndpoint {
  readonly #options: TokenEndpointOptions;
  refreshMode: RefreshMode = 'keep';
  refreshCount = 0;

  constructor(options: TokenEndpointOptions) {
    this.#options = options;
  }

  /** POST /api/token */
  answer(message: FakeRequest): FakeResponse {
    // Another content type is not read at all, so grant_type is missing, as with Spotify.
    const fields = isForm(message) ? formFields(message.body) : new Map<string, string>();
    const grantType = fields.get('grant_type');
    if (grantType === undefined)
      return accountsError('unsupported_grant_type', 'grant_type parameter is missing');
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token')
      return accountsError('unsupported_grant_type', `grant_type ${grantType} is not supported`);
    const client = this.#authenticate(message, fields);
    if ('status' in client) return client;
    return grantType === 'authorization_code'
      ? this.#redeemCode(fields, client)
      : this.#refresh(fields, client);
  }

  /** Basic, or id and secret in the body, or a bare client_id with PKCE. */
  #authenticate(
    { headers }: FakeRequest,
    fields: ReadonlyMap<string, string>,
  ): { client: Client; isConfidential: boolean } | FakeResponse {
    let id = fields.get('client_id');
    let secret = fields.get('client_secret');
    const authorization = headers['authorization'];
    if (authorization !== undefined) {
      const [, encoded = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? [];
      const [basicId = '', ...rest] = (base64ToAscii(encoded) ?? '').split(':');
      if (id !== undefined && id !== basicId)
        return accountsError('invalid_client', 'Invalid client');
      id = basicId;
      secret = rest.join(':');
    }
    const client = this.#options.clients.find((candidate) => candidate.id === id);
    if (!client) return accountsError('invalid_client', 'Invalid client');
    if (secret === undefined) return { client, isConfidential: false };
    if (client.secret === undefined || secret !== client.secret)
      return accountsError('invalid_client', 'Invalid client secret');
    return { client, isConfidential: true };
  }

  #redeemCode(
    fields: ReadonlyMap<string, string>,
    { client, isConfidential }: { client: Client; isConfidential: boolean },
  ): FakeResponse {
    const code = this.#options.grants.takeCode(fields.get('code') ?? '');
    if (code === 'expired') return accountsError('invalid_grant', 'Authorization code expired');
    if (code?.terms.clientId !== client.id)
      return accountsError('invalid_grant', 'Invalid authorization code');
    if (fields.get('redirect_uri') !== code.redirectUri)
      return accountsError('invalid_grant', 'Invalid redirect URI');
    const verifier = fields.get('code_verifier');
    if (code.challenge === undefined) {
      if (!isConfidential) return accountsError('invalid_client', 'Invalid client secret');
      if (verifier !== undefined)
        return accountsError('invalid_grant', 'code_verifier was incorrect');
    } else {
      if (verifier === undefined)
        return accountsError('invalid_request', 'code_verifier must be supplied');
      if (!VERIFIER.test(verifier) || base64url(this.#options.sha256(verifier)) !== code.challenge)
        return accountsError('invalid_grant', 'code_verifier was incorrect');
    }
    const terms: GrantTerms = { ...code.terms, isConfidential };
    return this.#tokens(terms, this.#options.grants.issueRefreshToken(terms));
  }

  #refresh(
    fields: ReadonlyMap<string, string>,
    { client, isConfidential }: { client: Client; isConfidential: boolean },
  ): FakeResponse {
    const { grants } = this.#options;
    const text = fields.get('refresh_token');
    if (text === undefined)
      return accountsError('invalid_request', 'refresh_token must be supplied');
    const found = grants.readRefreshToken(text);
    if (found.state === 'live') {
      if (found.terms.clientId !== client.id)
        return accountsError('invalid_grant', 'Invalid refresh token');
      if (found.terms.isConfidential && !isConfidential)
        return accountsError('invalid_client', 'Invalid client secret');
      return this.#answerRefresh(text, found.terms);
    }
    return accountsError('invalid_grant', REFRESH_REFUSALS[found.state]);
  }

  #answerRefresh(text: string, terms: GrantTerms): FakeResponse {
    const { grants } = this.#options;
    this.refreshCount++;
    grants.useRefreshToken(text);
    switch (this.refreshMode) {
      case 'keep':
        return this.#tokens(terms, undefined);
      case 'empty-string':
        return this.#tokens(terms, '');
      case 'rotate':
        grants.killRefreshToken(text);
        return this.#tokens(terms, grants.issueRefreshToken(terms));
      case 'rotate-with-grace':
        return this.#tokens(terms, grants.issueRefreshToken(terms, text));
    }
  }

  #tokens(terms: GrantTerms, refreshToken: string | undefined): FakeResponse {
    const { grants } = this.#options;
    return accountsJson(200, {
      access_token: grants.issueAccessToken(terms),
      token_type: 'Bearer',
      expires_in: grants.accessTokenLifetimeS,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      scope: terms.scopes.join(' '),
    });
  }
}
