// Once a run: a real Postgres for the relay's tests. TEST_DATABASE_URL names one; else Debian's binaries start a
// throw-away server on a free port; else the tests run on the embedded engine alone. The run says which.
import { build } from '../../build.js';
import { findBinaries, startServer } from './postgres-server.js';

const ATTEMPT_COUNT = 3;

export default async function setUp() {
  // What the relay's pages load.
  await build('page');
  const say = (words) => process.stderr.write(`relay's tests run on ${words}\n`);
  if (process.env.TEST_DATABASE_URL) return say('the Postgres that TEST_DATABASE_URL names');
  const bin = findBinaries();
  let reason = 'no Postgres is installed here';
  for (let attempt = 1; bin && attempt <= ATTEMPT_COUNT; attempt += 1) {
    try {
      const { url, stop } = await startServer(bin);
      process.env.TEST_DATABASE_URL = url;
      globalThis.stopTestDatabase = stop;
      return say(`Postgres from ${bin}`);
    } catch (error) {
      reason = `${bin} does not start (${error.message})`;
    }
  }
  if (process.env.CI) throw new Error(`CI needs Postgres: ${reason}`);
  say(`the embedded database only: ${reason}`);
}
