/** The device's trust store is what the tool makes, relies on no single root, and holds none that has expired. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import {
  certificatesIn,
  pickRoots,
  rootFiles,
  rootOf,
  WANTED,
} from '../../../tools/trust/roots.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = join(ROOT, 'device', 'trust');
const stored = (name: string): Buffer => readFileSync(join(FOLDER, name));
const count = readdirSync(FOLDER).filter((name) => name.endsWith('.der')).length;

describe('device/trust', () => {
  it('names for each root the key by which the SDK looks it up', () => {
    const index = stored('ca.ski');
    const keys = Array.from({ length: count }, (_root, at) => rootOf(stored(`ca${at}.der`)).keyId);
    expect(Buffer.concat(keys).equals(index)).toBe(true);
  });

  it('holds more than one issuer of Spotify’s, and those of free certificates', () => {
    const names = Array.from({ length: count }, (_root, at) => rootOf(stored(`ca${at}.der`)).name);
    expect(names).toEqual(
      expect.arrayContaining([
        'DigiCert Global Root G2',
        'Starfield Root Certificate Authority - G2',
        'ISRG Root X1',
        'GTS Root R1',
      ]),
    );
    expect(names.every((name) => WANTED.includes(name))).toBe(true);
  });

  it('is all in the manifest, in place of the SDK’s own', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8'));
    expect(manifest.resources).toEqual({ '~': '$(MODULES)/crypt/data/ca' });
    expect(manifest.data['*']).toContain('./device/trust/*');
    expect(manifest.data['*']).toContain('./device/own-roots/*');
  });
});

describe('pickRoots', () => {
  const all = rootCertificates.flatMap(certificatesIn);

  it('finds them by name and lists the missing ones', () => {
    const { roots, missing } = pickRoots(all, ['ISRG Root X1', 'Nobody’s Root']);
    expect([roots.map(({ name }) => name), missing]).toEqual([['ISRG Root X1'], ['Nobody’s Root']]);
  });

  it('picks no root whose name only starts the same', () => {
    expect(pickRoots(all, ['ISRG Root X']).roots).toEqual([]);
  });

  it('numbers the files as in the index', () => {
    const { roots } = pickRoots(all, ['ISRG Root X1', 'GTS Root R1']);
    const files = rootFiles(roots);
    expect([...files.keys()]).toEqual(['ca.ski', 'ca0.der', 'ca1.der']);
    expect(files.get('ca.ski')).toHaveLength(40);
  });
});
