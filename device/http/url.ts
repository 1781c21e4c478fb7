/** Absolute http and https addresses, taken apart as a client needs them: XS has no `URL`. */

export interface Address {
  readonly secure: boolean;
  /** Name or dotted IPv4, lower case. */
  readonly host: string;
  readonly port: number;
  /** For the Host header: the port only where it is not the scheme's own (RFC 9110 section 7.2). */
  readonly authority: string;
  /** Path and query, never empty. */
  readonly target: string;
}

const PORT = Object.freeze({ http: 80, https: 443 });

/** `undefined` where `url` is none that we can ask: another scheme, a user name, IPv6 (the SDK's client has none). */
export function parseUrl(url: string): Address | undefined {
  const match = /^(https?):\/\/([a-z0-9._-]+)(?::(\d{1,5}))?(\/[^#]*)?$/i.exec(url);
  if (!match) return undefined;
  const secure = match[1]?.toLowerCase() === 'https';
  const host = match[2]?.toLowerCase() ?? '';
  const usual = secure ? PORT.https : PORT.http;
  const port = match[3] === undefined ? usual : Number(match[3]);
  if (port < 1 || port > 65535) return undefined;
  return {
    secure,
    host,
    port,
    authority: port === usual ? host : `${host}:${port}`,
    target: match[4] ?? '/',
  };
}
