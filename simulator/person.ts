/**
 * The demo's user: registers, connects Spotify and links the device, through the same routes and forms that a person
 * uses.
 */

export interface PersonOptions {
  /** Where the relay listens; its public address may differ. */
  readonly relayUrl: string;
  /** Origins that lead to the same relay: its public one, and that of its redirect address. */
  readonly aliases: readonly string[];
  readonly uid: string;
  readonly password: string;
  /** At Spotify. */
  readonly userId?: string;
}

class PersonError extends Error {}

export class Person {
  readonly #options: PersonOptions;
  readonly #browser: Browser;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#browser = new Browser(options.relayUrl, options.aliases);
  }

  /** Registers where the uid is free. */
  signIn(): Promise<void> {
    return this.#browser.post('/admin', { uid: this.#options.uid, pass: this.#options.password });
  }

  /** Connects Spotify, with control of playback: agrees on its page, which redirects at once if there was consent before. */
  async authorize(): Promise<void> {
    const consent = await this.#browser.follow('/authorize?control=yes');
    const request = /name="request" value="([^"]+)"/.exec(consent.body)?.[1];
    if (!request && consent.url.pathname === '/success') return;
    if (!request) throw new PersonError(`No consent form at ${consent.url.href}`);
    const agreed = await this.#browser.submit(new URL('/authorize', consent.url), {
      request,
      user: this.#options.userId ?? 'owner',
      decision: 'agree',
    });
    await this.#browser.follow(agreed);
  }

  /** Enters the code from the display. */
  link(code: string): Promise<void> {
    return this.#browser.post('/link', { code, decision: 'approve' });
  }

  /** Fills in the settings of each linked device. */
  async set(settings: Readonly<Record<string, string>>): Promise<void> {
    const home = await this.#browser.follow('/');
    const pages = new Set(home.body.match(/\/devices\/[\w-]{22}(?=")/g));
    if (pages.size === 0) throw new PersonError('No device is linked');
    for (const page of pages) await this.#browser.post(`${page}/settings`, settings);
  }
}

/** Just enough of a browser: cookies for one origin, forms, redirects. */
class Browser {
  readonly #origin: string;
  readonly #aliases: readonly string[];
  readonly #cookies = new Map<string, string>();

  constructor(origin: string, aliases: readonly string[]) {
    this.#origin = origin;
    this.#aliases = aliases;
  }

  /** Sends a form of the relay's; each of them redirects when it is accepted. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const response = await this.#fetch(new URL(path, this.#origin), fields);
    if (response.status !== 303) throw new PersonError(`POST ${path} returned ${response.status}`);
  }

  /** Sends a form and returns where it redirects to. */
  async submit(url: URL, fields: Readonly<Record<string, string>>): Promise<string> {
    const response = await this.#fetch(url, fields);
    const location = response.headers.get('location');
    if (!location) throw new PersonError(`POST ${url.pathname} returned ${response.status}`);
    return new URL(location, url).href;
  }

  /** Opens a page and follows redirects. */
  async follow(start: string): Promise<{ readonly url: URL; readonly body: string }> {
    let url = new URL(start, this.#origin);
    for (let hop = 0; hop < HOPS_MAX; hop += 1) {
      const response = await this.#fetch(url);
      const location = response.headers.get('location');
      if (!location) {
        if (!response.ok) throw new PersonError(`GET ${url.pathname} returned ${response.status}`);
        return { url, body: await response.text() };
      }
      url = new URL(location, url);
    }
    throw new PersonError(`${start} redirects too often`);
  }

  async #fetch(target: URL, fields?: Readonly<Record<string, string>>): Promise<Response> {
    const isOurs = target.origin === this.#origin || this.#aliases.includes(target.origin);
    const url = isOurs ? new URL(target.pathname + target.search, this.#origin) : target;
    const cookie = isOurs
      ? [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      : '';
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie ? { cookie } : {},
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (isOurs) for (const line of response.headers.getSetCookie()) this.#keepCookie(line);
    return response;
  }

  #keepCookie(line: string): void {
    const [, name, value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined) return;
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

const HOPS_MAX = 8;
const TIMEOUT_MS = 15_000;
