/** Roots of the maker's own: what may be added, and how the device finds it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeCertificate } from '../../../tools/moddable/certificates.js';
import type { Root } from '../../../tools/trust/roots.js';
import { changedRoots, storedRoots, usableRoots, writeRoots } from '../../../tools/trust/store.js';

const folder = mkdtempSync(join(tmpdir(), 'own-roots-'));
afterAll(() => rmSync(folder, { recursive: true }));

const AUTHORITY = ['basicConstraints=critical,CA:TRUE'];
const DAY_MS = 86_400_000;
const named = (name: string): { pem: string; root: Root } => {
  const { pem } = makeCertificate({ name, key: 'P-256', extensions: AUTHORITY });
  return { pem, root: usableRoots(pem, 'root.pem')[0]! };
};
const home = named('Home');
const other = named('Other');

describe('usableRoots', () => {
  it('reads every certificate of a file, and no key', () => {
    const { keyPem } = makeCertificate({ name: 'x', key: 'P-256', extensions: AUTHORITY });
    const names = usableRoots(home.pem + keyPem + other.pem, 'root.pem').map(({ name }) => name);
    expect(names).toEqual(['Home', 'Other']);
  });

  it.each([
    ['no certificate', () => 'hello', /root\.pem contains no PEM certificate/],
    [
      'a server’s certificate',
      () =>
        makeCertificate({ name: 'x', key: 'P-256', extensions: ['basicConstraints=CA:FALSE'] }).pem,
      /not a CA/,
    ],
    [
      'a root whose time is over',
      () =>
        makeCertificate({
          ...{ name: 'x', key: 'P-256', extensions: AUTHORITY },
          valid: { fromMs: 0, untilMs: Date.now() - DAY_MS },
        }).pem,
      /expired/,
    ],
    [
      'a root on a curve that the SDK does not know',
      () => makeCertificate({ name: 'x', key: 'P-521', extensions: AUTHORITY }).pem,
      /neither RSA/,
    ],
  ])('refuses %s', (_name, pem, words) => {
    expect(() => usableRoots(pem(), 'root.pem')).toThrow(words);
  });
});

describe('changedRoots', () => {
  it('adds a root once', () => {
    expect(changedRoots([home.root], [home.root, other.root], [])).toEqual([home.root, other.root]);
  });

  it('removes a root by its name, and lists the roots for an unknown name', () => {
    expect(changedRoots([home.root, other.root], [], ['Home'])).toEqual([other.root]);
    expect(() => changedRoots([home.root], [], ['Hoem'])).toThrow('Home');
  });
});

describe('writeRoots', () => {
  it('numbers the roots as in the index, and leaves other files alone', () => {
    writeFileSync(join(folder, 'README'), '');
    writeRoots(folder, 'own', [home.root, other.root]);
    expect(readdirSync(folder).sort()).toEqual(['README', 'own.ski', 'own0.der', 'own1.der']);
    expect(readFileSync(join(folder, 'own.ski'))).toEqual(
      Buffer.concat([home.root.keyId, other.root.keyId]),
    );
    expect(storedRoots(folder, 'own').map(({ name }) => name)).toEqual(['Home', 'Other']);
    writeRoots(folder, 'own', []);
    expect(readdirSync(folder)).toEqual(['README']);
  });
});
