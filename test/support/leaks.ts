/**
 * Watches a test's relay for its whole life: what it logged and returned, and the secrets that went in
 * or came out. At its end no log line may hold one, and no response except where it is returned on purpose.
 */
import type { ServerResponse } from 'node:http';

/** Shorter ones would be found by chance. */
const LENGTH_MIN = 8;
/** Fields of a form that hold a secret of the person who sends it. */
const SECRET_FIELDS = Object.freeze(['pass', 'new_pass', 'secret', 'invite', 'rejected_token']);
/** What → the paths that are there to hand it over, in their bodies. */
const HANDED_OVER: Readonly<Record<string, RegExp>> = Object.freeze({
  access: /^\/refresh$/,
  'device token': /^\/(token|devices)$/,
  'device code': /^\/device_authorization$/,
  // A person compares it, and types it.
  'user code': /./,
});

interface SeenResponse {
  readonly path: string;
  readonly address: string;
  readonly body: string;
}

export class Leaks {
  /** Secret → what it is. */
  readonly #secrets = new Map<string, string>();
  /** Each once: rubbish is answered alike a thousand times. */
  readonly #responses = new Map<string, SeenResponse>();

  /** What a client sends. */
  sent(fields: Readonly<Record<string, string>>): void {
    for (const name of SECRET_FIELDS) this.#secret(fields[name], `the field ${name}`);
  }

  /** Listens to a response as it is written. */
  watch(path: string, response: ServerResponse): void {
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
    response.end = ((...args: unknown[]) => {
      const [body] = args;
      this.#answered(path, response, typeof body === 'string' ? body : '');
      return end(...args);
    }) as typeof response.end;
  }

  #answered(path: string, response: ServerResponse, body: string): void {
    const address = String(response.getHeader('location') ?? '');
    for (const cookie of [response.getHeader('set-cookie') ?? []].flat())
      this.#secret(/^(?:__Host-)?sixteen-by-two=([^;]+)/.exec(String(cookie))?.[1], 'session');
    this.#secret(/[?&]state=([^&]+)/.exec(address)?.[1], 'state');
    if (path === '/token') this.#secret(/"access_token":"([^"]+)"/.exec(body)?.[1], 'device token');
    if (path === '/devices') this.#secret(/readonly>([\w-]{43})</.exec(body)?.[1], 'device token');
    this.#secret(/"device_code":"([^"]+)"/.exec(body)?.[1], 'device code');
    this.#secret(/"user_code":"([^"]+)"/.exec(body)?.[1], 'user code');
    this.#responses.set(`${path}\n${address}\n${body}`, { path, address, body });
  }

  #secret(value: string | undefined, what: string): void {
    if (value !== undefined && value.length >= LENGTH_MIN) this.#secrets.set(value, what);
  }

  /**
   * @param log everything that was logged
   * @param spotify what the fake Spotify gave out: codes, access and refresh tokens, each `kind-…`
   * @returns what was found where; never the secret itself
   */
  found(log: readonly string[], spotify: Iterable<string>): readonly string[] {
    const found = new Set<string>();
    const lines = log.join('\n');
    for (const secret of spotify) this.#secret(secret, secret.split('-')[0] ?? '');
    for (const [secret, what] of this.#secrets) {
      if (lines.includes(secret)) found.add(`${what} in the log`);
      for (const { path, address, body } of this.#responses.values()) {
        // Spotify is sent the state: that is what it is for.
        const isMeantThere = what === 'state' || what === 'user code';
        if (!isMeantThere && address.includes(secret))
          found.add(`${what} in an address of ${path}`);
        if (HANDED_OVER[what]?.test(path) !== true && body.includes(secret))
          found.add(`${what} in a response of ${path}`);
      }
    }
    return [...found];
  }
}
