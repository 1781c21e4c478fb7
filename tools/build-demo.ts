/** `npm run build:demo`: the demo as a folder of static files, which also runs from `file:`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { runScript } from './usage.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = join(ROOT, 'simulator/page');
const HELP = `npm run build:demo [-- --out FOLDER]: writes the demo to dist/demo, or to FOLDER. Open its index.html, or host the folder
anywhere: it needs no server.`;

const FOOTER = `<footer>
      <p>
        The device’s own code drives the pins of an emulated HD44780. Relay and Spotify run in this page, too: it loads
        nothing and sends nothing. Other panels: <a href="?columns=20&amp;rows=4">20x4</a>,
        <a href="?rom=A00">Japanese letters</a>, <a href="?layout=classic">title above artist</a>,
        <a href="?">the default</a>. Version <span id="version"></span>
      </p>
      <output class="unseen" id="lcd-text" aria-live="off" aria-hidden="true"></output>
    </footer>`;

/** One classic script: a module does not load from `file:`. */
async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, 'demo/demo.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    loader: { '.tsv': 'text' },
    plugins: [
      {
        name: 'packed-tables',
        setup: (bundle) =>
          bundle.onLoad({ filter: /\.bin$/ }, ({ path }) => ({
            contents: gzipSync(readFileSync(path), { level: 9 }),
            loader: 'base64',
          })),
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}

function page(): string {
  return replaced(readFileSync(join(PAGE, 'index.html'), 'utf8'), [
    [/"\/simulator\/style.css"/, '"style.css"'],
    [/<script type="application\/json".*?<\/script>\s*/s, ''],
    [/<script type="module" src="\/simulator\/page.js"/, '<script defer src="demo.js"'],
    [/ simulator<\/title>/, '</title>'],
    [/<footer>.*<\/footer>/s, FOOTER],
  ]);
}

function replaced(text: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce((before, [pattern, replacement]) => {
    if (!pattern.test(before)) throw new Error(`index.html has no ${String(pattern)}`);
    return before.replace(pattern, () => replacement);
  }, text);
}

await runScript({ help: HELP, options: { out: { type: 'string' } } }, async ({ values }) => {
  const folder = values.out ?? join(ROOT, 'dist/demo');
  const files = {
    'index.html': page(),
    'style.css': readFileSync(join(PAGE, 'style.css')),
    'demo.js': await script(),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  console.log(join(folder, 'index.html'));
});
