import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataDir } from '../../../../relay/db/embedded/data-dir.js';
import { StartError } from '../../../../relay/error-code.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-dir-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openDataDir', () => {
  it('makes the folder and locks it', async () => {
    const dataDir = await openDataDir(join(folder, 'a', 'b'));
    expect(readFileSync(join(dataDir.path, 'lock'), 'utf8')).toMatch(
      new RegExp(`^${process.pid} `),
    );
    dataDir.release();
    dataDir.release();
    expect(existsSync(join(dataDir.path, 'lock'))).toBe(false);
  });

  it('rejects a folder in use, in one line that names the process', async () => {
    const dataDir = await openDataDir(folder);
    await expect(openDataDir(folder)).rejects.toThrow(StartError);
    await expect(openDataDir(folder)).rejects.toThrow(
      new RegExp(`^DATA_DIR: .* in use by process ${process.pid}; [^\\n]*$`),
    );
    dataDir.release();
  });

  it.each([
    ['a process that ended', '999999999 1'],
    ['an earlier process of the same number', `${process.ppid} 1`],
    ['an earlier process of our own number (pid 1 in a container)', `${process.pid} 1`],
  ])('takes over the lock of %s', async (_, holder) => {
    writeFileSync(join(folder, 'lock'), holder);
    const dataDir = await openDataDir(folder);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    dataDir.release();
  });

  it('leaves alone a lock that it cannot read', async () => {
    writeFileSync(join(folder, 'lock'), '');
    await expect(openDataDir(folder)).rejects.toThrow(/in use/);
  });

  it('says in one line that a folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openDataDir(join(folder, 'file'))).rejects.toThrow(
      /^DATA_DIR: cannot write to .*$/,
    );
    await expect(openDataDir(join(folder, 'file'))).rejects.toThrow(StartError);
  });
});
