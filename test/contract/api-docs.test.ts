/** The examples of docs/api.md, run unchanged against the relay. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { REASONS } from '../../device/shared/faults.js';
import { relaySuite } from '../support/relay-suite.js';

const PAGE = readFileSync('docs/api.md', 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```sh\n([^]*?)```\n\n[^]*?```json\n([^]*?)```/g)].map(
  ([, command = '', response = '']) => ({
    command,
    members: Object.keys(JSON.parse(response) as object),
  }),
);
const run = promisify(execFile);

describe('docs/api.md', () => {
  const suite = relaySuite();

  it('has examples that work in order, each with the members of its response', async () => {
    const { browser } = await suite.relay.link(suite.freshUid(), suite.spotify);
    const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', RELAY: suite.relay.url };
    let userCode = '';
    expect(EXAMPLES.length).toBe((PAGE.match(/```sh/g) ?? []).length);
    for (const { command, members } of EXAMPLES) {
      const { stdout } = await run('sh', ['-c', command], { env });
      const response = JSON.parse(stdout) as Record<string, unknown>;
      expect([command, Object.keys(response)]).toEqual([command, members]);
      if ('device_code' in response) {
        env['DEVICE_CODE'] = String(response['device_code']);
        userCode = String(response['user_code']);
      } else if (response['error'] === 'authorization_pending') {
        await browser.post('/link', { code: userCode, decision: 'approve' });
        suite.clock.advanceS(5);
      } else if ('uid' in response) {
        env['TOKEN'] = String(response['access_token']);
        env['NAME'] = String(response['uid']);
      }
    }
  }, 60_000);

  it('lists every reason', () => {
    const rows = [...PAGE.matchAll(/^\| `(\w+)` +\| /gm)].map(([, name]) => name);
    const named = rows.filter((name) => name !== 'reason');
    expect(named).toEqual([...REASONS]);
  });
});
