/** Runs a command-line tool as npm would, with lines on its standard input. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ToolRun {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));

export function runTool(
  tool: string,
  input: readonly string[] | Buffer,
  args: readonly string[] = [],
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [TSX, `tools/${tool}.ts`, ...args], { cwd: ROOT });
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
