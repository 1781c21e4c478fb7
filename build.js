// Bundles each program into one file: `npm run build`, and any start after a source has changed. With a loader each module
// passes a hook, which took two thirds of a start's processor time and 30 MB.
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = new URL('./', import.meta.url);
const FOLDER = fileURLToPath(ROOT);
const DIST = join(FOLDER, 'dist');
const SOURCES = ['simulator', 'relay', 'device'];
const PROGRAMS = {
  relay: { main: 'relay/main.ts', sources: SOURCES },
  simulator: { main: 'simulator/main.ts', sources: SOURCES },
  /** The script of the relay's pages. */
  page: { main: 'simulator/page/relay-page.ts', sources: ['simulator/page'] },
};
const NODE = { packages: 'external', platform: 'node', format: 'esm', target: 'node20' };
const BROWSER = { platform: 'browser', format: 'esm', target: 'es2022', minify: true };

/** By content: the times of files that were copied or unpacked say nothing. */
function stampOf(folders) {
  const hash = createHash('sha256').update(readFileSync(join(FOLDER, 'package.json')));
  for (const folder of folders)
    for (const path of readdirSync(join(FOLDER, folder), { recursive: true }).sort())
      if (/\.[jt]s$/.test(path)) hash.update(path).update(readFileSync(join(FOLDER, folder, path)));
  return `// ${hash.digest('hex')}`;
}

/** A module finds the file beside it from its own place, wherever the bundle runs, and the page where that was built. */
const ownPlaces = (folder, page) => ({
  name: 'own-places',
  setup(bundle) {
    bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = pathToFileURL(path).href;
      const own = JSON.stringify(folder === DIST ? place.replace(ROOT.href, '../') : place);
      let contents = readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        `new URL(${own}, import.meta.url).href`,
      );
      if (folder !== DIST)
        contents = contents.replaceAll("'../dist/page.js'", `'${pathToFileURL(page).href}'`);
      return { contents, loader: 'ts' };
    });
    // A package is not found by its name from elsewhere.
    if (folder !== DIST)
      bundle.onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
        kind === 'entry-point' || path.startsWith('node:')
          ? undefined
          : { path: import.meta.resolve(path), external: true },
      );
  },
});

let temporary;

/** `dist/`, or a temporary folder where the package belongs to another user. */
function folderToWrite() {
  try {
    mkdirSync(DIST, { recursive: true });
    accessSync(DIST, constants.W_OK);
    return DIST;
  } catch {
    if (temporary === undefined) {
      temporary = mkdtempSync(join(tmpdir(), 'sixteen-by-two-'));
      process.on('exit', () => rmSync(temporary, { recursive: true }));
    }
    return temporary;
  }
}

/** @returns the file of a program, made where it is missing or a source has changed */
export async function build(name) {
  const { main, sources } = PROGRAMS[name];
  // The programs read it when they start.
  const page = name === 'page' ? join(DIST, 'page.js') : await build('page');
  const stamp = stampOf(sources);
  const made = join(DIST, `${name}.js`);
  const isFound = dirname(page) === DIST && existsSync(made);
  if (isFound && readFileSync(made, 'utf8').startsWith(`${stamp}\n`)) return made;
  const folder = folderToWrite();
  const file = join(folder, `${name}.js`);
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(FOLDER, main)],
    absWorkingDir: FOLDER,
    outfile: file,
    bundle: true,
    ...(name === 'page' ? BROWSER : NODE),
    banner: { js: stamp },
    // So that the stack frames in the log name our files.
    sourcemap: name === 'page' ? false : 'inline',
    sourcesContent: false,
    plugins: [ownPlaces(folder, page)],
    write: false,
    logLevel: 'error',
  });
  await esbuild.stop();
  // Renamed when complete: two starts at once write the same file.
  writeFileSync(`${file}.${process.pid}`, outputFiles[0].contents);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

/** Runs it in this process. */
export async function start(name) {
  const file = await build(name);
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
}

// Node resolves links in the address of a module, not in its arguments.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const help =
    'npm run build   bundles the programs into dist/, as every start does after a change';
  if (process.argv[2] === '--help') console.log(help);
  else for (const name of Object.keys(PROGRAMS)) await build(name);
}
