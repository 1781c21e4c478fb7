/** A relay in its own process, on a database that can fail, and devices that keep polling it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseEnv, type TestDatabase } from './database.js';
import type { FakeSpotify } from './fake-spotify.js';
import { freePort } from './free-port.js';
import { Browser } from './relay.js';

export class RelayProcess {
  readonly url: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;

  private constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#env = { PATH: process.env['PATH'] ?? '', PORT: String(port), ...env };
  }

  static async of(
    database: Pick<TestDatabase, 'url'>,
    spotify: FakeSpotify,
    env: Readonly<Record<string, string>> = {},
  ): Promise<RelayProcess> {
    return new RelayProcess(await freePort(), {
      ...databaseEnv(database, 'unused'),
      ...spotify.env,
      ...env,
    });
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['cli.js', 'relay'], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#child = child;
    while ((await fetch(`${this.url}/healthz`).catch(() => undefined)) === undefined)
      await sleep(50);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** Accounts with a grant. @returns by uid the token of its one device */
  async linkAll(spotify: FakeSpotify, uids: readonly string[]): Promise<Map<string, string>> {
    const tokens = new Map<string, string>();
    for (const uid of uids) tokens.set(uid, await new Browser(this.url).linkByHand(spotify, uid));
    return tokens;
  }

  refresh(uid: string, token: string): Promise<Response> {
    return new Browser(this.url).post('/refresh', { uid, token });
  }
}

/** Devices that refresh without end, each at the next of the relays; a response is 200, or 503 with `Retry-After`. */
export class Load {
  readonly counts = new Map<number, number>();
  /** What should never be. */
  readonly wrong: string[] = [];
  /** When each device had its last token (`performance.now`). */
  readonly lastGoodMs = new Map<string, number>();
  readonly #devices: Promise<unknown>;
  #isOver = false;

  constructor(relays: readonly RelayProcess[], tokens: ReadonlyMap<string, string>) {
    this.#devices = Promise.all([...tokens].map((device) => this.#ask(relays, device)));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#devices;
  }

  /** Resolves once each device has had a token since. @returns how long that took the last of them */
  async recovered(sinceMs = performance.now()): Promise<number> {
    while ([...this.lastGoodMs.values()].some((atMs) => atMs <= sinceMs)) {
      // A device without its grant would be waited for without end.
      if (this.wrong.length > 0) throw new Error(this.wrong.join('\n'));
      await sleep(10);
    }
    return Math.max(...this.lastGoodMs.values()) - sinceMs;
  }

  async #ask(
    relays: readonly RelayProcess[],
    [uid, token]: readonly [string, string],
  ): Promise<void> {
    this.lastGoodMs.set(uid, 0);
    for (let turn = 0; !this.#isOver; turn += 1) {
      const response = await relays[turn % relays.length]!.refresh(uid, token).catch(String);
      if (typeof response === 'string') {
        this.wrong.push(response);
        return;
      }
      const { status } = response;
      this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
      const text = await response.text();
      if (status === 200) this.lastGoodMs.set(uid, performance.now());
      else if (status !== 503 || response.headers.get('retry-after') === null)
        this.wrong.push(`${uid}: ${status} ${text}`);
      // Sooner than a device may: this is a load.
      await sleep(status === 200 ? 20 : 100);
    }
  }
}
