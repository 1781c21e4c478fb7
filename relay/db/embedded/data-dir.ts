/**
 * The folder of the embedded database: made, proven writable and locked to one process. The engine itself takes no lock
 * and loses rows when two processes open one folder (2,001 rows of 2,100 were left when it was tried).
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseTokenKeys, type TokenKey } from '../../config.js';
import { errorCode, StartError } from '../../error-code.js';

const LOCK_NAME = 'lock';
export const TOKEN_KEY_FILE = 'token-keys';
/** Folders held by this process: any other lock file with our pid is a dead process's (pid 1 in a container). */
const heldHere = new Set<string>();

export interface DataDir {
  readonly path: string;
  /** Gives the lock back; may be called twice. */
  release(): void;
}

export async function openDataDir(dataDir: string): Promise<DataDir> {
  const path = resolve(dataDir);
  const lockPath = join(path, LOCK_NAME);
  try {
    await makeFolder(path);
    takeLock(path, lockPath);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new StartError(
      `DATA_DIR: cannot write to ${path} (${errorCode(error) ?? ''}); give the folder to this user or choose another`,
    );
  }
  heldHere.add(path);
  return {
    path,
    release: () => {
      if (heldHere.delete(path)) rmSync(lockPath, { force: true });
    },
  };
}

/** Node's own recursive mkdir never returns where a parent, such as /proc, refuses children with ENOENT. */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Another process was quicker.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function takeLock(path: string, lockPath: string): void {
  // Twice: once more after a dead process's lock was moved away.
  for (const isLastAttempt of [false, true]) {
    try {
      // O_EXCL: of two processes exactly one makes the file.
      const file = openSync(lockPath, 'wx', 0o600);
      writeSync(file, `${process.pid} ${startTicks(process.pid)}`);
      closeSync(file);
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = readFileSync(lockPath, 'utf8');
    if (isLastAttempt || isHeld(path, holder))
      throw new StartError(
        `DATA_DIR: ${path} is in use by process ${holder.split(' ')[0] ?? '?'}; stop it, or set DATA_DIR to another folder (if no such process is left, delete ${lockPath})`,
      );
    moveAway(lockPath, holder);
  }
}

/** Renames first and looks after: of two processes that saw the same dead lock, only one finds it under its new name. */
function moveAway(lockPath: string, holder: string): void {
  const stalePath = `${lockPath}.stale-${process.pid}`;
  renameSync(lockPath, stalePath);
  if (readFileSync(stalePath, 'utf8') === holder) rmSync(stalePath);
  // The other was quicker, and what we moved is its new lock.
  else renameSync(stalePath, lockPath);
}

function isHeld(path: string, holder: string): boolean {
  const [pidText = '', startedAt = ''] = holder.split(' ');
  const pid = Number(pidText);
  // Being written right now, or not ours: do not touch it.
  if (!Number.isInteger(pid) || pid <= 0) return true;
  if (pid === process.pid) return heldHere.has(path);
  if (!isAlive(pid)) return false;
  // The pid may have passed on to a stranger since.
  return startedAt === '' || startedAt === startTicks(pid) || startTicks(pid) === '';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return errorCode(error) === 'EPERM';
  }
}

/** When the process started, in ticks since boot (proc(5), field 22); empty if there is no /proc. */
function startTicks(pid: number): string {
  try {
    // The name in parentheses may hold spaces; fields are counted after it.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? '';
    return afterName.split(' ')[19] ?? '';
  } catch {
    // No /proc on this system, or the process just ended: only the pid decides.
    return '';
  }
}

/** The keys of its secrets: created once, readable only by the folder's owner. */
export async function readOrMakeTokenKeys(dataDir: string): Promise<readonly TokenKey[]> {
  const path = join(dataDir, TOKEN_KEY_FILE);
  const made = `1:${randomBytes(32).toString('base64')}`;
  try {
    await writeFile(path, `${made}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  // A restored backup or a careless copy may have widened it.
  await chmod(path, 0o600);
  const keys = parseTokenKeys((await readFile(path, 'utf8')).trim());
  if (typeof keys === 'string')
    throw new StartError(
      `${path} ${keys}; restore it from a backup (without it what is stored cannot be read)`,
    );
  return keys;
}
