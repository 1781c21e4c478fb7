/**
 * One or two real relays on one database, behind a balancer that tries them in turn, and what can befall them. Virtual
 * time stands while they work, so an instant within their work is counted in statements: one lies before each and one
 * behind it.
 */
import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Random } from '../../device/shared/ports.js';
import type { Config } from '../../relay/config.js';
import { TokenCipher } from '../../relay/db/cipher.js';
import { Database } from '../../relay/db/database.js';
import { openDataDir, readOrMakeTokenKeys } from '../../relay/db/embedded/data-dir.js';
import { openEngine, poolOn } from '../../relay/db/embedded/engine.js';
import { migrate } from '../../relay/db/migrate.js';
import { poolTo } from '../../relay/db/open.js';
import { Grants } from '../../relay/grant/grants.js';
import { createLog } from '../../relay/log.js';
import { startRelay, type Relay, type StartOptions } from '../../relay/start.js';
import type { FakeSpotify } from '../../simulator/spotify/fake-spotify.js';

export interface RelaysOptions {
  readonly config: Config;
  readonly count: number;
  readonly fakeSpotify: FakeSpotify;
  readonly nowMs: () => number;
  readonly random: Random;
  /** A mistake that a test plants. */
  readonly plant?: (options: StartOptions) => StartOptions;
}

interface Opened {
  readonly pool: pg.Pool;
  readonly cipher: TokenCipher;
  readonly closeEngine: () => Promise<void>;
}

interface Instance {
  readonly relay: Relay;
  readonly handle: RequestListener;
  readonly open: Set<ServerResponse>;
}

/** A relay as the database knows it. A dead one sends no statement, and never gets the result of the last. */
interface Client {
  isDead: boolean;
}

type DatabaseState = 'well' | 'away' | 'read-only';

const NEXT_BUILD = new URL('./next-build/', import.meta.url);
const NEVER = new Promise<never>(() => undefined);
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
/** Real time, between two attempts of a relay to store what it holds. */
const OUTAGE_WAIT_MS = 20;
const WRITES = /\b(INSERT|UPDATE|DELETE)\b/;

export class Relays {
  /** What they logged. */
  readonly lines: string[] = [];
  /**
   * Accounts whose grant a kill cost, since Spotify had replaced the refresh token; and whether it had to: the kill came
   * in place of the statement that stores the new one.
   */
  readonly lost = new Map<string, boolean>();
  readonly #options: RelaysOptions;
  readonly #pool: pg.Pool;
  readonly #cipher: TokenCipher;
  readonly #closeEngine: () => Promise<void>;
  readonly #instances = new Map<Client, Instance>();
  #requestCount = 0;
  #databaseState: DatabaseState = 'well';
  #strike:
    { instantsLeft: number; readonly strike: (client: Client, text: string) => void } | undefined;
  /** Statements and waits of the relays. */
  #underWay = 0;
  #recovering: Promise<void> | undefined;

  private constructor(options: RelaysOptions, { pool, cipher, closeEngine }: Opened) {
    this.#options = options;
    this.#pool = pool;
    this.#cipher = cipher;
    this.#closeEngine = closeEngine;
  }

  static async open(options: RelaysOptions): Promise<Relays> {
    const opened = await openPool(options.config);
    await migrate(opened.pool);
    const relays = new Relays(options, opened);
    await relays.start();
    return relays;
  }

  /** Starts the relays that are not running. */
  async start(): Promise<void> {
    while (this.#instances.size < this.#options.count) await this.#startOne();
  }

  /** By SIGTERM. @param count how many of them */
  async stop(count = Infinity): Promise<void> {
    for (const [client, { relay }] of [...this.#instances].slice(0, count)) {
      this.#instances.delete(client);
      await relay.close();
    }
  }

  /** One after the other is replaced by a release with one more migration. */
  async update(): Promise<void> {
    for (let left = this.#instances.size; left > 0; left -= 1) {
      await this.stop(1);
      await migrate(this.#pool, { folder: NEXT_BUILD });
      await this.start();
    }
  }

  /** By SIGKILL, the one that works at that instant; it is started again at once. @param nth instant from now */
  killAt(nth: number): void {
    this.#strike = { instantsLeft: nth, strike: (client, text) => this.#kill(client, text) };
  }

  /** @param nth instant from now */
  databaseBecomes(state: DatabaseState, nth: number): void {
    this.#strike = { instantsLeft: nth, strike: () => (this.#databaseState = state) };
  }

  /** Cancels a pending strike and brings the database back. Resolves once the relays have stored what they hold. */
  async recover(): Promise<void> {
    this.#strike = undefined;
    this.#databaseState = 'well';
    do await turn();
    while (this.#underWay > 0);
    await this.#endLeases();
  }

  /** Resolves when a relay that was killed runs again. */
  async settled(): Promise<void> {
    await this.#recovering;
  }

  /** Leaves the database as it was, so that one can serve many runs: creating it takes 4 s of CPU. */
  async forgetAll(): Promise<void> {
    await this.#pool.query(`DO $$ BEGIN EXECUTE (
      SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
      WHERE schemaname = current_schema() AND tablename <> 'schema_migrations'
    ); END $$`);
    const { rowCount } = await this.#pool.query(
      'DELETE FROM schema_migrations WHERE version = 9999',
    );
    if (rowCount === 0) return;
    await this.#pool.query('ALTER TABLE grants DROP COLUMN next_build');
    await this.#pool.query('DROP INDEX playing_next_build');
    await this.#pool.query('DROP TABLE next_build');
  }

  async close(): Promise<void> {
    await this.#recovering;
    await this.stop();
    await this.#pool.end();
    await this.#closeEngine();
  }

  async #startOne(): Promise<void> {
    const { config, nowMs, random, plant = (options: StartOptions) => options } = this.#options;
    const client = { isDead: false };
    const relay = await startRelay(
      plant({
        config,
        database: new Database({ pool: this.#poolOf(client), cipher: this.#cipher }),
        bytes: (length) => Uint8Array.from({ length }, () => random() * 256),
        log: createLog(config.logLevel, { write: (line) => void this.lines.push(line) }),
        clock: { nowMs, sleep: () => this.#wait(client) },
      }),
    );
    const respond = relay.app.callback();
    const handle: RequestListener = (request, response) => void respond(request, response);
    this.#instances.set(client, { relay, handle, open: new Set() });
  }

  readonly handle: RequestListener = (request, response) => {
    const instances = [...this.#instances.values()];
    const instance = instances[this.#requestCount++ % instances.length];
    if (!instance) {
      response.destroy();
      return;
    }
    instance.open.add(response);
    response.once('close', () => instance.open.delete(response));
    instance.handle(request, response);
  };

  #kill(client: Client, text: string): void {
    const instance = this.#instances.get(client);
    if (!instance) return;
    client.isDead = true;
    this.#instances.delete(client);
    for (const response of instance.open) response.destroy();
    this.#recovering = this.#afterKill(text.includes('access_token_sealed ='));
  }

  /** @param isStoring whether it came in place of the statement that stores what Spotify gave */
  async #afterKill(isStoring: boolean): Promise<void> {
    const { fakeSpotify } = this.#options;
    const grants = new Grants(new Database({ pool: this.#pool, cipher: this.#cipher }));
    const { rows } = await this.#pool.query<{ uid: string }>(
      'SELECT uid FROM grants WHERE ended_at IS NULL ORDER BY uid',
    );
    for (const { uid } of rows) {
      const grant = await grants.find(uid);
      if (!grant || grant.endedAtMs !== undefined) continue;
      const { state } = fakeSpotify.grants.readRefreshToken(grant.refreshToken);
      if (state !== 'live') this.lost.set(uid, isStoring);
    }
    await this.#endLeases();
    await this.start();
  }

  /** They run by the database's own clock, which is not virtual, so no run waits for them. */
  async #endLeases(): Promise<void> {
    for (const table of ['grants', 'playing'])
      await this.#pool.query(
        `UPDATE ${table} SET lease_until = to_timestamp(0) WHERE lease_until IS NOT NULL`,
      );
  }

  /** Takes no virtual time; in an outage a little real time, since the relay tries again until that ends. */
  #wait(client: Client): Promise<void> {
    if (client.isDead) return NEVER;
    return this.#working(() => (this.#databaseState === 'well' ? turn() : sleep(OUTAGE_WAIT_MS)));
  }

  async #working<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** The database as one relay has it. */
  #poolOf(client: Client): pg.Pool {
    const query = async (statement: pg.QueryConfig): Promise<pg.QueryResult> => {
      if (this.#instant(client, statement.text)) return NEVER;
      this.#check(WRITES.test(statement.text));
      const result = await this.#working(() => this.#pool.query(statement));
      if (this.#instant(client)) return NEVER;
      this.#check(false);
      return result;
    };
    return Object.assign(Object.create(this.#pool) as pg.Pool, { query, end: noop });
  }

  /** @throws as `pg` does */
  #check(isWrite: boolean): void {
    if (this.#databaseState === 'away') throw fault({ code: 'ECONNRESET' });
    if (this.#databaseState === 'read-only' && isWrite)
      throw fault({ code: '25006', severity: 'ERROR' });
  }

  /** @returns whether the client is dead */
  #instant(client: Client, text = ''): boolean {
    const next = this.#strike;
    if (next && !client.isDead && (next.instantsLeft -= 1) === 0) next.strike(client, text);
    return client.isDead;
  }
}

async function openPool({ database, tokenKeys }: Config): Promise<Opened> {
  if (database.kind === 'postgres')
    return {
      pool: poolTo(database.url),
      cipher: new TokenCipher(tokenKeys ?? []),
      closeEngine: noop,
    };
  const dataDir = await openDataDir(database.dataDir);
  const engine = await openEngine(dataDir.path);
  return {
    pool: poolOn(engine),
    cipher: new TokenCipher(tokenKeys ?? (await readOrMakeTokenKeys(dataDir.path))),
    closeEngine: async () => {
      await engine.close();
      dataDir.release();
    },
  };
}

async function noop(): Promise<void> {
  // Nothing of it is this relay's own.
}

function fault(of: { readonly code: string; readonly severity?: string }): Error {
  return Object.assign(new Error(of.code), of);
}
