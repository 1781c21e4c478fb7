/**
 * Limits on guessing, counted in the database for all instances alike. An attempt is counted before it is judged, so
 * that many at once cannot slip through together, and forgiven where it was a good one. The narrow limits come first,
 * and only what they let through counts for a wide one, so that one client that is refused forever leaves the others
 * their room. To fill a wide limit takes many addresses (an IPv6 line's /64 is one, and a whole /48 is two):
 *
 * - Sign-in: an address gets 10 wrong passwords of one account in 15 minutes, so 40 an hour; the account's 100 an hour
 *   take three addresses. Its owner gets in meanwhile with a browser or from an address of the last 90 days, and guessing
 *   from there is bounded by the 40 an hour alone. A person at the owner's own address could tell by it that the
 *   account exists, after a crowd elsewhere has filled the limit; nobody else can.
 * - Registering: an address gets 100 a day, all together 1,000: ten addresses.
 * - Forced refreshes (`rejected_token`): an account gets 3 a minute, all that use the relay's own app together 120, so
 *   that nobody spends what Spotify lets that app do.
 * - Polls after a command (`changed`): an account gets 30 a minute, which a person who skips does not reach.
 * - Devices that request a code: an address gets 120 in 15 minutes, all together 3,000: 25 addresses.
 * - Link codes: 20^8 = 2.56e10 of them, good for 15 minutes. One account gets 5 wrong ones in that time, as RFC 8628
 *   section 5.1 reckons (5 / 2.56e10 = 2^-32), one address 10 whatever accounts it has, all together 200: 20 addresses.
 *   To keep all 200 busy for a year, while 10 devices wait at every moment, finds one with
 *   35,040 windows x 200 x 10 / 2.56e10 = 1 chance in 365.
 */
import type { Core } from '../core.js';
import { hashOf } from '../secrets.js';
import type { Refused } from './refusal.js';

interface Limit {
  readonly max: number;
  readonly windowS: number;
}

const QUARTER_S = 900;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** Longer than a session, so that a browser that signs in once a month is known. */
export const KNOWN_S = 90 * DAY_S;

const LIMITS = Object.freeze({
  /** Failures of one account from one address: they lock no one else out. */
  'sign-in-here': { max: 10, windowS: QUARTER_S },
  /** Failures of an address at all accounts together. */
  'sign-in-address': { max: 50, windowS: QUARTER_S },
  /** Failures of one account from anywhere: 2,400 guesses a day at a password that is expensive to hash. */
  'sign-in-account': { max: 100, windowS: HOUR_S },
  /** A family registers a dozen in a row; to find out which names are taken needs thousands. */
  'register-address': { max: 60, windowS: HOUR_S },
  'register-address-day': { max: 100, windowS: DAY_S },
  'register-all': { max: 1_000, windowS: DAY_S },
  'code-session': { max: 5, windowS: QUARTER_S },
  'code-account': { max: 5, windowS: QUARTER_S },
  'code-address': { max: 10, windowS: QUARTER_S },
  'code-all': { max: 200, windowS: QUARTER_S },
  /** Each pending code is a row. A device requests one in 15 minutes, and a house has few. */
  'device-address': { max: 120, windowS: QUARTER_S },
  'device-all': { max: 3_000, windowS: QUARTER_S },
  'changed-account': { max: 30, windowS: 60 },
  'forced-account': { max: 3, windowS: 60 },
  'forced-app': { max: 120, windowS: 60 },
} as const satisfies Record<string, Limit>);

/** A limit, and whom it counts: a uid, a session's hash, `all`; of an address its blocks, the narrowest first. */
export type Subject = readonly [keyof typeof LIMITS, string | readonly string[]];
/** The share of a limit for a /64, a /56 and a /48: no single network may use up a shared limit. */
const BLOCK_FACTORS = Object.freeze([1, 1.5, 2]);

export type Allowance =
  | {
      readonly ok: true;
      /** The attempt was a good one and does not count. */
      readonly forgive: () => Promise<void>;
    }
  | ({ readonly ok: false } & Refused);

export class Throttle {
  readonly #core: Pick<Core, 'database' | 'clock'>;

  constructor(core: Pick<Core, 'database' | 'clock'>) {
    this.#core = core;
  }

  /** @param subjects the narrowest first: what it refuses does not count for the next */
  async count(subjects: readonly Subject[]): Promise<Allowance> {
    const counted: string[] = [];
    const forgive = async (): Promise<void> => {
      if (counted.length === 0) return;
      await this.#core.database.changed`
        UPDATE attempts SET count = count - 1
        WHERE key = ANY(${[...counted].sort()}) AND count > 0`;
    };
    const keys = subjects.flatMap(([name, subject]) =>
      [subject].flat().map((block, index) => {
        const { max, windowS } = LIMITS[name];
        const factor = BLOCK_FACTORS[index] ?? 1;
        return { key: `${name}/${block}`, limit: { max: max * factor, windowS } };
      }),
    );
    for (const { key, limit } of keys) {
      const fullUntilMs = await this.#countOne(key, limit);
      if (fullUntilMs === undefined) {
        counted.push(key);
        continue;
      }
      // This attempt is not looked at, so it takes no room from the next.
      await forgive();
      const retryAfterS = Math.max(1, Math.ceil((fullUntilMs - this.#core.clock.nowMs()) / 1000));
      return { ok: false, refused: 'too-many-attempts', retryAfterS };
    }
    return { ok: true, forgive };
  }

  /**
   * Counts an attempt if there is room: in one statement, so that of many at once no more than `max` pass.
   * @returns when there is room again, if there is none
   */
  async #countOne(key: string, { max, windowS }: Limit): Promise<number | undefined> {
    const nowMs = this.#core.clock.nowMs();
    const endsAtMs = nowMs + windowS * 1000;
    const now = new Date(nowMs);
    const row = await this.#core.database.first<{ isCounted: boolean; expiresAtMs: number }>`
      WITH counted AS (
        INSERT INTO attempts AS a (key, count, expires_at) VALUES (${key}, 1, ${new Date(endsAtMs)})
        ON CONFLICT (key) DO UPDATE SET
          count = CASE WHEN a.expires_at <= ${now} THEN 1 ELSE a.count + 1 END,
          expires_at = CASE WHEN a.expires_at <= ${now} THEN excluded.expires_at ELSE a.expires_at END
        WHERE a.expires_at <= ${now} OR a.count < ${max}
        RETURNING expires_at)
      SELECT true AS "isCounted", expires_at AS "expiresAtMs" FROM counted
      UNION ALL
      SELECT false, expires_at FROM attempts
      WHERE key = ${key} AND NOT EXISTS (SELECT 1 FROM counted)`;
    // No row: others have filled the window since this statement began, and it does not see their row.
    return row?.isCounted === true ? undefined : (row?.expiresAtMs ?? endsAtMs);
  }

  /** Whether the account was recently signed in to from there. @param where an address or a browser */
  async knows(uid: string, where: string): Promise<boolean> {
    const now = new Date(this.#core.clock.nowMs());
    const row = await this.#core.database.first`
      SELECT 1 FROM attempts WHERE key = ${knownKey(uid, where)} AND expires_at > ${now}`;
    return row !== undefined;
  }

  async remember(uid: string, where: string): Promise<void> {
    const until = new Date(this.#core.clock.nowMs() + KNOWN_S * 1000);
    await this.#core.database.changed`
      INSERT INTO attempts (key, count, expires_at) VALUES (${knownKey(uid, where)}, 1, ${until})
      ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at`;
  }
}

function knownKey(uid: string, where: string): string {
  return `known/${hashOf(`${uid}@${where}`)}`;
}
