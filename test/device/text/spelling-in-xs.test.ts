/** The development set in the device's own engine: the same letters as in Node, at a cost that a small chip can bear. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from '@jest/globals';
import { createTransliterator } from '../../../device/text/transliterate.js';
import type { XsReply, XsWorker } from '../../../simulator/xs/worker.js';
import { JAPANESE_TAG, TEXT_TAG } from '../../support/spelling-tags.js';
import { describeWithXs } from '../../support/xs.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const TEXT = readFileSync(at('../../../device/text/tables.bin'));
const JAPANESE = readFileSync(at('../../../device/text/japanese.bin'));
const node = createTransliterator({ text: TEXT, japanese: JAPANESE });

interface Row {
  readonly script: string;
  readonly title: string;
}

const ROWS: readonly Row[] = readFileSync(at('../../fixtures/titles-dev.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .slice(1)
  .map((line) => {
    const [script = '', title = ''] = line.split('\t');
    const escapes = /\\u([0-9A-F]{4})/g;
    const read = (_all: string, code: string): string => String.fromCharCode(parseInt(code, 16));
    return { script, title: title.replace(escapes, read) };
  });

/** Half a pair cannot cross the wire, which is UTF-8. */
const WHOLE = ROWS.filter(
  ({ title }) => !/[\ud800-\udfff]/.test(title.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')),
);

await describeWithXs('transliterate in XS', (xs) => {
  let worker: XsWorker;
  const spell = (title: string): Promise<XsReply> =>
    worker.send(Buffer.from(JSON.stringify(title)));

  beforeAll(async () => {
    worker = await xs.start(at('../../support/spelling-in-xs.ts'));
    await worker.send(Buffer.concat([Buffer.of(TEXT_TAG), TEXT]));
    await worker.send(Buffer.concat([Buffer.of(JAPANESE_TAG), JAPANESE]));
  });

  it('says of the whole development set what Node says', async () => {
    const different: string[] = [];
    for (const { title } of WHOLE) {
      const said = JSON.parse((await spell(title)).bytes.toString('utf8')) as string;
      if (said !== node.transliterate(title)) different.push(`${title}: ${said}`);
    }
    expect(different).toEqual([]);
    expect(WHOLE.length).toBeGreaterThan(280);
  });

  it('spends on a character of each script what docs/text.md says at most', async () => {
    const costs = new Map<string, number>();
    for (const { script, title } of WHOLE) {
      const empty = (await spell('')).heap.computrons;
      const cost = ((await spell(title)).heap.computrons - empty) / Array.from(title).length;
      costs.set(script, Math.max(costs.get(script) ?? 0, cost));
    }
    if (process.env['PRINT_COSTS'] !== undefined)
      process.stderr.write(
        `${[...costs].map(([script, cost]) => `${script} ${Math.round(cost)}`).join('\n')}\n`,
      );
    const dearest = Math.max(...costs.values());
    // Han is the dearest: each sign asks the dictionary for all words that begin with it.
    expect(dearest).toBeLessThan(40_000);
  });
});
