/**
 * Limits on guessing, counted in the database for all instances alike. An attempt is counted before it is judged, so
 * that many at once cannot slip through together, and forgiven where it was a good one. The narrow limits are asked
 * first, and only what they let through counts for a wide one: one client that is refused for ever leaves the others
 * their room. To fill a wide limit takes many addresses (an IPv6 line's /64 is one):
 *
 * - Sign-in: an address gets 10 wrong passwords of one account in 15 minutes, so 40 an hour; the account's 100 an hour
 *   take three addresses. Its owner gets in meanwhile from where they got in within the last 90 days, and guessing from
 *   there is bounded by the 40 an hour alone. A person at the owner's own address could tell by it that the account is
 *   there, after a crowd elsewhere has filled the limit; nobody else can.
 * - Registering: an address gets 100 a day, all together 1,000: ten addresses.
 * - Displays that ask for a code: an address gets 120 in 15 minutes, all together 3,000: 25 addresses.
 * - Link codes: 20^8 = 2.56e10 of them, good for 15 minutes. One account gets 5 wrong ones in that time, as RFC 8628
 *   section 5.1 reckons (5 / 2.56e10 = 2^-32), one address 10 whatever accounts it has, all together 200: 20 addresses.
 *   Whoever keeps all 200 busy without pause for a year, while 10 displays wait at every moment, finds one with
 *   35,040 windows x 200 x 10 / 2.56e10 = 1 chance in 365.
 */
import type { Clock } from '../clock.js';
import type { Store } from '../db/store.js';
import { hashOf } from '../secrets.js';

interface Limit {
  readonly max: number;
  readonly windowS: number;
}

const QUARTER_S = 900;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** Longer than a session, so that whoever signs in once a month is known. */
const KNOWN_S = 90 * DAY_S;

const LIMITS = Object.freeze({
  /** Failures of one account from one address: a person's own mistakes, and no other person is locked out by them. */
  'sign-in-here': { max: 10, windowS: QUARTER_S },
  /** Failures of an address at all accounts together. */
  'sign-in-address': { max: 50, windowS: QUARTER_S },
  /** Failures of one account from anywhere: 2,400 guesses a day at a password that was hashed dearly. */
  'sign-in-account': { max: 100, windowS: HOUR_S },
  /** A family registers a dozen in a row; who asks whether names are taken needs thousands. */
  'register-address': { max: 60, windowS: HOUR_S },
  'register-address-day': { max: 100, windowS: DAY_S },
  'register-all': { max: 1_000, windowS: DAY_S },
  'code-session': { max: 5, windowS: QUARTER_S },
  'code-account': { max: 5, windowS: QUARTER_S },
  'code-address': { max: 10, windowS: QUARTER_S },
  'code-all': { max: 200, windowS: QUARTER_S },
  /** Each pending code is a row. A display asks for one in 15 minutes, and a house has few. */
  'device-address': { max: 120, windowS: QUARTER_S },
  'device-all': { max: 3_000, windowS: QUARTER_S },
} as const satisfies Record<string, Limit>);

export type LimitName = keyof typeof LIMITS;
/** A limit, and whom it counts: a uid, a block of addresses, a session's hash; `all` for everybody together. */
export type Subject = readonly [LimitName, string];

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

  /** @param subjects the narrowest first: what it refuses does not count for the next */
  async count(subjects: readonly Subject[]): Promise<Allowance> {
    const nowMs = this.#clock.nowMs();
    const counted: string[] = [];
    const forgive = (): Promise<void> => this.#store.forgiveAttempts(counted);
    for (const [name, subject] of subjects) {
      const key = `${name}/${subject}`;
      const outcome = await this.#store.countAttempt({ key, ...LIMITS[name] }, nowMs);
      if (outcome.isCounted) {
        counted.push(key);
        continue;
      }
      // Nobody looks at this attempt: it takes no room from the next.
      if (counted.length > 0) await forgive();
      const leftS = Math.ceil((outcome.expiresAtMs - nowMs) / 1000);
      return { ok: false, retryAfterS: Math.max(1, leftS) };
    }
    return { ok: true, forgive };
  }

  /** Whether an account's owner got in from there lately. */
  knows(uid: string, address: string): Promise<boolean> {
    return this.#store.remembers(knownKey(uid, address), this.#clock.nowMs());
  }

  remember(uid: string, address: string): Promise<void> {
    const untilMs = this.#clock.nowMs() + KNOWN_S * 1000;
    return this.#store.remember(knownKey(uid, address), untilMs);
  }
}

function knownKey(uid: string, address: string): string {
  return `known/${hashOf(`${uid}@${address}`)}`;
}
