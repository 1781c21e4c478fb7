/** Sets of roots as files, and changes to a maker's own roots. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  certificatesIn,
  rootFiles,
  rootOf,
  rootProblem,
  type Root,
  type RootSet,
} from './roots.js';
import { ToolFailure } from '../usage.js';

export function storedRoots(folder: string, set: RootSet): Root[] {
  return filesOf(folder, set)
    .filter((name) => name.endsWith('.der'))
    .sort((a, b) => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]))
    .map((name) => rootOf(readFileSync(join(folder, name))));
}

export function writeRoots(folder: string, set: RootSet, roots: readonly Root[]): void {
  for (const name of filesOf(folder, set)) rmSync(join(folder, name));
  if (roots.length === 0) return;
  for (const [name, bytes] of rootFiles(roots, set)) writeFileSync(join(folder, name), bytes);
}

/**
 * The roots in a PEM file; a private key in the file is ignored.
 * @throws ToolFailure if there is none, or if the device cannot use one
 */
export function usableRoots(pem: string, path: string): Root[] {
  const certificates = certificatesIn(pem);
  if (certificates.length === 0) throw new ToolFailure(`${path} contains no PEM certificate`);
  return certificates.map((der) => {
    const problem = rootProblem(der, Date.now());
    if (problem !== undefined) throw new ToolFailure(`${path}: ${problem}`);
    return rootOf(der);
  });
}

/** @throws ToolFailure if no root has one of `names` */
export function changedRoots(
  roots: readonly Root[],
  added: readonly Root[],
  names: readonly string[],
): Root[] {
  const changed = [...roots];
  for (const root of added) {
    if (!changed.some(({ der }) => Buffer.from(der).equals(root.der))) changed.push(root);
  }
  for (const name of names) {
    const index = changed.findIndex((root) => root.name === name);
    const known = changed.map((root) => root.name).join(', ') || 'you have none';
    if (index < 0) throw new ToolFailure(`none of your own roots is called ${name}: ${known}`);
    changed.splice(index, 1);
  }
  return changed;
}

function filesOf(folder: string, set: RootSet): string[] {
  const pattern = new RegExp(`^${set}(\\.ski|\\d+\\.der)$`);
  return readdirSync(folder).filter((name) => pattern.test(name));
}
