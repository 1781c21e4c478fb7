/** The operator's commands on a relay's database. They return what to print; `main.ts` runs them. */
import { readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Accounts } from './account/accounts.js';
import { Passwords } from './account/passwords.js';
import { parseTokenKeys, type Config } from './config.js';
import { backUp, restore } from './db/backup.js';
import { Sql, type Database } from './db/database.js';
import { TOKEN_KEY_FILE } from './db/embedded/data-dir.js';
import { openExisting, resealAll } from './db/open.js';
import { errorCode, StartError } from './error-code.js';
import { countOf } from './http/layout.js';
import { newId, type SecretBytes } from './secrets.js';

interface Given {
  /** Read only if needed: the first key is made before TOKEN_KEYS can be set. */
  readonly config: () => Config;
  readonly bytes: SecretBytes;
  /** A command then says what it would do. */
  readonly isDryRun: boolean;
  /** With --yes, which a destructive command needs. */
  readonly isSure: boolean;
}

export interface Command {
  /** As it is typed: words, then arguments in capitals, optional ones in brackets. */
  readonly usage: string;
  readonly help: string;
  /** @returns what is printed. @throws StartError with a line for a person */
  readonly run: (given: Given, argument: string) => Promise<string>;
}

const SURE = 'add --yes to do it';

export const COMMANDS: readonly Command[] = Object.freeze([
  {
    usage: 'accounts list',
    help: 'all accounts, with their devices and their connection to Spotify',
    run: (given) => withDatabase(given, listAccounts),
  },
  {
    usage: 'accounts delete NAME',
    help: 'deletes an account with everything that belongs to it; needs --yes',
    run: (given, uid) =>
      withDatabase(given, async (database) => {
        const belongings = await belongingsOf(database, uid);
        if (!given.isSure) return `would delete ${uid} with ${belongings}; ${SURE}`;
        await new Accounts(database).delete(uid);
        return `deleted ${uid} with ${belongings}`;
      }),
  },
  {
    usage: 'accounts reset-password NAME',
    help: 'prints a new password and signs every browser out; needs --yes',
    run: (given, uid) =>
      withDatabase(given, async (database) => {
        await belongingsOf(database, uid);
        if (!given.isSure) return `would replace the password of ${uid}; ${SURE}`;
        const password = newId(given.bytes);
        await new Accounts(database).replacePassword(uid, await new Passwords().hash(password));
        await database.changed`DELETE FROM sessions WHERE uid = ${uid}`;
        return `the new password of ${uid} is ${password}; it is shown only once, and every browser is signed out`;
      }),
  },
  {
    usage: 'devices list',
    help: 'all linked devices',
    run: (given) => withDatabase(given, listDevices),
  },
  {
    usage: 'devices revoke ID',
    help: 'unlinks a device; needs --yes',
    run: (given, id) =>
      withDatabase(given, async (database) => {
        const device = await database.first<{ readonly uid: string; readonly name: string }>`
          SELECT uid, name FROM devices WHERE id = ${id}`;
        if (!device) throw new StartError(`there is no device ${id}; devices list names them`);
        const what = `"${device.name}" of ${device.uid}`;
        if (!given.isSure) return `would unlink ${what}; ${SURE}`;
        await database.changed`DELETE FROM devices WHERE id = ${id}`;
        return `unlinked ${what}`;
      }),
  },
  {
    usage: 'keys new [FILE]',
    help: 'makes a key for TOKEN_KEYS and stores it in a file of variables; without FILE, in DATA_DIR',
    run: newKey,
  },
  {
    usage: 'reseal',
    help: 'encrypts everything stored with the first of TOKEN_KEYS; relays may keep running',
    run: async ({ config, isDryRun }) =>
      `${isDryRun ? 'would encrypt' : 'encrypted'} ${countOf(await resealAll(config(), isDryRun), 'stored secret')} again`,
  },
  {
    usage: 'backup FILE',
    help: 'saves the database, an embedded one with the keys in DATA_DIR',
    run: async ({ config, isDryRun }, file) => {
      if (isDryRun) return `would write ${file}`;
      const { accounts, hasKeys } = await backUp(config(), file);
      const care = hasKeys
        ? 'contains the keys: protect it like the folder itself'
        : 'does not contain TOKEN_KEYS: keep those too';
      return `wrote ${file} with ${countOf(accounts, 'account')}; it ${care}`;
    },
  },
  {
    usage: 'restore FILE',
    help: 'restores a backup into an empty database',
    run: async ({ config, isDryRun }, file) =>
      `${isDryRun ? 'would restore' : 'restored'} ${countOf(await restore(config(), file, isDryRun), 'account')} from ${file}`,
  },
] satisfies readonly Command[]);

/** @returns the command and its argument; undefined if there is no such command */
export function commandOf(
  words: readonly string[],
): { readonly command: Command; readonly argument: string } | undefined {
  for (const command of COMMANDS) {
    const wanted = command.usage.split(' ');
    const fixed = wanted.filter((word) => /^[a-z]/.test(word));
    const [argument, ...rest] = words.slice(fixed.length);
    const needed = wanted.filter((word) => /^[A-Z]/.test(word)).length;
    const isLike = fixed.every((word, at) => words[at] === word);
    const fits = argument === undefined ? needed === 0 : wanted.length > fixed.length;
    if (isLike && fits && rest.length === 0) return { command, argument: argument ?? '' };
  }
  return undefined;
}

async function withDatabase(
  { config }: Given,
  use: (database: Database) => Promise<string>,
): Promise<string> {
  const database = await openExisting(config());
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

async function belongingsOf(database: Database, uid: string): Promise<string> {
  const row = await database.first<{ readonly devices: number; readonly grants: number }>`
    SELECT (SELECT count(*) FROM devices d WHERE d.uid = a.uid) AS devices,
      (SELECT count(*) FROM grants g WHERE g.uid = a.uid) AS grants
    FROM accounts a WHERE uid = ${uid}`;
  if (!row) throw new StartError(`there is no account ${uid}; accounts list names them`);
  return `${countOf(row.devices, 'device')} and ${row.grants === 0 ? 'no' : 'its'} grant`;
}

/** To the minute, in UTC. */
const time = (column: string): Sql =>
  new Sql(`coalesce(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), 'never')`);

async function listAccounts(database: Database): Promise<string> {
  const rows = await database.arrays<string[]>`
    SELECT a.uid, ${time('a.created_at')}, (SELECT count(*) FROM devices d WHERE d.uid = a.uid)::text,
      CASE WHEN g.uid IS NULL THEN 'no' WHEN g.ended_at IS NULL THEN 'connected' ELSE 'ended' END
    FROM accounts a LEFT JOIN grants g ON g.uid = a.uid ORDER BY a.uid`;
  return tableOf(['ACCOUNT', 'CREATED (UTC)', 'DEVICES', 'SPOTIFY'], rows);
}

async function listDevices(database: Database): Promise<string> {
  const rows = await database.arrays<string[]>`
    SELECT id, uid, ${time('created_at')}, ${time('last_used_at')}, coalesce(version, '?'), name
    FROM devices ORDER BY uid, created_at, id`;
  return tableOf(['ID', 'ACCOUNT', 'LINKED (UTC)', 'LAST USED (UTC)', 'VERSION', 'NAME'], rows);
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** As systemd, Compose or a shell reads it. A line missed here would be overridden by the added one. */
const VARIABLE = /^\s*(export\s+)?TOKEN_KEYS\s*=/;

/**
 * In DATA_DIR it comes first: the only relay encrypts everything with it at its next start. In a file of variables, which
 * systemd, Compose and a shell read, it comes last, since other relays must know it before one of them encrypts with it.
 */
async function newKey({ config, bytes, isDryRun }: Given, file: string): Promise<string> {
  const isOwn = file === '';
  // Replaces the target of a link, not the link. A new file has only its own name.
  const path = isOwn ? ownKeyFile(config()) : await realpath(file).catch(() => file);
  const lines = (await textOf(path)).replace(/\n$/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const places = lines.flatMap((line, at) => (isOwn || VARIABLE.test(line) ? [at] : []));
  if (places.length > 1)
    throw new StartError(`${path}: has more than one line with TOKEN_KEYS; merge them first`);
  const [at = lines.length] = places;
  const prefix = isOwn ? '' : (VARIABLE.exec(lines[at] ?? '')?.[0] ?? 'TOKEN_KEYS=');
  const current = lines[at]?.slice(prefix.length).trim() ?? '';
  const known = current === '' ? [] : parseTokenKeys(current);
  if (typeof known === 'string') throw new StartError(`${path}: ${known}`);
  const ids = known.map(({ id }) => id);
  let number = 1;
  while (ids.includes(String(number))) number += 1;
  const made = `${number}:${Buffer.from(bytes(32)).toString('base64')}`;
  const keys = [...(isOwn ? [made, current] : [current, made])].filter((key) => key !== '').join();
  lines.splice(at, 1, prefix + keys);
  const place = `${isOwn ? 'before' : 'after'} "${ids.join('", "')}"`;
  const what = `the key "${number}" in ${path}${ids.length === 0 ? '' : `, ${place}`}`;
  if (isDryRun) return `would store ${what}`;
  const unfinished = `${path}.${process.pid}`;
  try {
    await writeFile(unfinished, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    throw new StartError(`${path}: cannot be written (${errorCode(error) ?? ''})`);
  }
  return `stored ${what}`;
}

function ownKeyFile({ database }: Config): string {
  if (database.kind === 'embedded') return join(database.dataDir, TOKEN_KEY_FILE);
  throw new StartError('DATABASE_URL: is set; name the file to store the key in');
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw new StartError(`${path}: cannot be read (${errorCode(error) ?? ''})`);
  }
}
