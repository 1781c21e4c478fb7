/** IPADIC as npm `kuromoji` carries it (see LICENSES/): its entries, their costs, and the costs between two of them. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import kuromoji from 'kuromoji';

const require = createRequire(import.meta.url);

/** What of the package's insides is read; its types describe the tokenizer alone. */
interface Insides {
  readonly token_info_dictionary: {
    readonly target_map: Readonly<Record<string, readonly number[]>>;
    readonly dictionary: { getShort(at: number): number };
    getFeatures(id: number): string;
  };
  readonly viterbi_searcher: {
    readonly connection_costs: {
      readonly forward_dimension: number;
      get(right: number, left: number): number;
    };
  };
}

export interface Entry {
  readonly surface: string;
  readonly id: number;
  readonly cost: number;
  /** Part of speech, three details, type and form of inflection, base form. */
  readonly pos: string;
  readonly details: string;
  readonly inflection: string;
  readonly form: string;
  readonly base: string;
  readonly reading: string;
  readonly pronunciation: string;
}

export interface Ipadic {
  readonly entries: readonly Entry[];
  readonly idCount: number;
  costBetween(right: number, left: number): number;
}

let loaded: Promise<Ipadic> | undefined;

export function loadIpadic(): Promise<Ipadic> {
  loaded ??= load();
  return loaded;
}

/** Kana and common Han alone: the device looks up nothing else. */
const SPELLABLE = /^[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff\u3005]+$/;

async function load(): Promise<Ipadic> {
  const dicPath = join(dirname(require.resolve('kuromoji/package.json')), 'dict');
  const insides = await new Promise<Insides>((resolve, reject) => {
    kuromoji.builder({ dicPath }).build((error: Error | null, tokenizer) => {
      if (error instanceof Error) reject(error);
      else resolve(tokenizer as unknown as Insides);
    });
  });
  const dictionary = insides.token_info_dictionary;
  const entries: Entry[] = [];
  for (const ids of Object.values(dictionary.target_map))
    for (const at of ids) {
      const [
        surface = '',
        pos = '',
        d1 = '',
        d2 = '',
        d3 = '',
        inflection = '',
        form = '',
        base = '',
        reading = '',
        said = '',
      ] = dictionary.getFeatures(at).split(',');
      if (!SPELLABLE.test(surface) || reading === '') continue;
      entries.push({
        surface,
        id: dictionary.dictionary.getShort(at),
        cost: signed(dictionary.dictionary.getShort(at + 4)),
        pos,
        details: [d1, d2, d3].join('-'),
        inflection,
        form,
        base,
        reading: hiragana(reading),
        pronunciation: hiragana(said === '' ? reading : said),
      });
    }
  const costs = insides.viterbi_searcher.connection_costs;
  return {
    entries,
    idCount: costs.forward_dimension,
    costBetween: (right, left) => costs.get(right, left),
  };
}

function signed(word: number): number {
  return word >= 0x8000 ? word - 0x10000 : word;
}

/** Katakana as hiragana; the long bar stays. */
function hiragana(text: string): string {
  return text.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** How often each Han sign is written in Japanese, as far as the costs of the words that have it tell. */
export async function signWeights(): Promise<ReadonlyMap<number, number>> {
  const weights = new Map<number, number>();
  for (const { surface, cost } of (await loadIpadic()).entries)
    for (const sign of surface) {
      const point = sign.codePointAt(0) ?? 0;
      if (point >= 0x4e00)
        weights.set(point, (weights.get(point) ?? 0) + Math.exp(-cost / COST_OF_E));
    }
  return weights;
}

/** MeCab's costs are minus the logarithm of a probability, times about this. */
const COST_OF_E = 1000;
