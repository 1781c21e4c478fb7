/** Requests to the fake Spotify and its responses, without a socket: its HTTP server and tests use these. */

export interface FakeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FakeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `hang`: the connection stays open and silent. `reset`: it is reset without a response. */
export type FakeOutcome = FakeResponse | { readonly hang: true } | { readonly reset: true };

const JSON_TYPE = 'application/json; charset=utf-8';

/** Tokens and their errors must never be cached (RFC 6749 section 5.1). */
const TOKEN_HEADERS = Object.freeze({
  'content-type': JSON_TYPE,
  'cache-control': 'no-store',
  pragma: 'no-cache',
});

/** Headers of every captured response of the real API; no ETag among them. */
const API_HEADERS = Object.freeze({
  'cache-control': 'private, max-age=0',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  via: 'HTTP/2 edgeproxy, 1.1 google',
});

/** The accounts host: minified, and `error` is a string. */
export function accountsJson(status: number, value: unknown): FakeResponse {
  return { status, headers: TOKEN_HEADERS, body: JSON.stringify(value) };
}

export function accountsError(error: string, description?: string, status = 400): FakeResponse {
  return accountsJson(
    status,
    description === undefined ? { error } : { error, error_description: description },
  );
}

export function apiJson(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): FakeResponse {
  return { status, headers: { ...API_HEADERS, 'content-type': JSON_TYPE, ...headers }, body };
}

/** The API host: two-space layout, and `error` is an object. */
export function apiError(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): FakeResponse {
  return apiJson(status, JSON.stringify({ error: { status, message } }, undefined, 2), headers);
}

/** A command that the player refused. */
export function commandError(status: number, message: string, reason: string): FakeResponse {
  const error = { status, message: `Player command failed: ${message}`, reason };
  return apiJson(status, JSON.stringify({ error }, undefined, 2));
}

/** Errors from the edge, before the API itself, are plain text; a client must not need JSON. */
export function edgeText(status: number, body: string): FakeResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

export function html(status: number, body: string): FakeResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // No form-action: Chromium applies it to the redirect that answers the form, which leads to the client's host.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body,
  };
}

export function isForm(request: FakeRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

/** Fields of a form body; the last of two with one name counts. */
export function formFields(body: string): Map<string, string> {
  return new Map(new URLSearchParams(body));
}

/** Adds parameters to an address that may have a query already. */
export function withQuery(uri: string, parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(parameters).toString();
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}
