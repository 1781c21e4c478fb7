/**
 * Statements on a `pg` pool, as templates whose values travel apart from the text, and the cipher of the secrets in
 * them. Every statement is independent: no transaction is held
 * open across a call elsewhere (the embedded engine has one connection), and any pooler will do.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { errorCode, sqlState } from '../error-code.js';
import type { TokenCipher } from './cipher.js';

/** Serialization failure and deadlock: the statement did nothing and may be sent again. */
const CONFLICTS = Object.freeze(['40001', '40P01']);
const ATTEMPT_COUNT = 6;
/** Doubled each time, 620 ms in all. */
const CONFLICT_WAIT_MS = 20;
/** Connection trouble, too little room, shutdown, failing disk; a standby; a commit whose outcome is unknown. */
const UNAVAILABLE = /^(08|53|57|58)|^(25006|40003)$/;
/** A pooler handed us another client's connection, and it does not know our named statements. */
const UNKNOWN_NAME = Object.freeze(['42P05', '26000']);

/** The database cannot be reached just now; nothing is known to be wrong with the request. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database cannot be reached', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

/** Times come as milliseconds since 1970, and our bigints are small counters. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const parse = pg.types.getTypeParser(oid, format) as (value: string) => unknown;
    if (oid === pg.types.builtins.INT8) return Number;
    return oid === pg.types.builtins.TIMESTAMPTZ
      ? (value: string) => (parse(value) as Date).getTime()
      : parse;
  },
};

/** A part of a statement that is the same at each call: column names and the like. Never anything that was sent. */
export class Sql {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type SqlValue = string | number | Date | readonly string[] | undefined | Sql;

export interface DatabaseOptions {
  readonly pool: pg.Pool;
  readonly cipher: TokenCipher;
  /** Prepared once per connection, at half the latency. Poolers in transaction mode accept them only since 2023. */
  readonly namedStatements?: boolean;
  /** Logged once if a pooler does not support them; the relay continues without. */
  readonly onUnknownName?: (() => void) | undefined;
  /** Runs after the pool has ended: closes an embedded engine and releases its lock. */
  readonly afterClose?: () => Promise<void>;
}

export class Database {
  readonly cipher: TokenCipher;
  readonly #options: DatabaseOptions;
  #isNamed: boolean;
  /** Statement → its name. The texts are constants of this program, so this stays small. */
  readonly #names = new Map<string, string>();

  constructor(options: DatabaseOptions) {
    this.cipher = options.cipher;
    this.#isNamed = options.namedStatements ?? true;
    this.#options = options;
  }

  /** @returns rows by the names that the statement gives its columns; NULL is undefined */
  async rows<Row extends object>(
    parts: TemplateStringsArray,
    ...values: readonly SqlValue[]
  ): Promise<readonly Row[]> {
    const { rows } = await this.#send<Record<string, unknown>>(parts, values, 'object');
    for (const row of rows)
      for (const name of Object.keys(row)) if (row[name] === null) row[name] = undefined;
    return rows as readonly object[] as readonly Row[];
  }

  async first<Row extends object>(
    parts: TemplateStringsArray,
    ...values: readonly SqlValue[]
  ): Promise<Row | undefined> {
    return (await this.rows<Row>(parts, ...values))[0];
  }

  /** @returns rows in the order of the columns: an object per row costs more than many a statement */
  async arrays<Row extends unknown[]>(
    parts: TemplateStringsArray,
    ...values: readonly SqlValue[]
  ): Promise<readonly Row[]> {
    return (await this.#send<Row>(parts, values, 'array')).rows;
  }

  /** @returns whether the statement touched a row */
  async changed(parts: TemplateStringsArray, ...values: readonly SqlValue[]): Promise<boolean> {
    return ((await this.#send(parts, values, 'object')).rowCount ?? 0) > 0;
  }

  async close(): Promise<void> {
    await this.#options.pool.end();
    await this.#options.afterClose?.();
  }

  async #send<Row extends pg.QueryResultRow>(
    parts: TemplateStringsArray,
    values: readonly SqlValue[],
    rowMode: 'object' | 'array',
  ): Promise<pg.QueryResult<Row>> {
    const { pool } = this.#options;
    let text = parts[0] ?? '';
    const parameters: unknown[] = [];
    for (const [index, value] of values.entries()) {
      text += value instanceof Sql ? value.text : `$${parameters.push(value)}`;
      text += parts[index + 1] ?? '';
    }
    const statement = {
      text,
      values: parameters,
      types: TYPES,
      ...(rowMode === 'array' ? { rowMode } : {}),
    };
    for (;;) {
      // Others learn meanwhile that names are unknown.
      const named = this.#isNamed ? { ...statement, name: this.#nameOf(text) } : undefined;
      try {
        return await retried(() => pool.query<Row>(named ?? statement));
      } catch (error) {
        const state = sqlState(error);
        if (UNKNOWN_NAME.includes(state ?? '') && named) {
          if (this.#isNamed) this.#options.onUnknownName?.();
          this.#isNamed = false;
          continue;
        }
        if (isUnavailable(error, state)) throw new DatabaseUnavailable(error);
        throw error;
      }
    }
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

/** Retries what had no effect, waiting longer each time. */
export async function retried<Result>(send: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await send();
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPT_COUNT) throw error;
      await sleep(CONFLICT_WAIT_MS * 2 ** (attempt - 1));
    }
}

export function isConflict(error: unknown): boolean {
  return CONFLICTS.includes(sqlState(error) ?? '');
}

/** Without a response there is no SQLSTATE: refused, reset, timed out. A bug of ours is a TypeError or similar. */
export function isUnavailable(error: unknown, state: string | undefined): boolean {
  if (state !== undefined) return UNAVAILABLE.test(state) || CONFLICTS.includes(state);
  // pg's own "Connection terminated" and "timeout exceeded" are bare errors without a code.
  return errorCode(error) !== undefined || (error instanceof Error && error.name === 'Error');
}
