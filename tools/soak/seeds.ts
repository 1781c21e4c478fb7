/** The option `--seeds`, and the file that remembers which of them are done. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../usage.js';

const SEED_MAX = 2 ** 31;
const SEEDS_MAX = 100_000;

export interface SeedResult {
  readonly seed: number;
  /** What failed first, where a check failed or the run ended early. */
  readonly failed?: string;
}

/** @throws UsageError unless it is `FIRST..LAST` */
export function readSeeds(text: string): readonly number[] {
  const match = /^(\d{1,10})\.\.(\d{1,10})$/.exec(text);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  const isRange = first >= 1 && first <= last && last <= SEED_MAX;
  if (!isRange || last - first >= SEEDS_MAX)
    throw new UsageError(
      `--seeds must be FIRST..LAST, such as 1..1000, from 1 to ${SEED_MAX} and at most ${SEEDS_MAX} of them, not ${text}`,
    );
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Results of earlier runs of the same commit and options, one JSON line each. */
export class SeedLedger {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  read(): ReadonlyMap<number, SeedResult> {
    const results = new Map<number, SeedResult>();
    const text = existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : '';
    // A run that was killed may have left half a line, with the next one behind it.
    for (const line of text.split('\n')) {
      const result = resultOf(line);
      if (result) results.set(result.seed, result);
    }
    return results;
  }

  add(result: SeedResult): void {
    appendFileSync(this.#path, `\n${JSON.stringify(result)}`);
  }
}

function resultOf(line: string): SeedResult | undefined {
  try {
    const value = JSON.parse(line) as Partial<SeedResult> | null;
    return typeof value?.seed === 'number' ? { ...value, seed: value.seed } : undefined;
  } catch {
    return undefined;
  }
}
