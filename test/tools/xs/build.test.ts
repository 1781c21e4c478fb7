/** The engine is built once, by one process; if that fails, it says why. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from '../../../tools/xs/build-lock.js';
import { buildXsHost } from '../../../tools/xs/build.js';
import { inParallel } from '../../../tools/xs/run.js';
import { describeWithXs } from '../../support/xs.js';

const folder = mkdtempSync(join(tmpdir(), 'xs-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('once', () => {
  it('builds once for all that request it at the same time', async () => {
    const path = join(folder, 'shared/host');
    let makeCount = 0;
    const make = (): Promise<undefined> => {
      makeCount += 1;
      mkdirSync(dirname(path));
      writeFileSync(path, 'made');
      return Promise.resolve(undefined);
    };
    const outcomes = await Promise.all([1, 2, 3].map(() => once(path, make)));
    expect(outcomes).toEqual([undefined, undefined, undefined]);
    expect(makeCount).toBe(1);
  });

  it('takes over from a process that was killed while it built', async () => {
    const path = join(folder, 'orphan/host');
    // Beyond every system's limit of process ids.
    writeFileSync(`${dirname(path)}.lock`, '4194305');
    expect(await once(path, () => Promise.resolve('made'))).toBe('made');
    expect(existsSync(`${dirname(path)}.lock`)).toBe(false);
  });

  it('gives up if it cannot write, instead of waiting forever', async () => {
    const path = join(folder, 'gone/deep/host');
    const vanish = (): Promise<never> => {
      rmSync(join(folder, 'gone'), { recursive: true });
      return Promise.reject(new Error('vanished'));
    };
    const outcomes = await Promise.allSettled([once(path, vanish), once(path, vanish)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('lets the next one run after a failure', async () => {
    const path = join(folder, 'failing/host');
    const fail = (): Promise<never> => Promise.reject(new Error('no disk'));
    await expect(once(path, fail)).rejects.toThrow('no disk');
    expect(await once(path, () => Promise.resolve('its own problem'))).toBe('its own problem');
  });
});

describe('inParallel', () => {
  it('starts nothing more after a failure, and returns it', async () => {
    let startCount = 0;
    const job = (ok: boolean) => () => {
      startCount += 1;
      return Promise.resolve({ ok, stdout: '', stderr: ok ? '' : 'broken' });
    };
    const outcome = await inParallel(1, [job(true), job(false), job(true)]);
    expect(outcome).toMatchObject({ ok: false, stderr: 'broken' });
    expect(startCount).toBe(2);
  });
});

describe('buildXsHost', () => {
  it('reports that there is no compiler, and does not throw', async () => {
    expect(await buildXsHost({ compilers: ['', '/nowhere/cc'] })).toEqual({
      ok: false,
      reason: expect.stringContaining('no C compiler'),
    });
  });
});

await describeWithXs('buildXsHost with a compiler', (xs) => {
  it('reuses an earlier build, silently', async () => {
    const lines: string[] = [];
    const host = await buildXsHost({ report: (line) => lines.push(line) });
    expect(host).toEqual({ ok: true, path: xs.hostPath, slotBytes: xs.slotBytes });
    expect(lines).toEqual([]);
  });
});
