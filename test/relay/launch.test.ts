import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
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
  project = mkdtempSync(join(tmpdir(), 'relay-launch-'));
  for (const part of ['relay', 'device', 'package.json', 'package-lock.json'])
    cpSync(part, join(project, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true }));

async function help(): Promise<string> {
  const child = spawn(process.execPath, ['relay/launch.js', '--help'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) out += String(chunk);
  return out;
}

function change(from: string, to: string): void {
  const file = join(project, 'relay/main.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

describe('relay/launch.js', () => {
  it('makes one file of the relay once, and anew where a module has changed', async () => {
    expect(await help()).toContain('signs displays in to Spotify');
    const bundle = join(project, '.cache/relay/main.js');
    // Told by what only the bundle says whether it was that which ran.
    appendFileSync(bundle, 'process.stdout.write("from the bundle");');
    expect(await help()).toContain('from the bundle');
    change('signs displays in', 'lets displays in');
    const after = await help();
    expect(after).toContain('lets displays in to Spotify');
    expect(after).not.toContain('from the bundle');
  }, 60_000);

  it('runs where nothing can be written', async () => {
    // A file in the folder's place: even root cannot write into that.
    writeFileSync(join(project, '.cache'), '');
    expect(await help()).toContain('signs displays in to Spotify');
    expect(existsSync(join(project, '.cache/relay'))).toBe(false);
  }, 60_000);
});
