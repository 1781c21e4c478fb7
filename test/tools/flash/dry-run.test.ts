/** The tool itself as a dry run: one clear line each, and never the password. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

function flash(...args: string[]) {
  const env = { ...process.env, MODDABLE: '', IDF_PATH: '' };
  return spawnSync(process.execPath, ['--import', 'tsx', 'tools/flash.ts', ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
}

describe('npm run flash -- --dry-run', () => {
  const { status, stdout, stderr } = flash(
    '--dry-run',
    'ssid=Home',
    'password=secret-word',
    'relay=https://relay.example.org',
    'off_hours=23-7',
  );

  it('explains in one line how to get the SDK without it, and fails', () => {
    const lines = stdout.split('\n').filter((line) => line.includes('no Moddable SDK'));
    expect([status, lines]).toEqual([1, [expect.stringContaining('xs-dev setup')]]);
  });

  it('warns of hours in UTC', () => {
    expect(stdout).toMatch(/^warn {3}off_hours counts in UTC: /m);
  });

  it('prints what would run, without the password', () => {
    expect(stdout).toContain('would run: mcconfig -p esp32/nodemcu');
    expect(stdout).toContain('settings: ssid=Home password=… relay=https://relay.example.org');
    expect(stdout + stderr).not.toContain('secret-word');
  });

  it('runs nothing with invalid settings, and names them as they were typed', () => {
    const { status, stdout } = flash(
      '--dry-run',
      `ssid=${'x'.repeat(33)}`,
      'relay=https://r.example',
    );
    expect(stdout).toMatch(/^wrong {2}setting ssid: /m);
    expect([status, stdout.includes('would run')]).toEqual([1, false]);
  });

  it('exits with 2 for unknown arguments', () => {
    expect(flash('--dry-runn').status).toBe(2);
  });
});
