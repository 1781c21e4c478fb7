// Once a run: a real Postgres for the relay's tests. TEST_DATABASE_URL names one; else Debian's binaries start a
// throw-away server on a free port; else the tests run on the embedded engine alone. The run says which.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBinaries, startServer } from './postgres-server.js';

const ATTEMPT_COUNT = 3;

export default async function setUp() {
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
  makeTemplate();
  say(`the embedded database only: ${reason}`);
}

/** Making an embedded database takes seconds, copying one does not: each file gets a copy. */
function makeTemplate() {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-embedded-'));
  const template = join(folder, 'template');
  const script = fileURLToPath(
    new URL('../../relay/db/embedded/make-database.js', import.meta.url),
  );
  execFileSync(process.execPath, [script, template], { stdio: 'ignore' });
  process.env.TEST_EMBEDDED_TEMPLATE = template;
  globalThis.stopTestDatabase = () => rmSync(folder, { recursive: true, force: true });
}
