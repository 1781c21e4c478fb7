/** Who is signed in, by a random id in a cookie that the database knows only as a hash. */
import type { Clock } from '../clock.js';
import type { Session, Store } from '../db/store.js';
import { hashOf, newSecret, type SecretBytes } from '../secrets.js';

/** A month: the pages are opened when something has to be linked, and a sign-in each time teaches weak passwords. */
export const SESSION_LIFE_S = 30 * 24 * 3600;
const SESSION_ID = /^[\w-]{43}$/;

/** What the success page tells next. */
export const NOTICES = Object.freeze([
  'signed-in',
  'registered',
  'app-changed',
  'authorized',
  'device-approved',
  'device-denied',
  'device-renamed',
  'settings-saved',
  'password-changed',
  'app-saved',
  'grant-revived',
  'grant-still-over',
] as const);
export type Notice = (typeof NOTICES)[number];

export class Sessions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #bytes: SecretBytes;

  constructor({ store, clock, bytes }: { store: Store; clock: Clock; bytes: SecretBytes }) {
    this.#store = store;
    this.#clock = clock;
    this.#bytes = bytes;
  }

  /** Always under a new id: one that was planted in the browser before is worth nothing. @returns the id for the cookie */
  async begin(uid: string, notice: Notice, previousId: string | undefined): Promise<string> {
    if (previousId !== undefined && SESSION_ID.test(previousId))
      await this.#store.deleteSession(hashOf(previousId));
    const id = newSecret(this.#bytes);
    const nowMs = this.#clock.nowMs();
    const idHash = hashOf(id);
    await this.#store.createSession({
      idHash,
      uid,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_LIFE_S * 1000,
    });
    await this.#store.setNotice(idHash, notice);
    return id;
  }

  async find(id: string | undefined): Promise<Session | undefined> {
    if (id === undefined || !SESSION_ID.test(id)) return undefined;
    return this.#store.findSession(hashOf(id), this.#clock.nowMs());
  }

  async tell(session: Session, notice: Notice): Promise<void> {
    await this.#store.setNotice(session.idHash, notice);
  }

  async end(session: Session): Promise<void> {
    await this.#store.deleteSession(session.idHash);
  }
}
