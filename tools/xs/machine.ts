/** A bundled script in an XS machine of its own, which is closed when the work with it is done. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleForXs, LOADING_STACK } from './bundle.js';
import { JAPANESE_TAG, TEXT_TAG } from './command.js';
import { XsWorker, type XsOptions } from './worker.js';

/** Room for the tables, which on a device stay in flash, and for garbage. */
export const ROOMY = Object.freeze({
  chunkBytes: 4 * 1024 * 1024,
  slotCount: 128 * 1024,
  stackCount: LOADING_STACK,
  meterLimit: 4_000_000_000,
});

export async function withXs<T>(
  hostPath: string,
  entry: URL,
  use: (worker: XsWorker) => Promise<T>,
  sizes: Partial<XsOptions> = {},
): Promise<T> {
  const scriptPath = await bundleForXs(fileURLToPath(entry));
  const worker = await XsWorker.start({ hostPath, scriptPath, ...ROOMY, ...sizes });
  try {
    return await use(worker);
  } finally {
    await worker.close();
  }
}

/** Sends the text tables as they lie in flash. */
export async function sendTables(worker: XsWorker): Promise<void> {
  for (const [tag, name] of [
    [TEXT_TAG, 'tables.bin'],
    [JAPANESE_TAG, 'japanese.bin'],
  ] as const) {
    const table = readFileSync(new URL(`../../device/text/${name}`, import.meta.url));
    await worker.send(Buffer.concat([Buffer.of(tag), table]));
  }
}
