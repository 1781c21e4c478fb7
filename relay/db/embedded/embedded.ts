/**
 * Postgres in this process (PGlite), behind the same `pg` pool as a real one. For one process on one host: it commits
 * without fsync, so a killed process loses nothing but a power cut may.
 */
import { execFile } from 'node:child_process';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { StartError } from '../start-error.js';

/** 190–210 MB resident under load with these, 330–360 MB without (measured). */
const START_PARAMS = Object.freeze(['-c', 'shared_buffers=8MB', '-c', 'max_connections=5']);
const runFile = promisify(execFile);

export interface EmbeddedDatabase {
  readonly pool: pg.Pool;
  /** After `pool.end()`. */
  readonly close: () => Promise<void>;
}

/**
 * @param dataDir locked by the caller (`openDataDir`)
 * @param onProgress told, in words for a person, what takes long
 */
export async function openEmbedded(
  dataDir: string,
  onProgress: (line: string) => void = () => undefined,
): Promise<EmbeddedDatabase> {
  const path = join(dataDir, 'database');
  if (!(await isThere(path))) {
    onProgress('making the database (once)…');
    await makeDatabase(path);
  }
  const { PGlite } = await import('@electric-sql/pglite');
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  const engine = await PGlite.create({
    dataDir: path,
    startParams: [...PGlite.defaultStartParams, ...START_PARAMS],
  });
  // One connection is all that the engine has; it lives as long as the pool.
  const pool = new pg.Pool(Object.assign(createPgConfig(engine), { max: 1, idleTimeoutMillis: 0 }));
  return { pool, close: () => engine.close() };
}

/** Made under another name and renamed, so that a start that was killed leaves nothing half made. */
async function makeDatabase(path: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const script = fileURLToPath(new URL('./make-database.js', import.meta.url));
  try {
    await runFile(process.execPath, [script, unfinished], { maxBuffer: 1 << 20 });
  } catch (error) {
    const signal =
      typeof error === 'object' && error !== null && 'signal' in error ? error.signal : undefined;
    throw new StartError(
      typeof signal === 'string'
        ? `the database could not be made: its process was ended by ${signal} (it needs about 850 MB once; or set DATABASE_URL)`
        : `the database could not be made in ${path}; is there room on the disk? (or set DATABASE_URL)`,
    );
  }
  await rename(unfinished, path);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Not there, or not readable: making it will tell which.
    return false;
  }
}
