/** The relay as a process: what it prints in the terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'relay-main-'));
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function launch(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ['cli.js', 'relay', ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code, ...output }));
  return { child, output, ended };
}

describe('npm run relay', () => {
  it('lists its environment with --help', async () => {
    const { code, out } = await launch({}, '--help').ended;
    expect(code).toBe(0);
    for (const name of ['PUBLIC_URL', 'TOKEN_KEYS', 'SPOTIFY_CLIENT_ID'])
      expect(out).toContain(name);
  });

  it('exits with one line for each invalid variable', async () => {
    const { code, err } = await launch({ PORT: 'x', LOG_LEVEL: 'loud' }).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^relay: PORT is "x".*\nrelay: LOG_LEVEL is "loud".*\n$/);
  });

  it.each([
    [
      0,
      'keys',
      ['new', 'relay.env', '--dry-run'],
      /^would store the key "1" in relay.env\n$/,
      /^$/,
    ],
    [1, 'accounts', ['list'], /^$/, /^relay: DATA_DIR: there is no database in .*\n$/],
    [2, 'accounts', ['lost'], /^$/, /^relay: accounts lost is no command; --help .*\n$/],
    [2, 'devices', ['list', '--all'], /^$/, /^relay: Unknown option '--all'.*\n$/],
  ])('exits with %i: %s', async (code, first, rest, out, err) => {
    const env = { DATA_DIR: join(folder, 'nothing') };
    const ended = await launch(env, first, ...rest).ended;
    expect(ended.code).toBe(code);
    expect(ended.out).toMatch(out);
    expect(ended.err).toMatch(err);
  });

  it.each([
    ['a file in the place of DATA_DIR', 'file', /^relay: DATA_DIR: cannot write to .*\n$/],
    ['a folder that cannot be made', '/proc/nope', /^relay: DATA_DIR: cannot write to .*\n$/],
  ])('exits with one line at %s', async (_, name, line) => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = await launch({ DATA_DIR: name === 'file' ? join(folder, name) : name })
      .ended;
    expect(code).toBe(1);
    expect(err).toMatch(line);
  });

  it('lists the available addresses if --lan names another', async () => {
    const { code, err } = await launch({}, '--lan=203.0.113.9').ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^relay: --lan: 203\.0\.113\.9 is no address of this machine; .*\n$/);
  });

  it('starts on Postgres, rejects a taken port, and ends cleanly at Ctrl-C', async () => {
    // Without a Postgres there is only the embedded one, whose first start open.test.ts pays for.
    const env: Record<string, string> =
      database.url === undefined
        ? { DATA_DIR: join(folder, 'data') }
        : { DATABASE_URL: database.url, TOKEN_KEYS: `a:${Buffer.alloc(32).toString('base64')}` };
    const port = await freePort();
    const publicUrl = `http://192.168.1.5:${port}`;
    const relay = launch({ ...env, PORT: String(port), PUBLIC_URL: publicUrl }, '--lan');
    await new Promise<void>((resolve, reject) => {
      relay.child.stdout.on('data', () => {
        if (relay.output.out.includes('listening')) resolve();
      });
      void relay.ended.then(({ err }) => reject(new Error(err)));
    });
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

    expect(relay.output.err).toContain(
      `exactly this redirect URI:\n       http://127.0.0.1:${port}/callback\n`,
    );
    expect(relay.output.err).toContain(`relay=${publicUrl} plain_http=yes\n`);

    const other = database.url === undefined ? { DATA_DIR: join(folder, 'data-2') } : env;
    const second = await launch({ ...other, PORT: String(port) }).ended;
    expect(second.code).toBe(1);
    expect(second.err).toMatch(new RegExp(`relay: PORT: 127.0.0.1:${port} is taken.*\\n$`));

    relay.child.kill('SIGINT');
    const { code, err } = await relay.ended;
    expect(code).toBe(0);
    expect(err).not.toMatch(/Error|\n +at /);
  }, 60_000);

  it('handles a signal during its start, as process 1 of a container must', async () => {
    const relay = launch({ DATA_DIR: join(folder, 'never'), PORT: String(await freePort()) });
    while (!relay.output.err.includes('creating the database'))
      await once(relay.child.stderr, 'data');
    relay.child.kill('SIGTERM');
    expect((await relay.ended).code).toBe(130);
  });

  it('reports not ready before it stops listening, and ends under the pid that npm has', async () => {
    const env: Record<string, string> =
      database.url === undefined
        ? { DATA_DIR: join(folder, 'data-3') }
        : { DATABASE_URL: database.url, TOKEN_KEYS: `a:${Buffer.alloc(32).toString('base64')}` };
    const port = await freePort();
    const npm = spawn('npm', ['run', 'relay'], {
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: 'ignore',
    });
    const ready = (): Promise<Response | undefined> =>
      fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    while ((await ready()) === undefined) await sleep(50);
    npm.kill('SIGTERM');
    const seen = new Map<number, string | null>();
    for (let response = await ready(); response; response = await ready()) {
      seen.set(response.status, response.headers.get('retry-after'));
      await sleep(20);
    }
    expect(seen.get(503)).toBe('5');
  }, 60_000);
});
