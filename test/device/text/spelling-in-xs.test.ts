/** The development set in XS: the same letters as in Node, at a cost that a small chip can afford. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from '@jest/globals';
import { createTransliterator } from '../../../device/text/transliterate.js';
import { sendTables } from '../../../tools/xs/machine.js';
import type { XsReply, XsWorker } from '../../../tools/xs/worker.js';
import { RUN_TAG } from '../../support/spelling-tags.js';
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
    await sendTables(worker);
  });

  it('spells the whole development set as Node does', async () => {
    const different: string[] = [];
    for (const { title } of WHOLE) {
      const said = JSON.parse((await spell(title)).bytes.toString('utf8')) as string;
      if (said !== node.transliterate(title)) different.push(`${title}: ${said}`);
    }
    expect(different).toEqual([]);
    expect(WHOLE.length).toBeGreaterThan(280);
  });

  /** What one call takes, the wire and the parsing of the command left out. */
  const costOf = async (text: string): Promise<number> => {
    const [once, twice] = [
      await worker.json({ text, times: 1 }),
      await worker.json({ text, times: 2 }),
    ];
    return twice.heap.computrons - once.heap.computrons;
  };

  it('costs at most ten times as much per character in any script as in Latin', async () => {
    const costs = new Map<string, { computrons: number; characters: number }>();
    for (const { script, title } of WHOLE) {
      const group = script.startsWith('latin') ? 'latin' : script;
      const cost = costs.get(group) ?? { computrons: 0, characters: 0 };
      costs.set(group, cost);
      cost.computrons += await costOf(title);
      cost.characters += Array.from(title).length;
    }
    const meanOf = (group: string): number => {
      const { computrons, characters } = costs.get(group) ?? { computrons: NaN, characters: 1 };
      return computrons / characters;
    };
    const most = 10 * meanOf('latin');
    const dear = [...costs.keys()].filter((group) => !(meanOf(group) <= most));
    expect(dear.map((group) => `${group}: ${meanOf(group)} of ${most}`)).toEqual([]);
  });

  /** One script after another, in one word and in many. */
  const UNITS = [
    ['Latin', 'la'],
    ['marks on one letter', '\u0300\u0489\u1abf'],
    ['kana', 'あいがきくけことはの'],
    ['kana words', 'さくら '],
    ['Han', '東京都庁発見者'],
    ['Han words', '東京 '],
    ['Chinese', '说我们的音乐'],
    ['Hangul', '국물난리'],
    ['Thai', 'เพื่อนสวยธรรม'],
    ['Arabic', 'محمدقمر'],
    ['Arabic words', 'قمر '],
    ['Hebrew', 'שלום'],
    ['Devanagari', 'महाभारत'],
    ['Tamil', 'அன்பே'],
    ['Cyrillic words', 'Кино '],
    ['Greek', 'αύγουστος'],
    ['capitals that look alike', 'ΛA'],
    ['pictures', '🌙'],
    ['signs that nobody can spell', '\u{2f00f}'],
  ] as const;
  it.each(UNITS)('takes time in proportion to the length of %s', async (_name, unit) => {
    const count = Math.ceil(300 / Array.from(unit).length);
    const short = await costOf(`a${unit.repeat(count)}`);
    const long = await costOf(`a${unit.repeat(count * 8)}`);
    expect(long / short).toBeLessThan(8.8);
  });

  /** Ends with the machine where one of them finds no memory. */
  const spellAllIn = async (texts: readonly string[], freeBytes: number): Promise<void> => {
    const small = await xs.start(at('../../support/spelling-in-xs.ts'), {
      chunkBytes: 2 * 1024 * 1024,
      slotCount: 16 * 1024,
    });
    await sendTables(small);
    await small.json({ hold: texts });
    await small.send(Buffer.of(RUN_TAG, 0));
    // Chunks first: what fills them takes slots of its own.
    const { chunks, chunksMax } = await small.collect();
    await small.json({ fill: { slots: 0, bytes: chunksMax - chunks - freeBytes } });
    const { slots, slotsMax } = await small.collect();
    await small.json({ fill: { slots: slotsMax - slots - FREE_SLOTS, bytes: 0 } });
    const heap = await small.collect();
    expect(heap.chunksMax - heap.chunks).toBeLessThanOrEqual(freeBytes);
    expect(heap.slotsMax - heap.slots).toBeLessThanOrEqual(FREE_SLOTS + 2);
    for (const [index, text] of texts.entries())
      await small.send(Buffer.of(RUN_TAG, index)).catch((error: unknown) => {
        throw new Error(`${text}: ${String(error)}`);
      });
  };

  it('spells 60 characters of any script in 2 KB, including the result', async () => {
    const texts = sixtyOfEach();
    expect(texts.length).toBeGreaterThan(25);
    await spellAllIn(texts, FREE_CHUNK_BYTES);
  });

  it('needs no more for a word of 60 letters', async () => {
    const texts = LONG_WORDS.map(sixtyOf);
    await spellAllIn(texts, FREE_CHUNK_BYTES);
  });

  it('needs 2 KB besides the result for characters with long spellings', async () => {
    const texts = ['桜は', '桜', '说'].map(sixtyOf);
    const lengths = texts.map((text) => node.transliterate(text).length);
    await spellAllIn(texts, FREE_CHUNK_BYTES + Math.min(...lengths));
  });
});

/** Together 2 KB with the 16 bytes a slot of the device. */
const FREE_SLOTS = 80;
const FREE_CHUNK_BYTES = 768;

/** Scripts whose rules look at a whole word: in random words, and in some real ones. */
const LONG_WORDS = [
  ...['क', 'क्ष', 'কি', 'ప', 'க', 'ש', 'ا', 'ك', 'كلماتجميلة ', 'شّ', 'گ', 'ก', 'เพื่อน', 'ກ', 'ກາ'],
  ...['अन्तर्राष्ट्रीयविश्वविद्यालयपुस्तकालयाध्यक्ष', 'മനുഷ്യാവകാശപ്രവർത്തകരുടെകൂട്ടായ്മയിൽ', 'יְרוּשָׁלַיִם'],
  ...['ッ', 'ー', 'あ', '국', 'Ш', 'Ω', 'ქ', 'ե', 'ကြ', 'ክ', 'ཀ', '①'],
];

function sixtyOf(word: string): string {
  return Array.from(word.repeat(60)).slice(0, 60).join('');
}

/** The first 60 characters of each script's titles, one after the other. */
function sixtyOfEach(): readonly string[] {
  const scripts = [...new Set(WHOLE.map(({ script }) => script))];
  return scripts.map((name) => {
    const titles = WHOLE.filter(({ script }) => script === name).map(({ title }) => title);
    return Array.from(titles.join(' ').padEnd(60, ` ${titles.join(' ')}`))
      .slice(0, 60)
      .join('');
  });
}
