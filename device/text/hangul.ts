/** Hangul syllables are arithmetic, not a table: lead, vowel, tail (Unicode Standard, section 3.12). */

const LEADS = Object.freeze('g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' '));
const VOWELS = Object.freeze(
  'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' '),
);
/** As they sound at the end of a word (Revised Romanization, 2000). */
const TAILS = Object.freeze(' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' '));

const FIRST = 0xac00;
const LAST = 0xd7a3;

export function isHangulSyllable(codePoint: number): boolean {
  return codePoint >= FIRST && codePoint <= LAST;
}

/** One syllable in Latin letters, each by itself: sound changes across syllables are not applied. */
export function spellSyllable(codePoint: number): string {
  const index = codePoint - FIRST;
  const lead = LEADS[Math.floor(index / 588)] ?? '';
  const vowel = VOWELS[Math.floor((index % 588) / 28)] ?? '';
  return lead + vowel + (TAILS[index % 28] ?? '');
}
