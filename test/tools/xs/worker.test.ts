/** The worker gives each command its own result, and each failure a clear error. */
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { XsWorker } from '../../../tools/xs/worker.js';
import { describeWithXs } from '../../support/xs.js';

const PROBE = fileURLToPath(new URL('./probe.ts', import.meta.url));
const SIZES = { chunkBytes: 1e6, slotCount: 10_000, stackCount: 512, meterLimit: 1e8 };

await describeWithXs('XsWorker', (xs) => {
  it('responds in order to commands sent at once', async () => {
    const worker = await xs.start(PROBE);
    const asked = Array.from({ length: 50 }, (_, index) => index);
    const responses = await Promise.all(
      asked.map(async (index) => (await worker.json({ evaluate: `${index} * 2` })).value),
    );
    expect(responses).toEqual(asked.map((index) => index * 2));
  });

  it('carries text of every script both ways', async () => {
    const worker = await xs.start(PROBE);
    const text = 'aé日本語😀';
    expect((await worker.json({ evaluate: `'${text}'` })).value).toBe(text);
  });

  it('carries bytes as they are', async () => {
    const worker = await xs.start(PROBE);
    const table = new Uint8Array(200_001);
    table[1] = 0x2c;
    await worker.send(table);
    expect((await worker.json({})).value).toMatchObject({ byteCount: 200_000 });
  });

  it('passes on printed lines', async () => {
    const lines: string[] = [];
    const worker = await xs.start(PROBE, { onPrint: (line) => lines.push(line) });
    await worker.json({ evaluate: "print('one', 2), print('three')" });
    await worker.close();
    expect(lines).toEqual(['one 2', 'three']);
  });

  it('rejects what is pending when its process is killed', async () => {
    const worker = await xs.start(PROBE, { meterLimit: 4e9 });
    const pending = worker.json({ evaluate: 'for (;;);' });
    const outcome = expect(pending).rejects.toThrow('XS ended: signal SIGKILL');
    worker.kill();
    await outcome;
  });

  it('can be closed twice, and then returns nothing', async () => {
    const worker = await xs.start(PROBE);
    await worker.close();
    await worker.close();
    await expect(worker.json({})).rejects.toThrow('XS ended: it was closed');
  });

  it('reports a host that cannot be started', async () => {
    const start = XsWorker.start({ hostPath: '/nowhere/host', scriptPath: PROBE, ...SIZES });
    await expect(start).rejects.toThrow(/the host did not start/);
  });

  it('reports where a script has a syntax error', async () => {
    const start = XsWorker.start({ hostPath: xs.hostPath, scriptPath: PROBE, ...SIZES });
    await expect(start).rejects.toThrow(/SyntaxError/);
  });
});
