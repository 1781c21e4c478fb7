/**
 * Limits on guessing, counted in the database for all instances alike. An attempt is counted before it is judged, so
 * that many at once cannot slip through together, and forgiven where it was a good one.
 *
 * Link codes: 20^8 = 2.56e10 of them, good for 15 minutes. One account gets 5 wrong ones in that time, as RFC 8628
 * section 5.1 reckons (5 / 2.56e10 = 2^-32); all accounts together 100. Whoever keeps all 100 busy without pause for a
 * year, while 10 displays wait at every moment, finds one with 35,040 windows x 100 x 10 / 2.56e10 = 1 chance in 730.
 */
import type { Clock } from '../clock.js';
import type { Attempt, Store } from '../store/store.js';

interface Limit {
  readonly max: number;
  readonly windowS: number;
}

const QUARTER_S = 900;
const HOUR_S = 3_600;
const DAY_S = 86_400;

const LIMITS = Object.freeze({
  /** Failures of one account from one address: a person's own mistakes, and no other person is locked out by them. */
  'sign-in-here': { max: 10, windowS: QUARTER_S },
  /** Failures of one account from anywhere: 2,400 guesses a day at a password that was hashed dearly. */
  'sign-in-account': { max: 100, windowS: HOUR_S },
  /** Failures of an address at all accounts together. */
  'sign-in-address': { max: 50, windowS: QUARTER_S },
  /** A family registers a dozen in a row; who asks whether names are taken needs thousands. */
  'register-address': { max: 60, windowS: HOUR_S },
  'register-all': { max: 1_000, windowS: DAY_S },
  'code-account': { max: 5, windowS: QUARTER_S },
  'code-session': { max: 5, windowS: QUARTER_S },
  'code-all': { max: 100, windowS: QUARTER_S },
  /** Each pending code is a row. A display asks for one in 15 minutes, and a house has few. */
  'device-address': { max: 120, windowS: QUARTER_S },
  'device-all': { max: 3_000, windowS: QUARTER_S },
} as const satisfies Record<string, Limit>);

export type LimitName = keyof typeof LIMITS;
/** Limit → whom it counts: a uid, a block of addresses, a session's hash; `all` for everybody together. */
export type Subjects = Partial<Readonly<Record<LimitName, string>>>;

export type Allowance =
  | {
      readonly ok: true;
      /** The attempt was a good one and does not count. */
      readonly forgive: () => Promise<void>;
    }
  | { readonly ok: false; readonly retryAfterS: number };

export class Throttle {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  async count(subjects: Subjects): Promise<Allowance> {
    const attempts: (Attempt & { readonly max: number })[] = [];
    for (const [name, subject] of Object.entries(subjects)) {
      const { max, windowS } = LIMITS[name as LimitName];
      attempts.push({ key: `${name}/${subject}`, windowS, max });
    }
    const nowMs = this.#clock.nowMs();
    const counts = await this.#store.countAttempts(attempts, nowMs);
    let openAtMs = 0;
    for (const { key, count, expiresAtMs } of counts) {
      const max = attempts.find((attempt) => attempt.key === key)?.max ?? 0;
      if (count > max) openAtMs = Math.max(openAtMs, expiresAtMs);
    }
    if (openAtMs > 0)
      return { ok: false, retryAfterS: Math.max(1, Math.ceil((openAtMs - nowMs) / 1000)) };
    return { ok: true, forgive: () => this.#store.forgiveAttempts(counts.map(({ key }) => key)) };
  }
}
