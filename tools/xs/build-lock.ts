/**
 * One build at a time across processes: two test runs that find no host would otherwise both compile for 5 s. If a rare
 * race lets two hold the lock, no harm is done: a build ends in one atomic rename.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Calls `make` unless `path` exists, or waits for the process that is already making it.
 * @returns what `make` returns (its problem), undefined if `path` exists
 */
export async function once(
  path: string,
  make: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const lock = `${dirname(path)}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  while (!existsSync(path)) {
    if (!take(lock)) {
      await delay(POLL_MS);
      continue;
    }
    try {
      // The other may have finished between the check and the lock.
      if (!existsSync(path)) return await make();
    } finally {
      rmSync(lock, { force: true });
    }
  }
  return undefined;
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    // With an unwritable or missing folder, waiting would never end.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Held by another process. If that was killed, its lock is removed before the next attempt.
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock: string): boolean {
  let pid: number;
  try {
    pid = Number(readFileSync(lock, 'utf8'));
  } catch {
    return false; // Just released.
  }
  // Empty for the moment between its creation and the write.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
