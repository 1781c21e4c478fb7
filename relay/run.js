// What `npm run relay` starts. A server that was built once may start dist/relay.js itself, as a systemd unit should.
import { build } from './build.js';

process.setSourceMapsEnabled(true);
await build();
await import('../dist/relay.js');

// npm passes SIGTERM and SIGINT on to its shell, which ends without passing them on: on Linux and macOS the process then
// has another parent. Windows knows no signals.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM');
}, 500).unref();
if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
