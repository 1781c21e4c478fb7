/** Without the SDK there is nothing to check, and CI stays green. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function run(tool: string, MODDABLE: string) {
  return spawnSync(process.execPath, ['--import', 'tsx', `tools/${tool}.ts`], {
    cwd: ROOT,
    env: { ...process.env, MODDABLE },
    encoding: 'utf8',
  });
}

describe('without the Moddable SDK', () => {
  it('check:device reports in one line that it was skipped, and passes', () => {
    const { status, stdout } = run('check-device', '');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^check:device: skipped.*xs-dev.*\n$/),
    ]);
  });

  it('sim explains in one line how to get it, and fails', () => {
    const { status, stderr } = run('sim', '');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^sim: the Moddable SDK is missing.*\n$/),
    ]);
  });

  it('names the missing tool if MODDABLE names a folder without it', () => {
    const { status, stderr } = run('check-device', ROOT);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^check:device: .*does not exist/)]);
  });
});
