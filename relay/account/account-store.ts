/** Accounts: who has one, its password's hash and its Spotify app. */
import type { SpotifyApp } from '../config.js';
import type { Database } from '../db/database.js';
import { accountOf, PLACES, type AccountRow } from '../db/rows.js';
import type { Account, AccountRecord, AccountStore } from '../db/store.js';
import type { TokenCipher } from '../db/token-cipher.js';

export function accounts(database: Database): AccountStore {
  const { cipher } = database;
  return {
    async findAccount(uid: string): Promise<Account | undefined> {
      const row = await database.first<AccountRow>(
        'SELECT uid, password_hash, client_id, client_secret_sealed FROM accounts WHERE uid = $1',
        [uid],
      );
      return row && accountOf(row, cipher);
    },

    async createAccount(account: Account & { readonly createdAtMs: number }): Promise<boolean> {
      const { uid, app } = account;
      return database.changed(
        `INSERT INTO accounts (uid, password_hash, client_id, client_secret_sealed, created_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (uid) DO NOTHING`,
        [
          uid,
          account.passwordHash,
          app?.clientId ?? null,
          sealedSecret(cipher, uid, app),
          new Date(account.createdAtMs),
        ],
      );
    },

    async findAccountRecord(uid: string): Promise<AccountRecord | undefined> {
      const { rows } = await database.run<{
        account_created_at: Date;
        created_at: Date | null;
        expires_at: Date | null;
      }>(
        `SELECT a.created_at AS account_created_at, s.created_at, s.expires_at
         FROM accounts a LEFT JOIN sessions s ON s.uid = a.uid WHERE a.uid = $1 ORDER BY s.created_at`,
        [uid],
      );
      const [first] = rows;
      return (
        first && {
          createdAtMs: first.account_created_at.getTime(),
          sessions: rows.flatMap(({ created_at: created, expires_at: expires }) =>
            created && expires
              ? [{ createdAtMs: created.getTime(), expiresAtMs: expires.getTime() }]
              : [],
          ),
        }
      );
    },

    async replacePassword(uid: string, passwordHash: string): Promise<void> {
      await database.run('UPDATE accounts SET password_hash = $2 WHERE uid = $1', [
        uid,
        passwordHash,
      ]);
    },

    async replaceApp(uid: string, app: SpotifyApp): Promise<void> {
      await database.run(
        'UPDATE accounts SET client_id = $2, client_secret_sealed = $3 WHERE uid = $1',
        [uid, app.clientId, sealedSecret(cipher, uid, app)],
      );
    },

    async deleteAccount(uid: string): Promise<void> {
      await database.run('DELETE FROM accounts WHERE uid = $1', [uid]);
    },
  };
}

function sealedSecret(
  cipher: TokenCipher,
  uid: string,
  app: SpotifyApp | undefined,
): string | null {
  if (app?.clientSecret === undefined) return null;
  return cipher.seal(app.clientSecret, PLACES.clientSecret(uid));
}
