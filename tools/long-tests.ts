/**
 * `npm run test:long [-- WORD …]`: the suites that run only a few cases in `npm test`, with their full counts. One after
 * another, since all are heavy; jest reports each as it ends.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript, UsageError } from './usage.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HELP = `npm run test:long [-- WORD …]
Runs every suite with full counts (kills, fuzz, pairs of faults, every cut of every body), or those
whose path contains one of the words. --list prints their names. Exit code 1 if one fails.`;
/** A suite with full counts takes them from here, or is in this folder. */
const COUNTS = '/support/counts.js';
const LONG_ONLY = join('test', 'long');
/** A heartbeat, since a suite may take many minutes. */
const HEARTBEAT_MS = 60_000;

function suites(words: readonly string[]): string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('test', path))
    .filter((path) => path.endsWith('.test.ts') && hasFullCounts(path))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .sort();
}

function hasFullCounts(path: string): boolean {
  return path.startsWith(LONG_ONLY) || readFileSync(join(ROOT, path), 'utf8').includes(COUNTS);
}

const OPTIONS = { list: { type: 'boolean' } } as const;

await runScript({ help: HELP, options: OPTIONS, allowPositionals: true }, async (given) => {
  const { values, positionals } = given;
  const chosen = suites(positionals);
  if (chosen.length === 0)
    throw new UsageError(`No suite with full counts has ${positionals.join(' or ')} in its path.`);
  console.log(chosen.join('\n'));
  if (values.list) return;
  const startedMs = performance.now();
  const heartbeat = setInterval(
    () => console.log(`      … ${Math.round((performance.now() - startedMs) / 1000)} s`),
    HEARTBEAT_MS,
  );
  const jest = ['node_modules/jest/bin/jest.js', '--runInBand', '--runTestsByPath', ...chosen];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const env = { ...process.env, TEST_LONG: '1' };
  const child = spawn(process.execPath, [...flags, ...jest], { cwd: ROOT, env, stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  clearInterval(heartbeat);
});
