/**
 * IPADIC tells 1,316 kinds of words apart; the device has room for 128. Kinds that go with the same neighbours at about the
 * same cost become one class (k-means over their rows and columns of the matrix, weighted by how often they occur).
 */
import type { Entry, Ipadic } from './ipadic.js';

export const CLASS_COUNT = 128;

/** How a word is set beside its neighbours; device/text/japanese.ts reads these numbers. */
export const SETTING = { word: 0, particle: 1, attached: 2, prefix: 3 } as const;
type Setting = (typeof SETTING)[keyof typeof SETTING];

export interface Classes {
  /** Class of each of IPADIC's ids; id 0 is a text's beginning and end. */
  readonly classOf: readonly number[];
  readonly settings: readonly Setting[];
  /** Cost from a class to the next, row by row. */
  readonly costs: number[];
}

const ROUNDS = 6;
/** Nouns, verbal nouns, family names, given names and places are told apart from the first: titles live by them. */
const APART = [
  '一般-*-*',
  'サ変接続-*-*',
  '固有名詞-人名-姓',
  '固有名詞-人名-名',
  '固有名詞-地域-一般',
];

export function makeClasses(ipadic: Ipadic): Classes {
  const { weights, settings } = describeIds(ipadic);
  const vectors = settings.map((_setting, id) => vectorOf(ipadic, id));
  const apart = APART.map(
    (details) =>
      ipadic.entries.find((entry) => entry.pos === '名詞' && entry.details === details)?.id ?? 0,
  );
  let centers = firstCenters(vectors, weights, settings, apart);
  let classOf: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    classOf = vectors.map((vector, id) => nearest(vector, settings[id] ?? 0, centers));
    centers = centers.map((center, index) => meanOf(center, index, classOf, vectors, weights));
  }
  return {
    classOf,
    settings: centers.map((center) => center.setting),
    costs: costsBetween(ipadic, classOf, weights),
  };
}

interface Center {
  readonly setting: Setting;
  readonly vector: Float32Array;
}

function describeIds({ entries, idCount }: Ipadic): { weights: number[]; settings: Setting[] } {
  const weights = new Array<number>(idCount).fill(0.001);
  const bySetting = Array.from({ length: idCount }, () => [0, 0, 0, 0]);
  weights[0] = 1000;
  for (const entry of entries) {
    const weight = Math.exp(-entry.cost / 1500);
    weights[entry.id] = (weights[entry.id] ?? 0) + weight;
    const counts = bySetting[entry.id];
    if (counts !== undefined) counts[settingOf(entry)] = (counts[settingOf(entry)] ?? 0) + weight;
  }
  const settings = bySetting.map((counts) => counts.indexOf(Math.max(...counts)) as Setting);
  return { weights: weights.map((weight) => Math.log2(1 + weight * 1000)), settings };
}

/** From the part of speech, as titles are commonly set: particles small and apart, endings with their word. */
function settingOf({ pos, details, surface, base }: Entry): Setting {
  if (pos === '接頭詞') return SETTING.prefix;
  if (pos === '助動詞')
    return base === 'だ' || base === 'です' || base === 'らしい'
      ? SETTING.particle
      : SETTING.attached;
  if (pos === '助詞')
    return details.startsWith('接続助詞') && /^[てでばつち]/.test(surface)
      ? SETTING.attached
      : SETTING.particle;
  if (details.startsWith('接尾')) return SETTING.attached;
  if (pos === '動詞' && details.startsWith('非自立') && /^[てでちとど]/.test(surface))
    return SETTING.attached;
  return SETTING.word;
}

function vectorOf(ipadic: Ipadic, id: number): Float32Array {
  const vector = new Float32Array(ipadic.idCount * 2);
  for (let other = 0; other < ipadic.idCount; other += 1) {
    vector[other] = ipadic.costBetween(id, other);
    vector[ipadic.idCount + other] = ipadic.costBetween(other, id);
  }
  return vector;
}

/** The beginning and end is a class of its own; each next center is the heaviest id far from those before. */
function firstCenters(
  vectors: readonly Float32Array[],
  weights: readonly number[],
  settings: readonly Setting[],
  apart: readonly number[],
): Center[] {
  const chosen: number[] = [0, ...apart];
  const far = vectors.map((vector) =>
    Math.min(...chosen.map((id) => distance(vector, vectors[id] ?? vector))),
  );
  while (chosen.length < CLASS_COUNT) {
    let best = 1;
    let bestScore = -1;
    for (let id = 1; id < vectors.length; id += 1) {
      const score = (far[id] ?? 0) * (weights[id] ?? 0);
      if (score > bestScore && !chosen.includes(id)) [best, bestScore] = [id, score];
    }
    chosen.push(best);
    const vector = vectors[best];
    if (vector === undefined) break;
    for (let id = 0; id < vectors.length; id += 1) {
      const other = vectors[id];
      if (other !== undefined && settings[id] === settings[best])
        far[id] = Math.min(far[id] ?? 0, distance(other, vector));
    }
  }
  return chosen.map((id) => ({
    setting: settings[id] ?? 0,
    vector: vectors[id] ?? new Float32Array(),
  }));
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

function nearest(vector: Float32Array, setting: Setting, centers: readonly Center[]): number {
  let best = 0;
  let bestDistance = Infinity;
  centers.forEach((center, index) => {
    if (center.setting !== setting) return;
    const here = distance(vector, center.vector);
    if (here < bestDistance) [best, bestDistance] = [index, here];
  });
  return best;
}

function meanOf(
  center: Center,
  index: number,
  classOf: readonly number[],
  vectors: readonly Float32Array[],
  weights: readonly number[],
): Center {
  const mean = new Float32Array(center.vector.length);
  let total = 0;
  vectors.forEach((vector, id) => {
    if (classOf[id] !== index) return;
    const weight = weights[id] ?? 0;
    total += weight;
    for (let at = 0; at < mean.length; at += 1)
      mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) * weight;
  });
  return total === 0 ? center : { setting: center.setting, vector: mean.map((sum) => sum / total) };
}

function costsBetween(
  ipadic: Ipadic,
  classOf: readonly number[],
  weights: readonly number[],
): number[] {
  const sums = new Array<number>(CLASS_COUNT * CLASS_COUNT).fill(0);
  const totals = new Array<number>(CLASS_COUNT * CLASS_COUNT).fill(0);
  for (let right = 0; right < ipadic.idCount; right += 1)
    for (let left = 0; left < ipadic.idCount; left += 1) {
      const at = (classOf[right] ?? 0) * CLASS_COUNT + (classOf[left] ?? 0);
      const weight = (weights[right] ?? 0) * (weights[left] ?? 0);
      sums[at] = (sums[at] ?? 0) + ipadic.costBetween(right, left) * weight;
      totals[at] = (totals[at] ?? 0) + weight;
    }
  return sums.map((sum, at) => ((totals[at] ?? 0) === 0 ? 10000 : sum / (totals[at] ?? 1)));
}
