/**
 * `npm run test:long [-- WORD …]`: the suites that keep a promise a few times in `npm test`, with their full counts. One
 * after another, since some measure time and all are heavy; each says how it went as soon as it is over.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = `npm run test:long [-- WORD …]
Runs every suite with full counts (kills, fuzz, pairs of faults, every cut of every body), or those
whose path holds one of the words. --list names them. Exit code 1 where one fails.`;
/** A suite with full counts takes them from here. */
const COUNTS = '/support/counts.js';
/** A line so often tells that it is not stuck. */
const SIGN_OF_LIFE_MS = 60_000;

interface Outcome {
  readonly suite: string;
  readonly isPassed: boolean;
  readonly seconds: number;
}

function suites(words: readonly string[]): string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('test', path))
    .filter((path) => path.endsWith('.test.ts') && hasFullCounts(path))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .sort();
}

function hasFullCounts(path: string): boolean {
  return readFileSync(join(ROOT, path), 'utf8').includes(COUNTS);
}

function run(suite: string): Promise<Outcome> {
  const startedMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedMs) / 1000);
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--runInBand',
      '--runTestsByPath',
      suite,
    ],
    { cwd: ROOT, env: { ...process.env, TEST_LONG: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const keep = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const life = setInterval(() => console.log(`      … ${seconds()} s`), SIGN_OF_LIFE_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(life);
      const isPassed = code === 0;
      if (!isPassed) console.log(output);
      console.log(`      ${isPassed ? 'passed' : 'FAILED'}, ${testsOf(output)}, ${seconds()} s`);
      resolve({ suite, isPassed, seconds: seconds() });
    });
  });
}

/** Jest's own count. */
function testsOf(output: string): string {
  const [, counts = 'no tests'] = /^Tests:\s+(.*)$/m.exec(output) ?? [];
  return counts;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const chosen = suites(positionals);
  if (chosen.length === 0) {
    console.error(`no suite with full counts has ${positionals.join(' or ')} in its path`);
    process.exitCode = 2;
    return;
  }
  if (values.list) {
    console.log(chosen.join('\n'));
    return;
  }
  const outcomes: Outcome[] = [];
  for (const [index, suite] of chosen.entries()) {
    console.log(`[${index + 1}/${chosen.length}] ${suite}`);
    outcomes.push(await run(suite));
  }
  const failed = outcomes.filter(({ isPassed }) => !isPassed);
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  console.log(
    `\n${outcomes.length - failed.length} of ${outcomes.length} suites passed, ${seconds} s`,
  );
  for (const { suite } of failed) console.log(`failed: ${suite}`);
  if (failed.length > 0) process.exitCode = 1;
}

await main();
