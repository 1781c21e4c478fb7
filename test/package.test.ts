/** What `npm pack` makes runs from an empty folder, with only its own dependencies. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VERSION } from '../device/shared/version.js';
import { freePort } from './support/free-port.js';

const SIZE_MAX = 3 * 1024 * 1024;

let folder: string;
let installed: string;
let temporary: string;
let packed: { readonly size: number; readonly files: readonly { readonly path: string }[] };

/** As `npm install TARBALL` would, without the registry: only what the lockfile does not mark as for development. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  const made = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [report] = JSON.parse(made) as [typeof packed & { readonly filename: string }];
  packed = report;
  installed = join(folder, 'node_modules/sixteen-by-two');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', report.filename, '-C', installed, '--strip-components=1'], {
    cwd: folder,
  });
  // Without scripts, as .npmrc has it, npm packs a fresh checkout without what is built.
  rmSync(join(installed, 'dist'), { recursive: true, force: true });
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  for (const [path, { dev = false }] of Object.entries(packages)) {
    const isTop = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path);
    if (dev || !isTop || !existsSync(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(process.cwd(), path), join(folder, path));
  }
  mkdirSync(join(folder, 'empty'));
  temporary = join(folder, 'temporary');
  mkdirSync(temporary);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function launch(env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [join(installed, 'cli.js'), ...args], {
    cwd: join(folder, 'empty'),
    env: { PATH: process.env['PATH'], TMPDIR: temporary, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let problems = '';
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
  return { child, ended: once(child, 'close').then(([code]) => `ended with ${code}: ${problems}`) };
}

/** The first response that `isRight`, while the program runs. */
async function response(
  url: string,
  isRight: (text: string) => boolean,
  ended: Promise<string>,
): Promise<string> {
  let end: string | undefined;
  void ended.then((text) => (end = text));
  while (end === undefined) {
    const text = await fetch(url).then(
      (response) => response.text(),
      () => '',
    );
    if (isRight(text)) return text;
    await sleep(50);
  }
  throw new Error(end);
}

it('is small and holds no tests', () => {
  expect(packed.size).toBeLessThanOrEqual(SIZE_MAX);
  expect(packed.files.filter(({ path }) => /test/.test(path))).toEqual([]);
  expect(statSync(join(installed, 'cli.js')).mode & 0o111).not.toBe(0);
});

it('runs the demo, which shows a title, and then the relay', async () => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const demo = launch({ PORT: String(port) });
  const isTitle = (text: string): boolean => /\n\S.*\d:\d\d/.test(text);
  const rows = await response(`${base}/simulator/lcd.txt`, isTitle, demo.ended);
  expect(rows).toContain('Paper Lanterns');
  expect(await (await fetch(`${base}/simulator/page.js`)).text()).toContain('EventSource');
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe('ended with 0: ');

  // As a user who may only read the package. On the demo's database, since a second one takes a second to make.
  rmSync(join(installed, 'dist'), { recursive: true });
  writeFileSync(join(installed, 'dist'), 'no folder');
  const relay = launch({ PORT: String(port), DATA_DIR: 'data/demo' }, 'relay');
  const health = await response(`${base}/healthz`, (text) => text !== '', relay.ended);
  expect(JSON.parse(health)).toEqual({ status: 'ok', version: VERSION });
  const page = await fetch(`${base}/page.js`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ]);
  relay.child.kill('SIGINT');
  expect(await relay.ended).toMatch(/^ended with 0: /);
  expect(readdirSync(temporary)).toEqual([]);
}, 60_000);
