/** For tests that need more than Node: if something is missing they are skipped with its name, and in CI they fail. */
import { describe, it } from '@jest/globals';
import { findBinaries } from './postgres-server.js';

export interface Need {
  /** Its name, and how to get it. */
  readonly what: string;
  readonly isHere: boolean;
  /** Otherwise the tests are skipped there, too. */
  readonly isDemandedInCi?: boolean;
}

/** To start servers of one's own. Of the run's database jest's set-up says what it is, and CI demands it there. */
export const POSTGRES: Need = {
  what: 'Postgres: apt-get install postgresql',
  isHere: findBinaries() !== undefined,
};

const said = new Set<string>();

/** @returns jest's functions where all of it is here, else those that skip */
export function testsNeeding(...needs: readonly Need[]) {
  const missing = needs.filter(({ isHere }) => !isHere);
  for (const { what, isDemandedInCi } of missing) {
    if (isDemandedInCi && process.env['CI']) throw new Error(`CI needs ${what}`);
    if (!said.has(what)) process.stderr.write(`tests are skipped for lack of ${what}\n`);
    said.add(what);
  }
  return missing.length === 0 ? { describe, it } : { describe: describe.skip, it: it.skip };
}
