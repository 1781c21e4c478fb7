// What `npm run relay` starts: the relay's modules as one file, made by esbuild where something changed since the last
// start, and then run. Through a loader each of a hundred modules, and of the libraries' own, passes a hook: that took
// two thirds of a start's processor time, and 30 MB for as long as it ran. JavaScript, since nothing has a loader yet.
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = new URL('../', import.meta.url);
const MAIN = new URL('main.ts', import.meta.url);
const FOLDER = new URL('.cache/relay/', ROOT);
const BUNDLE = new URL('main.js', FOLDER);
const SOURCES = new URL('sources.json', FOLDER);

/** Where, with and of what the bundle was made: equal times, not just older ones, since deployed files may be old. */
function stampOf(paths) {
  const files = [...paths, 'package-lock.json', 'relay/launch.js'].map((path) => {
    const { size, mtimeMs } = statSync(new URL(path, ROOT));
    return [path, size, mtimeMs];
  });
  return JSON.stringify([ROOT.href, process.version, files]);
}

async function isFresh() {
  if (!existsSync(BUNDLE) || !existsSync(SOURCES)) return false;
  try {
    const { paths, stamp } = JSON.parse(await readFile(SOURCES, 'utf8'));
    return stamp === stampOf(paths);
  } catch {
    // Half written, or a module is gone: made anew.
    return false;
  }
}

/** A file beside a module is found by the module's own address, not by the bundle's. */
const ownAddresses = {
  name: 'own-addresses',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]relay[\\/].*\.ts$/ }, async ({ path }) => {
      const address = JSON.stringify(pathToFileURL(path).href);
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};

async function makeBundle() {
  const { build, stop } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(MAIN)],
    absWorkingDir: fileURLToPath(ROOT),
    outfile: fileURLToPath(BUNDLE),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    // So that the stack frames in the log name our files.
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [ownAddresses],
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  await stop();
  const paths = Object.keys(metafile.inputs);
  await mkdir(FOLDER, { recursive: true });
  await put(BUNDLE, outputFiles[0].contents);
  // Last: a start that is killed before leaves a bundle that is made again.
  await put(SOURCES, JSON.stringify({ paths, stamp: stampOf(paths) }));
}

/** Under its name only once it is whole: two relays may start at once, and both write the same. */
async function put(file, contents) {
  const unfinished = new URL(`${file.href}.${process.pid}`);
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
}

async function findMain() {
  try {
    if (!(await isFresh())) await makeBundle();
    return BUNDLE;
  } catch (error) {
    // A folder that nobody may write to: the loader does it too, only slower. Without a system call it is our mistake.
    if (error.syscall === undefined) throw error;
    const { register } = await import('tsx/esm/api');
    register();
    return MAIN;
  }
}

process.setSourceMapsEnabled(true);
await import((await findMain()).href);
