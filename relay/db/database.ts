/** What the store's parts share: statements on the pool, and the cipher of its secrets. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { query, queryArrays } from './query.js';
import type { TokenCipher } from './token-cipher.js';

export interface DatabaseOptions {
  readonly pool: pg.Pool;
  readonly cipher: TokenCipher;
  /** Prepared once a connection, at half the latency. Poolers in transaction mode took them only lately. */
  readonly namedStatements?: boolean;
}

export class Database {
  readonly pool: pg.Pool;
  readonly cipher: TokenCipher;
  readonly #namedStatements: boolean;
  /** Statement → its name. The texts are constants of this program, so this stays small. */
  readonly #names = new Map<string, string>();

  constructor({ pool, cipher, namedStatements = true }: DatabaseOptions) {
    this.pool = pool;
    this.cipher = cipher;
    this.#namedStatements = namedStatements;
  }

  run<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    return query<Row>(this.pool, this.#statement(text, values));
  }

  /** @returns rows in the order of the statement's columns */
  arrays<Row extends unknown[]>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return queryArrays<Row>(this.pool, this.#statement(text, values));
  }

  async first<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row | undefined> {
    return (await this.run<Row>(text, values)).rows[0];
  }

  /** @returns whether the statement touched a row */
  async changed(text: string, values: readonly unknown[]): Promise<boolean> {
    return ((await this.run(text, values)).rowCount ?? 0) > 0;
  }

  #statement(text: string, values: readonly unknown[]): pg.QueryConfig {
    const statement = { text, values: [...values] };
    return this.#namedStatements ? { ...statement, name: this.#nameOf(text) } : statement;
  }

  /** By the text itself: two releases behind one pooler never mean different statements by one name. */
  #nameOf(text: string): string {
    let name = this.#names.get(text);
    if (name === undefined) {
      name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
      this.#names.set(text, name);
    }
    return name;
  }
}
