/** `npm run screens [-- --write]`: all that the display can say, as text; with --write into docs/screens.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gallery } from './screens/gallery.js';

const USAGE =
  'npm run screens            prints every screen as text\nnpm run screens -- --write  puts them into docs/screens.md';

function main(): void {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(USAGE);
  else if (values.write) writeFileSync(new URL('../docs/screens.md', import.meta.url), gallery());
  else process.stdout.write(gallery());
}

main();
