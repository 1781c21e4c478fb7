/** The relay as one file: built if a source has changed, and complete by itself. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let project: string;
let temporary: string;

/** A copy, since its modules are changed here. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'relay-build-'));
  for (const part of ['relay', 'simulator', 'device', 'build.js', 'cli.js', 'package.json'])
    cpSync(part, join(project, part), { recursive: true });
  temporary = join(project, 'temporary');
  mkdirSync(temporary);
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true }));

function help(script: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(project, script), ...args, '--help'], {
    cwd: tmpdir(),
    env: { ...process.env, TMPDIR: temporary },
    encoding: 'utf8',
  });
}

describe('npm run relay', () => {
  it('builds one file once, and again if a module has changed', () => {
    expect(help('cli.js', 'relay')).toContain('The relay signs');
    // Told by what only the bundle says whether it was that which ran.
    appendFileSync(join(project, 'dist/relay.js'), 'process.stdout.write("from the bundle");');
    expect(help('cli.js', 'relay')).toContain('from the bundle');
    const main = join(project, 'relay/main.ts');
    writeFileSync(main, readFileSync(main, 'utf8').replace('The relay signs', 'changed'));
    const after = help('cli.js', 'relay');
    expect(after).toContain('changed');
    expect(after).not.toContain('from the bundle');
  }, 60_000);

  it('builds a file that runs by itself, from any folder', () => {
    execFileSync(process.execPath, [join(project, 'build.js')]);
    expect(help('dist/relay.js')).toContain('The relay signs');
  }, 60_000);

  it('runs even if it cannot write its file', () => {
    writeFileSync(join(project, 'dist'), 'no folder');
    expect(help('cli.js', 'relay')).toContain('The relay signs');
    expect(readdirSync(temporary)).toEqual([]);
  }, 60_000);
});
