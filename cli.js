#!/usr/bin/env node
// `sixteen-by-two`, `npm start` and `npm run relay`. A server that was built once may start dist/relay.js itself.
import { readFileSync } from 'node:fs';
import { start } from './build.js';

const [first] = process.argv.slice(2);
if (first === '--version') {
  const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));
  console.log(version);
} else if (first === 'relay') {
  process.argv.splice(2, 1);
  await start('relay');
} else await start('simulator');

// npm passes SIGTERM and SIGINT on to its shell, which ends without passing them on: on Linux and macOS the process then
// has another parent. Windows knows no signals.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
