/**
 * Postgres in this process (PGlite), behind the same `pg` pool as a real one. For one process on one host: it commits
 * without fsync, so a killed process loses nothing, but a power cut may lose the last writes.
 */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { StartError } from '../../error-code.js';

/** 190–210 MB resident under load with these, 330–360 MB without (measured). */
const SETTINGS = Object.freeze(['-c', 'shared_buffers=8MB', '-c', 'max_connections=5']);
/** AuthenticationOk, then ReadyForQuery when idle: all that a client waits for after its start-up message. */
const READY = Buffer.from('520000000800000000' + '5a0000000549', 'hex');
const TERMINATE = 0x58;

/** @param dataDir locked by the caller (`openDataDir`) */
export async function openEngine(
  dataDir: string,
  onProgress: (line: string) => void = () => undefined,
): Promise<PGlite> {
  const path = join(dataDir, 'database');
  if (!existsSync(path)) {
    onProgress('creating the database (once)…');
    await createFolder(path);
  }
  return create(path);
}

/** The engine has one connection; it lives as long as the pool. End the pool before the engine. */
export function poolOn(engine: PGlite): pg.Pool {
  return new pg.Pool({ stream: () => socketTo(engine), max: 1, idleTimeoutMillis: 0 });
}

/** A database that was made when the package was: initdb takes 4 s and 850 MB. */
async function createFolder(path: string): Promise<void> {
  // Under another name until it is complete, so that a killed start leaves nothing half done.
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  try {
    await (await create(unfinished, await dataDir())).close();
  } catch {
    // The engine's message is only its own source and a stack.
    throw new StartError(
      `DATA_DIR: the database could not be created in ${path}; is there room on the disk? (or set DATABASE_URL)`,
    );
  }
  await rename(unfinished, path);
}

/** @param tar of a data folder, unpacked into the new one */
async function create(dataDir: string, tar?: Blob): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create({
    dataDir,
    startParams: [...PGlite.defaultStartParams, ...SETTINGS],
    ...(tar ? { loadDataDir: tar } : {}),
  });
}

/** What `pg` takes for a socket: messages of the protocol go straight to the engine. */
function socketTo(engine: PGlite): Duplex {
  let isStarted = false;
  const send = async (messages: Buffer): Promise<void> => {
    if (!isStarted) socket.push(READY);
    else if (messages[0] === TERMINATE) socket.push(null);
    else {
      const response: Buffer[] = [];
      // Copies: what is handed over is the engine's own memory. Pushed only after the call, since `pg` reacts at once,
      // and a statement that comes while the engine is at work never ends.
      const onRawData = (bytes: Uint8Array): void => void response.push(Buffer.from(bytes));
      await engine.execProtocolRawStream(messages, { onRawData });
      socket.push(Buffer.concat(response));
    }
    isStarted = true;
  };
  const socket = new Duplex({
    read: () => undefined,
    write: (messages: Buffer, _, done) => void send(messages).then(() => done(), done),
    // A statement's messages come together, and get one response.
    writev: (parts, done) =>
      void send(Buffer.concat(parts.map(({ chunk }) => chunk as Buffer))).then(() => done(), done),
  });
  const ignore = (): unknown => socket;
  return Object.assign(socket, {
    setNoDelay: ignore,
    setKeepAlive: ignore,
    ref: ignore,
    unref: ignore,
    connect: () => process.nextTick(() => socket.emit('connect')),
  });
}
