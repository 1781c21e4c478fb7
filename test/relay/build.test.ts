/** The relay as one file: made where a source has changed, and good by itself. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let project: string;

/** A copy, since its modules are changed here. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'relay-build-'));
  for (const part of ['relay', 'device', 'package.json'])
    cpSync(part, join(project, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true }));

function help(script: string, cwd = project): string {
  return execFileSync(process.execPath, [join(project, script), '--help'], {
    cwd,
    encoding: 'utf8',
  });
}

describe('npm run relay', () => {
  it('makes one file once, and again where a module has changed', () => {
    expect(help('relay/run.js')).toContain('sixteen-by-two relay');
    // Told by what only the bundle says whether it was that which ran.
    appendFileSync(join(project, 'dist/relay.js'), 'process.stdout.write("from the bundle");');
    expect(help('relay/run.js')).toContain('from the bundle');
    const main = join(project, 'relay/main.ts');
    writeFileSync(main, readFileSync(main, 'utf8').replace('sixteen-by-two relay', 'changed'));
    const after = help('relay/run.js');
    expect(after).toContain('changed');
    expect(after).not.toContain('from the bundle');
  }, 60_000);

  it('makes a file that runs by itself, from anywhere', () => {
    execFileSync(process.execPath, [join(project, 'relay/build.js')]);
    expect(help('dist/relay.js', tmpdir())).toContain('sixteen-by-two relay');
  }, 60_000);
});
