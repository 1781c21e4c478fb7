/** Environment → Config, or a list of every invalid variable. Empty counts as unset, for compose files. */

export interface TokenKey {
  readonly id: string;
  /** 32 bytes, for AES-256-GCM. */
  readonly key: Uint8Array;
}

type DatabaseConfig =
  | { readonly kind: 'postgres'; readonly url: string }
  /** The engine in this process; its files, its lock and its token keys live in `dataDir`. */
  | { readonly kind: 'embedded'; readonly dataDir: string };

const REGISTRATIONS = Object.freeze(['open', 'invite', 'closed'] as const);
type Registration = (typeof REGISTRATIONS)[number];

export const LOG_LEVELS = Object.freeze([
  'fatal',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
  'silent',
] as const);
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A Spotify app; without a secret, only PKCE authenticates us. */
export interface SpotifyApp {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Origin under which people and devices reach us, without a trailing slash. */
  readonly publicUrl: string;
  readonly database: DatabaseConfig;
  /** Off for poolers in transaction mode that do not know them (PgBouncer before 1.21). */
  readonly namedStatements: boolean;
  /** The first encrypts, all decrypt. Undefined: made once and kept beside the embedded database. */
  readonly tokenKeys: readonly TokenKey[] | undefined;
  /** For accounts that bring no app of their own. */
  readonly defaultApp: SpotifyApp | undefined;
  readonly spotifyAccountsUrl: string;
  readonly spotifyApiUrl: string;
  readonly registration: Registration;
  readonly inviteCode: string | undefined;
  /** How many proxies in front of us may be believed about the client's address. */
  readonly trustProxy: number;
  readonly metricsToken: string | undefined;
  readonly logLevel: LogLevel;
}

interface ConfigProblem {
  readonly name: string;
  /** What was wrong and what is accepted; never the value of a secret. */
  readonly problem: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** 0.0.0.0 and :: listen everywhere, so that no address to hand to people follows from them. */
const WILDCARDS = Object.freeze(['0.0.0.0', '::', '[::]', '*']);
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const IPV6 = /^\[?[0-9a-f:.]*:[0-9a-f:.]*(%[a-z0-9]+)?\]?$/i;
/** What Spotify's ids and secrets are made of, and room for other servers'. */
const CREDENTIAL = /^[\x21-\x7e]{1,256}$/;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * @param env as `process.env` gives it; unknown names are ignored
 * @param options.allowAnyPort lets PORT be 0 (any free port), for tests; PUBLIC_URL is then required
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  { allowAnyPort = false }: { readonly allowAnyPort?: boolean } = {},
): ConfigResult {
  const problems: ConfigProblem[] = [];
  const wrong: Wrong = (name, problem) => {
    problems.push({ name, problem });
  };
  const text = (name: string): string | undefined => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    if (/^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max)
      return Number(value);
    wrong(name, `is "${value}"; a whole number from ${min} to ${max} is accepted`);
    return fallback;
  };
  const choice = <T extends string>(name: string, accepted: readonly T[], fallback: T): T => {
    const value = text(name);
    if (value === undefined) return fallback;
    const found = accepted.find((one) => one === value);
    if (found === undefined) wrong(name, `is "${value}"; accepted are ${accepted.join(', ')}`);
    return found ?? fallback;
  };
  const origin = (name: string): string | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const url = parseUrl(value);
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
      wrong(name, 'is no http or https address; accepted is e.g. https://relay.example.org');
    else if (/[?#]/.test(value))
      wrong(name, 'has a query or fragment; accepted is e.g. https://relay.example.org');
    else return value.replace(/\/+$/, '');
    return undefined;
  };
  const credential = (name: string): string | undefined => {
    const value = text(name);
    if (value === undefined || CREDENTIAL.test(value)) return value;
    wrong(name, 'holds a character that is not accepted; 1 to 256 of printable ASCII are');
    return undefined;
  };

  const host = text('HOST') ?? '127.0.0.1';
  const isWildcard = WILDCARDS.includes(host);
  if (!isWildcard && !HOST_NAME.test(host) && !IPV6.test(host))
    wrong('HOST', `is "${host}"; an IP address or a host name to listen on is accepted`);
  const port = integer('PORT', 8000, allowAnyPort ? 0 : 1, 65_535);
  let publicUrl = origin('PUBLIC_URL');
  if (publicUrl !== undefined && new URL(publicUrl).pathname !== '/')
    wrong('PUBLIC_URL', 'has a path; scheme, host and port alone are accepted');
  // The URL parser takes a star for a host name.
  if (publicUrl !== undefined && new URL(publicUrl).hostname.includes('*'))
    wrong('PUBLIC_URL', 'has no host that a browser finds; e.g. https://relay.example.org');
  if (publicUrl === undefined && text('PUBLIC_URL') === undefined) {
    if (isWildcard)
      wrong('PUBLIC_URL', `is required where HOST is ${host}; e.g. https://relay.example.org`);
    if (port === 0) wrong('PUBLIC_URL', 'is required where PORT is 0; e.g. http://127.0.0.1:8000');
    publicUrl = `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${port}`;
  }
  // The origin as browsers send it: host in lower case, without the scheme's own port.
  if (publicUrl !== undefined) publicUrl = parseUrl(publicUrl)?.origin ?? publicUrl;

  const database = readDatabase(text, wrong);
  const keys = text('TOKEN_KEYS');
  const tokenKeys = keys === undefined ? undefined : parseTokenKeys(keys);
  if (typeof tokenKeys === 'string') wrong('TOKEN_KEYS', tokenKeys);
  if (keys === undefined && database.kind === 'postgres')
    wrong(
      'TOKEN_KEYS',
      'is required where DATABASE_URL is set; `npm run relay -- keys new FILE` makes one',
    );

  const clientId = credential('SPOTIFY_CLIENT_ID');
  const clientSecret = credential('SPOTIFY_CLIENT_SECRET');
  if (clientSecret !== undefined && text('SPOTIFY_CLIENT_ID') === undefined)
    wrong('SPOTIFY_CLIENT_ID', "is required where SPOTIFY_CLIENT_SECRET is set; the app's id");

  const registration = choice('REGISTRATION', REGISTRATIONS, 'open');
  const inviteCode = credential('INVITE_CODE');
  if (registration === 'invite' && text('INVITE_CODE') === undefined)
    wrong('INVITE_CODE', 'is required where REGISTRATION is invite; 1 to 256 printable characters');

  const config: Config = {
    host: host === '*' ? '0.0.0.0' : host.replace(/[[\]]/g, ''),
    port,
    publicUrl: publicUrl ?? '',
    database,
    namedStatements: choice('NAMED_STATEMENTS', ['on', 'off'], 'on') === 'on',
    tokenKeys: typeof tokenKeys === 'string' ? undefined : tokenKeys,
    defaultApp: clientId === undefined ? undefined : { clientId, clientSecret },
    spotifyAccountsUrl: origin('SPOTIFY_ACCOUNTS_URL') ?? 'https://accounts.spotify.com',
    spotifyApiUrl: origin('SPOTIFY_API_URL') ?? 'https://api.spotify.com',
    registration,
    inviteCode,
    trustProxy: integer('TRUST_PROXY', 0, 0, 16),
    metricsToken: credential('METRICS_TOKEN'),
    logLevel: choice('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config };
}

type ReadText = (name: string) => string | undefined;
type Wrong = (name: string, problem: string) => void;

function readDatabase(text: ReadText, wrong: Wrong): DatabaseConfig {
  const url = text('DATABASE_URL');
  if (url === undefined) return { kind: 'embedded', dataDir: text('DATA_DIR') ?? './data' };
  if (/^[^/]*\/\/([^/?]*@)?[^/?@]*,|[?&]host=[^&]*,/.test(url))
    wrong(
      'DATABASE_URL',
      'names several hosts; one is accepted: that of the primary, or of a proxy before them',
    );
  // Reported without the value, which holds a password.
  else if (!/^postgres(ql)?:$/.test(parseUrl(url)?.protocol ?? ''))
    wrong(
      'DATABASE_URL',
      'is no Postgres address; accepted is e.g. postgres://user:password@host:5432/name',
    );
  return { kind: 'postgres', url };
}

/** @returns the keys, or what is wrong with `value` in words that do not hold it */
export function parseTokenKeys(value: string): readonly TokenKey[] | string {
  const keys: TokenKey[] = [];
  for (const [index, entry] of value.split(',').entries()) {
    const colon = entry.indexOf(':');
    const id = entry.slice(0, Math.max(0, colon)).trim();
    const encoded = entry.slice(colon + 1).trim();
    if (!KEY_ID.test(id))
      return `has an entry (number ${index + 1}) without a proper id; accepted is id:base64, ids of 1 to 32 of A-Z a-z 0-9 _ -`;
    if (keys.some((key) => key.id === id)) return `names the id "${id}" twice; ids must differ`;
    const key = Buffer.from(encoded, 'base64');
    // Buffer.from skips what is not base64, so that only the way back shows a typing error.
    const isExact = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
    if (!isExact || key.length !== 32)
      return `has a key ("${id}") that is not the base64 of 32 bytes; \`npm run relay -- keys new FILE\` makes one`;
    keys.push({ id, key });
  }
  return keys;
}

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}
