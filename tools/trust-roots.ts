/**
 * `npm run trust`: makes the device's trust store, device/trust, from the roots that Mozilla trusts for websites. They
 * come out of the bundle that Node carries and, where one is given, of a file such as Debian's
 * (`-- --bundle /etc/ssl/certs/ca-certificates.crt`), which may still hold what Mozilla's list has dropped. `-- --check`
 * writes nothing and tells what is there, with the end of each root.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { certificatesIn, pickRoots, rootFiles, rootLine, rootOf, WANTED } from './trust/roots.js';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', 'device', 'trust');
/** A root that ends sooner is worth a word: firmware is seldom built. */
const SOON_MS = 3 * 365 * 86_400_000;

const HELP = `npm run trust -- --check           lists the device's roots with the end of each
npm run trust -- --bundle FILE     makes them anew, from Node's bundle and this one`;

function main(): void {
  const { values } = parseArgs({
    options: {
      bundle: { type: 'string', multiple: true, default: [] },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.check) return report(stored());
  const bundles = values.bundle.map((path) => readFileSync(path, 'utf8'));
  const all = [...rootCertificates, ...bundles].flatMap(certificatesIn);
  const { roots, missing } = pickRoots(all, WANTED);
  if (roots.length === 0) throw new Error('none of the wanted roots is in these bundles');
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ours()) rmSync(join(FOLDER, name));
  for (const [name, bytes] of rootFiles(roots)) writeFileSync(join(FOLDER, name), bytes);
  report(roots.map(({ der }) => der));
  for (const name of missing) console.log(`not in these bundles: ${name}`);
}

function ours(): string[] {
  return readdirSync(FOLDER).filter((name) => /^ca(\.ski|\d+\.der)$/.test(name));
}

function stored(): Uint8Array[] {
  return ours()
    .filter((name) => name.endsWith('.der'))
    .sort((a, b) => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]))
    .map((name) => readFileSync(join(FOLDER, name)));
}

function report(certificates: readonly Uint8Array[]): void {
  const roots = certificates.map((der) => rootOf(der));
  for (const root of roots) {
    const isSoon = root.endsAtMs < Date.now() + SOON_MS;
    console.log(`${rootLine(root)}${isSoon ? '   soon' : ''}`);
  }
  const bytes = roots.reduce((sum, { der }) => sum + der.length, 0);
  console.log(`${roots.length} roots, ${(bytes / 1024).toFixed(1)} KB of flash`);
}

main();
