/** Splits bytes into lines, however the chunks cut them. */
import { expect, it } from '@jest/globals';
import { linesOf } from '../../tools/lines.js';

async function* inChunksOf(size: number, bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

it.each([1, 2, 3, 100])('gives the same lines in chunks of %i bytes', async (size) => {
  const lines: string[] = [];
  const bytes = Buffer.from('\ufeffa\r\n\nは\rb\n\ufeffc\r');
  for await (const line of linesOf(inChunksOf(size, bytes))) lines.push(line.toString('utf8'));
  // The mark is one at the beginning alone, and a return within a line is a blank of JSON.
  expect(lines).toEqual(['a', '', 'は\rb', '\ufeffc']);
});

it('gives no lines for no bytes', async () => {
  const lines: Buffer[] = [];
  for await (const line of linesOf(inChunksOf(1, Buffer.alloc(0)))) lines.push(line);
  expect(lines).toEqual([]);
});
