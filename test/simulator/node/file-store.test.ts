import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '../../../simulator/node/file-store.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-store-'));
  path = join(folder, 'device', 'store.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('FileStore', () => {
  it('keeps what was written for the next start, and nothing that was removed', () => {
    const store = new FileStore(path);
    store.write('uid', 'ann');
    store.write('device_token', 'secret');
    store.remove('device_token');
    const next = new FileStore(path);
    expect([next.read('uid'), next.read('device_token')]).toEqual(['ann', undefined]);
  });

  it('is readable only by its owner', () => {
    new FileStore(path).write('device_token', 'secret');
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each(['', '[]', 'null', '{"uid":5}', '{"uid":"a'])('names the file that holds %j', (text) => {
    new FileStore(path).write('uid', 'ann');
    writeFileSync(path, text);
    expect(() => new FileStore(path)).toThrow(`${path} is damaged`);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
