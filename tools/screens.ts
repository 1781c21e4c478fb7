/** `npm run screens [-- --write]`: every screen as text; with --write into docs/screens.md, and a picture of some. */
import { writeFileSync } from 'node:fs';
import { gallery } from './screens/gallery.js';
import { picture } from './screens/picture.js';
import { runScript } from './usage.js';

const HELP = `npm run screens            prints every screen as text
npm run screens -- --write  writes them to docs/screens.md, and docs/display.png, which moves`;

await runScript({ help: HELP, options: { write: { type: 'boolean' } } }, ({ values }) => {
  if (values.write) {
    writeFileSync(new URL('../docs/screens.md', import.meta.url), gallery());
    writeFileSync(new URL('../docs/display.png', import.meta.url), picture());
  } else process.stdout.write(gallery());
});
