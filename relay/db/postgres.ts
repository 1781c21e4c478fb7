/**
 * The store on any Postgres-compatible database, through a `pg` pool. Every method is one statement, so that nothing is
 * held open across a call elsewhere (the embedded engine has one connection) and any pooler will do.
 */
import { accounts } from '../account/account-store.js';
import { attempts } from '../http/attempts.js';
import { Database, type DatabaseOptions } from './database.js';
import { deviceCodes } from '../devices/device-codes.js';
import { devices } from '../devices/device-store.js';
import { grants } from '../grant/grant-store.js';
import { playing } from '../playing/playing-store.js';
import { sessions } from '../http/session-store.js';
import type { Store } from './store.js';

export interface PostgresStoreOptions extends DatabaseOptions {
  /** Runs after the pool has ended: closes an embedded engine and gives its lock back. */
  readonly afterClose?: () => Promise<void>;
}

const EXPIRING = Object.freeze(['sessions', 'authorizations', 'device_codes', 'attempts']);

export function postgresStore({
  afterClose = () => Promise.resolve(),
  ...options
}: PostgresStoreOptions): Store {
  const database = new Database(options);
  return {
    ...accounts(database),
    ...sessions(database),
    ...grants(database),
    ...devices(database),
    ...deviceCodes(database),
    ...attempts(database),
    ...playing(database),

    async ping(): Promise<void> {
      await database.run('SELECT 1');
    },

    async close(): Promise<void> {
      await database.pool.end();
      await afterClose();
    },

    async sweep(nowMs: number): Promise<void> {
      const now = new Date(nowMs);
      for (const table of EXPIRING)
        await database.run(`DELETE FROM ${table} WHERE expires_at <= $1`, [now]);
      // The row stays: its schedule knows what was asked today.
      await database.run(
        'UPDATE playing SET outcome_sealed = NULL WHERE expires_at <= $1 AND outcome_sealed IS NOT NULL',
        [now],
      );
    },
  };
}
