/**
 * Checks the properties of `transliterate` on random texts, one per seed, and prints a line of JSON for each failure.
 * A program of its own, since the globals of Jest's sandbox make it eight times slower. Arguments: first seed, count.
 */
import { readFileSync } from 'node:fs';
import { createTransliterator } from '../../device/text/transliterate.js';
import { seededRandom } from '../../tools/virtual/seeded-random.js';
import { randomText } from './random-texts.js';

const PLAIN = /^[\x20-\x7e]*$/;
const UNTIDY = / {2}|^ | $/;
const PROGRESS_EVERY = 100_000;
const BROKEN_MAX = 5;

const text = readFileSync(new URL('../../device/text/tables.bin', import.meta.url));
const japanese = readFileSync(new URL('../../device/text/japanese.bin', import.meta.url));
const whole = createTransliterator({ text, japanese });
/** The lite build keeps the same promises; every eighth text tests it. */
const lite = createTransliterator({ text });
const LITE_EVERY = 8;

function isKept(input: string, output: string): boolean {
  const isEmptyRightly = (output === '') === (input.trim() === '');
  return PLAIN.test(output) && !UNTIDY.test(output) && isEmptyRightly;
}

const [firstSeed = 1, count = 0] = process.argv.slice(2).map(Number);
let brokenCount = 0;
for (let seed = firstSeed; seed < firstSeed + count && brokenCount < BROKEN_MAX; seed += 1) {
  const input = randomText(seededRandom(seed));
  let output: string;
  try {
    output = (seed % LITE_EVERY === 0 ? lite : whole).transliterate(input);
  } catch (error) {
    output = String(error) + '\n';
  }
  if (!isKept(input, output)) {
    brokenCount += 1;
    console.log(JSON.stringify({ seed, input, output }));
  }
  if (seed % PROGRESS_EVERY === 0) console.error(`fuzz: seed ${seed}`);
}
