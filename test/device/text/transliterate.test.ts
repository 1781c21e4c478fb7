/** Any Unicode becomes plain letters, and a text never becomes nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createTransliterator } from '../../../device/text/transliterate.js';
import { count, isLong } from '../../support/counts.js';

const bytes = new Uint8Array(
  readFileSync(new URL('../../../device/text/tables.bin', import.meta.url)),
);
const transliterator = createTransliterator({ text: bytes });
const TEXTS = count(5_000, 1_000_000);
const FIRST_SEED = 1;

/** Counts how often the table is looked at. */
function countedTransliterator(): { spell: (text: string) => string; readCount: () => number } {
  let reads = 0;
  const counted = new Proxy(bytes, {
    get: (target, key) => {
      reads += 1;
      return Reflect.get(target, key, target) as unknown;
    },
  });
  const spelling = createTransliterator({ text: counted });
  return { spell: (text) => spelling.transliterate(text), readCount: () => reads };
}

describe('transliterate', () => {
  it(
    'turns any text into tidy ASCII, and never a text into nothing',
    () => {
      const fuzz = fileURLToPath(new URL('../../support/fuzz-spelling.ts', import.meta.url));
      const args = ['--import', 'tsx', fuzz, `${FIRST_SEED}`, `${TEXTS}`];
      const stdio = ['ignore', 'pipe', isLong ? 'inherit' : 'pipe'] as const;
      // Each line of it names the seed of a text that broke a promise.
      const broken = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: [...stdio] });
      expect(broken).toBe('');
    },
    count(180_000, 3 * 3_600_000),
  );

  it('spells every title of the development set', () => {
    const rows = readFileSync(new URL('../../fixtures/titles-dev.tsv', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .slice(1)
      .map((line) => line.split('\t')[1]!);
    expect(rows.length).toBeGreaterThan(250);
    const wrong = rows.filter(
      (title) => !/^[\x20-\x7e]+$/.test(transliterator.transliterate(title)),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['plain text', 'Hello (Live) [2026] ~ \\', 'Hello (Live) [2026] ~ \\'],
    ['marks', 'Beyoncé Sigur Rós Łódź ß', 'Beyonce Sigur Ros Lodz ss'],
    ['marks apart from their letter', 'e\u0301a\u0308', 'ea'],
    ['Cyrillic', 'Кино', 'Kino'],
    ['Greek', 'Ελλάδα', 'Ellada'],
    ['Hangul', '방탄소년단', 'Bangtansonyeondan'],
    ['Hangul words', '봄 밤', 'Bom Bam'],
    ['Han', '你好world', 'Ni Hao world'],
    ['typography', '“Don’t” – it…', '"Don\'t" - it...'],
    ['spaces of every width', '\u3000a\u2003\u00a0b\t\nc ', 'a b c'],
    ['signs nobody sees', 'a\u200b\u2060\ufeffb\u202e', 'ab'],
    ['pictures alone by their names', '🌙⭐', 'crescent moon star'],
    ['pictures beside words not at all', 'Summer ☀️ 👨‍👩‍👧 Family', 'Summer Family'],
    ['a middle dot between words', 'ラブ・ソング', 'Rabu Songu'],
    ['marks that nobody spells', 'ក្ក', 'Kk'],
    ['signs nobody can spell, however many', 'a\u{2f00f}\u{3ffff} b', 'a * b'],
    ['unseen signs alone', '\u200b\u200d', '*'],
    ['lone surrogates', '\ud800', '*'],
    ['blanks', ' \u3000\n', ''],
    ['nothing', '', ''],
  ])('spells %s', (_name, input, output) => {
    expect(transliterator.transliterate(input)).toBe(output);
  });

  it('looks up the table in proportion to the text, however many marks a letter has', () => {
    const zalgo = `é${'\u0300\u0489\u1abf\u20dd'.repeat(200)}`;
    const once = countedTransliterator();
    const tenTimes = countedTransliterator();
    const before = [once.readCount(), tenTimes.readCount()] as const;
    expect(once.spell(zalgo)).toBe('e');
    expect(tenTimes.spell(zalgo.repeat(10))).toBe('e'.repeat(10));
    expect(tenTimes.readCount() - before[1]).toBeLessThanOrEqual(
      10 * (once.readCount() - before[0]),
    );
  });
});
