/** `npm run screens [-- --write]`: every screen as text; with --write into docs/screens.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gallery } from './screens/gallery.js';
import { runScript } from './usage.js';

const HELP = `npm run screens            prints every screen as text
npm run screens -- --write  writes them to docs/screens.md`;

await runScript(() => {
  const option = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { write: option, help: option } });
  if (values.help) console.log(HELP);
  else if (values.write) writeFileSync(new URL('../docs/screens.md', import.meta.url), gallery());
  else process.stdout.write(gallery());
});
