/** Runs a command-line tool with lines on its standard input. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { build } from 'esbuild';

export interface ToolRun {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
type Input = readonly string[] | Buffer;

/** Node's arguments for a tool, as npm runs it but in one process. */
export function tsxArgs(tool: string): string[] {
  return ['--import', 'tsx', `tools/${tool}.ts`];
}

export function runTool(
  tool: string,
  input: Input,
  args: readonly string[] = [],
): Promise<ToolRun> {
  return run([...tsxArgs(tool), ...args], input);
}

const bundles = mkdtempSync(join(tmpdir(), 'tools-'));
afterAll(() => rmSync(bundles, { recursive: true }));
const built = new Map<string, Promise<string>>();

/** For the many cases of a tool that reads no file: a bundle starts with a third of the CPU time. */
export async function runBundled(
  tool: string,
  input: Input,
  args: readonly string[] = [],
): Promise<ToolRun> {
  const path = built.get(tool) ?? bundle(tool);
  built.set(tool, path);
  return run([await path, ...args], input);
}

async function bundle(tool: string): Promise<string> {
  const outfile = join(bundles, `${tool}.mjs`);
  await build({
    entryPoints: [join(ROOT, `tools/${tool}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  return outfile;
}

function run(args: readonly string[], input: Input): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    // A tool that ends at a bad line no longer reads: that is its right.
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, lines: output.split('\n').filter((line) => line !== ''), errors }),
    );
    child.stdin.end(
      input instanceof Uint8Array ? input : input.map((line) => `${line}\n`).join(''),
    );
  });
}
