/**
 * `npm run trust`: the roots that the device trusts. The project's, device/trust, are those that Mozilla trusts for
 * websites; they come out of the bundle that Node carries and of a file such as Debian's
 * (`-- --bundle /etc/ssl/certs/ca-certificates.crt`), which may still hold what Mozilla's list has dropped. Your own,
 * device/own-roots, stay on this computer and go into what it builds.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  certificatesIn,
  pickRoots,
  rootLine,
  WANTED,
  type Root,
  type RootSet,
} from './trust/roots.js';
import { changedRoots, Refusal, storedRoots, usableRoots, writeRoots } from './trust/store.js';

const DEVICE = join(dirname(fileURLToPath(import.meta.url)), '..', 'device');
const FOLDERS: Readonly<Record<RootSet, string>> = {
  ca: join(DEVICE, 'trust'),
  own: join(DEVICE, 'own-roots'),
};
/** A root that ends sooner is worth a word: firmware is seldom built. */
const SOON_MS = 3 * 365 * 86_400_000;

const HELP = `npm run trust -- --check           lists the device's roots with the end of each
npm run trust -- --add FILE        adds the root in this PEM file to your own builds
npm run trust -- --remove NAME     takes it out again
npm run trust -- --bundle FILE     makes the project's anew, from Node's bundle and this one`;

function main(): void {
  const { values } = parseArgs({
    options: {
      add: { type: 'string', multiple: true, default: [] },
      remove: { type: 'string', multiple: true, default: [] },
      bundle: { type: 'string', multiple: true, default: [] },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { add, remove, bundle } = values;
  if (values.help) console.log(HELP);
  else if (add.length > 0 || remove.length > 0) changeOwn(add, remove);
  else if (values.check) report();
  else makeProjects(bundle);
}

function changeOwn(paths: readonly string[], names: readonly string[]): void {
  const added = paths.flatMap((path) => usableRoots(readFileSync(path, 'utf8'), path));
  writeRoots(FOLDERS.own, 'own', changedRoots(storedRoots(FOLDERS.own, 'own'), added, names));
  report();
}

function makeProjects(paths: readonly string[]): void {
  const bundles = paths.map((path) => readFileSync(path, 'utf8'));
  const all = [...rootCertificates, ...bundles].flatMap(certificatesIn);
  const { roots, missing } = pickRoots(all, WANTED);
  if (roots.length === 0) throw new Refusal('none of the wanted roots is in these bundles');
  writeRoots(FOLDERS.ca, 'ca', roots);
  report();
  for (const name of missing) console.log(`not in these bundles: ${name}`);
}

function report(): void {
  reportSet('roots of the project', storedRoots(FOLDERS.ca, 'ca'));
  reportSet('roots of your own', storedRoots(FOLDERS.own, 'own'));
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

try {
  main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`trust: ${error.message}`);
  process.exitCode = 1;
}
