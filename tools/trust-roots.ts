/**
 * `npm run trust`: the roots that the device trusts. The project's roots (device/trust) are those that Mozilla trusts for
 * websites, taken from Node's bundle and a file such as Debian's (`-- --bundle /etc/ssl/certs/ca-certificates.crt`), which
 * may still have roots that Mozilla has dropped. Your own (device/own-roots) stay on this computer and go into its builds.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import {
  certificatesIn,
  pickRoots,
  rootLine,
  WANTED,
  type Root,
  type RootSet,
} from './trust/roots.js';
import { changedRoots, storedRoots, usableRoots, writeRoots } from './trust/store.js';
import { runScript, ToolFailure } from './usage.js';

const DEVICE = join(dirname(fileURLToPath(import.meta.url)), '..', 'device');
const FOLDERS: Readonly<Record<RootSet, string>> = {
  ca: join(DEVICE, 'trust'),
  own: join(DEVICE, 'own-roots'),
};
/** A root that expires sooner is marked, since firmware is rarely rebuilt. */
const SOON_MS = 3 * 365 * 86_400_000;

const HELP = `npm run trust -- --check           lists the device's roots and when they expire
npm run trust -- --add FILE        adds the root in this PEM file to your builds
npm run trust -- --remove NAME     removes it
npm run trust -- --bundle FILE     rebuilds the project's roots from Node's bundle and this one`;

function changeOwn(paths: readonly string[], names: readonly string[]): void {
  const added = paths.flatMap((path) => usableRoots(readBundle(path), path));
  writeRoots(FOLDERS.own, 'own', changedRoots(storedRoots(FOLDERS.own, 'own'), added, names));
  report();
}

function makeProjects(paths: readonly string[]): void {
  const bundles = paths.map(readBundle);
  const all = [...rootCertificates, ...bundles].flatMap(certificatesIn);
  const { roots, missing } = pickRoots(all, WANTED);
  if (roots.length === 0) throw new ToolFailure('these bundles contain none of the wanted roots');
  writeRoots(FOLDERS.ca, 'ca', roots);
  report();
  for (const name of missing) console.log(`not in these bundles: ${name}`);
}

function readBundle(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ToolFailure(`${path} cannot be read`);
  }
}

function report(): void {
  reportSet('project roots', storedRoots(FOLDERS.ca, 'ca'));
  reportSet('own roots', storedRoots(FOLDERS.own, 'own'));
}

function reportSet(what: string, roots: readonly Root[]): void {
  for (const root of roots) {
    const isOver = root.endsAtMs < Date.now();
    const isSoon = root.endsAtMs < Date.now() + SOON_MS;
    console.log(`${rootLine(root)}${isOver ? '   expired' : isSoon ? '   soon' : ''}`);
  }
  const bytes = roots.reduce((sum, { der }) => sum + der.length, 0);
  console.log(`${roots.length} ${what}, ${(bytes / 1024).toFixed(1)} KB of flash`);
}

const PATHS = { type: 'string', multiple: true } as const;
const OPTIONS = { add: PATHS, remove: PATHS, bundle: PATHS, check: { type: 'boolean' } } as const;

await runScript({ name: 'trust', help: HELP, options: OPTIONS }, ({ values }) => {
  const { add = [], remove = [], bundle = [], check } = values;
  if (add.length > 0 || remove.length > 0) changeOwn(add, remove);
  else if (bundle.length > 0) makeProjects(bundle);
  else if (check) report();
  else throw new ToolFailure(`say what to do:\n${HELP}`);
});
