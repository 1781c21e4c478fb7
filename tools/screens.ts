/** `npm run screens [-- --write]`: every screen as text; with --write into docs/screens.md. */
import { writeFileSync } from 'node:fs';
import { gallery } from './screens/gallery.js';
import { runScript } from './usage.js';

const HELP = `npm run screens            prints every screen as text
npm run screens -- --write  writes them to docs/screens.md`;

await runScript({ help: HELP, options: { write: { type: 'boolean' } } }, ({ values }) => {
  if (values.write) writeFileSync(new URL('../docs/screens.md', import.meta.url), gallery());
  else process.stdout.write(gallery());
});
