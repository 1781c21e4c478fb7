/**
 * Hiragana forms of common words. IPADIC was made from newspapers, which write kanji: it lacks most words in hiragana, or has
 * them at a cost that nothing competes with. Titles are freer, so each common word can also be written as it is read.
 */
import type { Entry } from './ipadic.js';

const HAN = /[\u4e00-\u9fff]/;
/** The kana form costs as much more than the common one: kana are likelier to be particles and endings. */
const KANA_COSTS_MORE = 1000;
/** IPADIC's default for verbs. */
const UNMET_VERB = 7150;
/** Shorter words are found in everything by chance; words/japanese-kana.txt has the common ones. */
const SHORTEST = 3;
const LONGEST = 8;
/** Costs up to which a word counts as common, by part of speech: IPADIC gives more to words that it never met. */
const COMMON: readonly (readonly [prefix: string, costMost: number])[] = [
  ['名詞 一般', 4700],
  ['名詞 サ変接続', 3800],
  ['名詞 副詞可能', 5500],
  ['名詞 形容動詞語幹', 4600],
  ['副詞', 5000],
  ['連体詞', 5500],
  ['動詞 自立', 8000],
  ['形容詞 自立', 4680],
];

function isCommon({ pos, details, cost, surface, reading }: Entry): boolean {
  const name = `${pos} ${details}`;
  const common = COMMON.find(([prefix]) => name.startsWith(prefix));
  if (common === undefined || cost > common[1] || !HAN.test(surface)) return false;
  // A noun made of a verb (akirame) is a form of that verb, too.
  if (pos === '名詞' && /[\u3041-\u3096]$/.test(surface)) return false;
  // Forms of a verb may be short: its stem is what is stored.
  if (pos === '動詞') return Math.abs(cost - UNMET_VERB) > 30;
  return reading.length >= SHORTEST && reading.length <= LONGEST;
}

/**
 * All entries, those of common words also in hiragana. A verb that IPADIC has in hiragana only gets cheaper, in all of its
 * forms alike, so that it keeps sharing its paradigm with others.
 */
export function withKanaForms(entries: readonly Entry[]): Entry[] {
  const words = new Map<string, Entry[]>();
  for (const entry of entries)
    words.set(wordKey(entry), [...(words.get(wordKey(entry)) ?? []), entry]);
  const kana = new Map<string, { readonly forms: readonly Entry[]; readonly cost: number }>();
  for (const forms of words.values()) {
    const base = forms.find(({ surface, base }) => surface === base);
    if (base === undefined || !isCommon(base)) continue;
    const key = wordKey({ ...base, base: base.reading });
    const cost = base.cost + KANA_COSTS_MORE;
    if ((kana.get(key)?.cost ?? Infinity) > cost)
      kana.set(key, {
        cost,
        forms: forms.map((form) => ({
          ...form,
          surface: form.reading,
          base: base.reading,
          cost: form.cost + KANA_COSTS_MORE,
        })),
      });
  }
  const all: Entry[] = [];
  for (const [key, forms] of words) {
    const twin = kana.get(key);
    const known = forms.find(({ surface, base }) => surface === base);
    if (twin === undefined || known === undefined) all.push(...forms);
    else {
      kana.delete(key);
      const less = Math.max(known.cost - twin.cost, 0);
      all.push(...forms.map((form) => ({ ...form, cost: form.cost - less })));
    }
  }
  for (const { forms } of kana.values()) all.push(...forms);
  return all;
}

function wordKey({ base, pos, details, inflection, surface }: Entry): string {
  return [pos === '動詞' || pos === '形容詞' ? base : surface, pos, details, inflection].join();
}
