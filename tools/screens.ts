/** `npm run screens [-- --write]`: every screen as text; with --write into docs/screens.md, and a picture of some. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { gallery } from './screens/gallery.js';
import { layoutPictures, layoutsPage } from './screens/layouts-page.js';
import { picture } from './screens/picture.js';
import { runScript } from './usage.js';

const HELP = `npm run screens            prints every screen as text
npm run screens -- --write  writes them to docs/screens.md, and docs/display.png, which moves, and docs/layouts.md`;

await runScript({ help: HELP, options: { write: { type: 'boolean' } } }, ({ values }) => {
  if (values.write) {
    const docs = new URL('../docs/', import.meta.url);
    writeFileSync(new URL('screens.md', docs), gallery());
    writeFileSync(new URL('display.png', docs), picture());
    writeFileSync(new URL('layouts.md', docs), layoutsPage());
    mkdirSync(new URL('layouts/', docs), { recursive: true });
    for (const { path, png } of layoutPictures()) writeFileSync(new URL(path, docs), png);
  } else process.stdout.write(gallery());
});
