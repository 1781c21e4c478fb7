/** The relay as a process whose log cannot be written. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'relay-log-'));
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a log that cannot be written', () => {
  it.each([
    ['on a full disk', '/dev/full'],
    ['to a reader that stalls', 'pipe'],
  ])(
    '%s stops neither requests nor SIGTERM',
    async (_, output) => {
      const port = await freePort();
      const stdout = output === 'pipe' ? output : openSync(output, 'w');
      const relay: ChildProcess = spawn(process.execPath, ['cli.js', 'relay'], {
        env: { PATH: process.env['PATH'], PORT: String(port), ...databaseEnv(database, folder) },
        stdio: ['ignore', stdout, 'inherit'],
      });
      const ended = once(relay, 'exit');
      const url = `http://127.0.0.1:${port}`;
      const ready = async (): Promise<boolean> =>
        (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true;
      while (!(await ready())) await sleep(50);
      // Some hundred kilobytes of lines: more than a pipe holds.
      const path = `/${'x'.repeat(90)}`;
      for (let round = 1; round <= 60; round += 1)
        await Promise.all(Array.from({ length: 50 }, () => fetch(url + path)));
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      relay.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    },
    120_000,
  );
});
