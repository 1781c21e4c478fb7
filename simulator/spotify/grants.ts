/** Codes, access tokens and refresh tokens: whose they are, and when they expire. */
import { opaqueToken } from './encoding.js';

export const REFRESH_MODES = Object.freeze([
  'keep',
  'rotate',
  'rotate-with-grace',
  'empty-string',
] as const);
/**
 * What a refresh returns besides the access token. `keep`: no refresh token, as since July 2026. `rotate`: a new
 * one, and the old one dies at once, as PKCE did before. `rotate-with-grace`: the old one lives until the new one is used.
 * `empty-string`: an empty one, which must not be stored.
 */
export type RefreshMode = (typeof REFRESH_MODES)[number];

export interface GrantTerms {
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  /** When the person agreed: the six months start here, and no refresh extends them. */
  readonly consentedAtMs: number;
  /** Obtained with the client's secret, so that refreshing needs it too. */
  readonly isConfidential: boolean;
}

export interface Code {
  readonly terms: Omit<GrantTerms, 'isConfidential'>;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly expiresAtMs: number;
}

export interface AccessToken {
  readonly terms: GrantTerms;
  readonly expiresAtMs: number;
}

export type RefreshLookup =
  | { readonly state: 'live'; readonly terms: GrantTerms }
  | { readonly state: 'unknown' | 'revoked' | 'expired' };

export interface GrantsOptions {
  readonly now: () => number;
  readonly random: () => number;
  readonly accessTokenLifetimeS: number;
  readonly refreshTokenLifetimeMs: number;
}

/** Not published; ten minutes is the longest that RFC 6749 section 4.1.2 recommends. */
const CODE_LIFETIME_MS = 10 * 60_000;
const CODE_LENGTH = 220;
/** Lengths as captured; the API guarantees none, so a client must not rely on them. */
const ACCESS_TOKEN_LENGTH = 301;
const REFRESH_TOKEN_LENGTH = 131;
/** Expired tokens are known as such for a day; older ones are forgotten, so that the table does not grow for months. */
const REMEMBER_EXPIRED_MS = 24 * 3600_000;

export class Grants {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #refreshTokenLifetimeMs: number;
  readonly #codes = new Map<string, Code>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<
    string,
    { terms: GrantTerms; isLive: boolean; replaces?: string | undefined }
  >();
  accessTokenLifetimeS: number;
  accessTokenLength = ACCESS_TOKEN_LENGTH;
  /** Told each code and token, for a test that looks for them where they must not be. */
  onIssue: (secret: string) => void = () => undefined;

  constructor(options: GrantsOptions) {
    this.#now = options.now;
    this.#random = options.random;
    this.#refreshTokenLifetimeMs = options.refreshTokenLifetimeMs;
    this.accessTokenLifetimeS = options.accessTokenLifetimeS;
  }

  issueCode(code: Omit<Code, 'expiresAtMs'>): string {
    const text = this.#newSecret('AQ', CODE_LENGTH);
    this.#codes.set(text, { ...code, expiresAtMs: this.#now() + CODE_LIFETIME_MS });
    return text;
  }

  /** A code is used up by the first attempt, successful or not. */
  takeCode(text: string): Code | 'expired' | undefined {
    const code = this.#codes.get(text);
    this.#codes.delete(text);
    if (!code) return undefined;
    return this.#now() < code.expiresAtMs ? code : 'expired';
  }

  issueAccessToken(terms: GrantTerms): string {
    const nowMs = this.#now();
    for (const [text, token] of this.#accessTokens)
      if (nowMs - token.expiresAtMs > REMEMBER_EXPIRED_MS) this.#accessTokens.delete(text);
    const text = this.#newSecret('BQ', this.accessTokenLength);
    this.#accessTokens.set(text, {
      terms,
      expiresAtMs: nowMs + this.accessTokenLifetimeS * 1000,
    });
    return text;
  }

  /** @param replaces the one that dies when this one is used */
  issueRefreshToken(terms: GrantTerms, replaces?: string): string {
    const text = this.#newSecret('AQ', REFRESH_TOKEN_LENGTH);
    this.#refreshTokens.set(text, { terms, isLive: true, replaces });
    return text;
  }

  #newSecret(prefix: string, length: number): string {
    const secret = opaqueToken(this.#random, prefix, length);
    this.onIssue(secret);
    return secret;
  }

  readAccessToken(text: string): AccessToken | 'expired' | undefined {
    const token = this.#accessTokens.get(text);
    if (!token) return undefined;
    return this.#now() < token.expiresAtMs ? token : 'expired';
  }

  readRefreshToken(text: string): RefreshLookup {
    const token = this.#refreshTokens.get(text);
    if (!token) return { state: 'unknown' };
    if (!token.isLive) return { state: 'revoked' };
    if (this.hasLapsed(token.terms.consentedAtMs)) return { state: 'expired' };
    return { state: 'live', terms: token.terms };
  }

  hasLapsed(consentedAtMs: number): boolean {
    return this.#now() - consentedAtMs >= this.#refreshTokenLifetimeMs;
  }

  /** It is used: the one before it has no grace any more. */
  useRefreshToken(text: string): void {
    const replaced = this.#refreshTokens.get(text)?.replaces;
    if (replaced !== undefined) this.killRefreshToken(replaced);
  }

  killRefreshToken(text: string): void {
    const token = this.#refreshTokens.get(text);
    if (token) token.isLive = false;
  }

  /** Expires every access token now. */
  expireAccessTokens(): void {
    const nowMs = this.#now();
    for (const [text, token] of this.#accessTokens)
      if (token.expiresAtMs > nowMs) this.#accessTokens.set(text, { ...token, expiresAtMs: nowMs });
  }

  /** The listener removes the app: every refresh token is revoked and every access token unknown. */
  revokeAll(): void {
    for (const token of this.#refreshTokens.values()) token.isLive = false;
    this.#accessTokens.clear();
    this.#codes.clear();
  }
}
