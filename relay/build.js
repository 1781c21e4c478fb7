// The relay as one file, dist/relay.js: `npm run build`, and every start of `npm run relay` where a source has changed.
// Through a loader each of its modules, and of the libraries' own, passes a hook: that took two thirds of a start's
// processor time, and 30 MB for as long as it ran.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BUNDLE = join(ROOT, 'dist/relay.js');
const SOURCES = ['relay', 'device'];

/** By content: the times of files that were copied or unpacked say nothing. */
function stampOfSources() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package.json')));
  for (const folder of SOURCES)
    for (const path of readdirSync(join(ROOT, folder), { recursive: true }).sort())
      if (/\.[jt]s$/.test(path)) hash.update(path).update(readFileSync(join(ROOT, folder, path)));
  return `// ${hash.digest('hex')}\n`;
}

/** A module finds the file beside it from its own place, wherever the bundle runs. */
const ownPlaces = {
  name: 'own-places',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]relay[\\/].*\.ts$/ }, ({ path }) => {
      const place = JSON.stringify(relative(dirname(BUNDLE), path).replaceAll('\\', '/'));
      const text = readFileSync(path, 'utf8');
      const contents = text.replaceAll(
        'import.meta.url',
        `new URL(${place}, import.meta.url).href`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

export async function build() {
  const stamp = stampOfSources();
  if (existsSync(BUNDLE) && readFileSync(BUNDLE, 'utf8').startsWith(stamp)) return;
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(ROOT, 'relay/main.ts')],
    absWorkingDir: ROOT,
    outfile: BUNDLE,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: stamp.trimEnd() },
    // So that the stack frames in the log name our files.
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [ownPlaces],
    write: false,
    logLevel: 'error',
  });
  await esbuild.stop();
  // Under its name only once it is whole: two relays may start at once, and both write the same.
  await mkdir(dirname(BUNDLE), { recursive: true });
  await writeFile(`${BUNDLE}.${process.pid}`, outputFiles[0].contents);
  await rename(`${BUNDLE}.${process.pid}`, BUNDLE);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
