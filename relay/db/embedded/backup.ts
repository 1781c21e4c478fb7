/**
 * The embedded database and its keys as one file, and back. The relay must not run meanwhile: the folder's lock sees to
 * that. The file holds the keys, since without them nothing in it can be read: it is as secret as DATA_DIR.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { errorCode } from '../../error-code.js';
import { openDataDir } from './data-dir.js';
import { create } from './engine.js';
import { StartError } from '../start-error.js';
import { TOKEN_KEY_FILE } from './token-key-file.js';

const FORM = 'sixteen-by-two backup 1';

interface Backup {
  readonly form: typeof FORM;
  /** Undefined where TOKEN_KEYS came from the environment. */
  readonly tokenKeys?: string;
  /** Base64 of a tar of the database's folder. */
  readonly database: string;
}

export async function backUp(dataDir: string, file: string): Promise<void> {
  const folder = await openDataDir(dataDir);
  try {
    const path = join(folder.path, 'database');
    if (!existsSync(path)) throw new StartError(`DATA_DIR: there is no database in ${folder.path}`);
    const engine = await create(path);
    const tar = await engine.dumpDataDir('none');
    await engine.close();
    const keyFile = join(folder.path, TOKEN_KEY_FILE);
    const backup: Backup = {
      form: FORM,
      ...(existsSync(keyFile) ? { tokenKeys: await readFile(keyFile, 'utf8') } : {}),
      database: Buffer.from(await tar.arrayBuffer()).toString('base64'),
    };
    // Never over an older one: that may be the only good one.
    await writeFile(file, gzipSync(JSON.stringify(backup)), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw inWords(error, file);
  } finally {
    folder.release();
  }
}

export async function restore(dataDir: string, file: string): Promise<void> {
  const backup = await readBackup(file);
  const folder = await openDataDir(dataDir);
  try {
    const path = join(folder.path, 'database');
    const keyFile = join(folder.path, TOKEN_KEY_FILE);
    const { tokenKeys } = backup;
    if (existsSync(path)) throw takenAlready(path);
    // The same keys may be there: of a restore that was killed before its last step.
    const hasKeys = tokenKeys !== undefined && existsSync(keyFile);
    if (hasKeys && (await readFile(keyFile, 'utf8')) !== tokenKeys) throw takenAlready(keyFile);
    // Under another name first, as when it is made: a restore that is killed can be run again.
    const unfinished = `${path}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    try {
      const tar = new Blob([Buffer.from(backup.database, 'base64')]);
      await (await create(unfinished, tar)).close();
    } catch {
      // What the engine says of it is its own source and a stack.
      await rm(unfinished, { recursive: true, force: true });
      throw isDamaged(file);
    }
    if (tokenKeys !== undefined && !hasKeys)
      await writeFile(keyFile, tokenKeys, { flag: 'wx', mode: 0o600 });
    await rename(unfinished, path);
  } finally {
    folder.release();
  }
}

function takenAlready(path: string): StartError {
  return new StartError(`DATA_DIR: ${path} is there already; restore into an empty folder`);
}

function isDamaged(file: string): StartError {
  return new StartError(`${file}: is no backup of this relay, or is damaged`);
}

async function readBackup(file: string): Promise<Backup> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(gunzipSync(await readFile(file)).toString('utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new StartError(`${file}: there is no such file`);
    throw isDamaged(file);
  }
  if (!isBackup(parsed)) throw new StartError(`${file}: is no backup of this relay`);
  return parsed;
}

function isBackup(parsed: unknown): parsed is Backup {
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    'form' in parsed &&
    parsed.form === FORM &&
    'database' in parsed &&
    typeof parsed.database === 'string' &&
    (!('tokenKeys' in parsed) || typeof parsed.tokenKeys === 'string')
  );
}

function inWords(error: unknown, file: string): unknown {
  const code = errorCode(error);
  if (code === 'EEXIST') return new StartError(`${file}: is there already; choose another name`);
  return code === 'ENOENT' || code === 'EACCES'
    ? new StartError(`${file}: cannot be written (${code})`)
    : error;
}
