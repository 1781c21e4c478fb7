/** However the work ends, its secrets are deleted. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withSecretFile } from '../../../tools/flash/secret-file.js';
import { outFolder } from '../../../tools/moddable/sdk.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MODULE = pathToFileURL(join(ROOT, 'tools', 'flash', 'secret-file.ts')).href;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flash-'));
  path = join(folder, 'manifest.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('withSecretFile', () => {
  it('makes the file readable only by its owner, and removes it after the work, failed or not', async () => {
    let mode = 0;
    const failing = withSecretFile(
      { path, text: 'secret' },
      () => {
        mode = statSync(path).mode & 0o777;
        return Promise.reject(new Error('make failed'));
      },
      () => undefined,
    );
    await expect(failing).rejects.toThrow('make failed');
    expect([mode, existsSync(path), process.listenerCount('SIGTERM')]).toEqual([0o600, false, 0]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('removes it on %s', async (signal, status) => {
    const script = `import { withSecretFile } from ${JSON.stringify(MODULE)};
      await withSecretFile({ path: ${JSON.stringify(path)}, text: 'secret' },
        () => new Promise((resolve) => { console.log('there'); setTimeout(resolve, 60_000); }), () => undefined);`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const before = existsSync(path);
    child.kill(signal);
    expect([before, await ended, existsSync(path)]).toEqual([true, status, false]);
  });
});

describe('the build’s folder', () => {
  it('is readable only by its owner', () => {
    const { mode } = statSync(join(outFolder('flash'), '..'));
    expect(process.platform === 'win32' || (mode & 0o777) === 0o700).toBe(true);
  });
});
