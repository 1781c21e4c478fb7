/**
 * Looks that many callers want at once, several in one statement. Nobody is ever answered from a look that began before
 * they asked, so nothing is cached and nothing can be stale; at one request at a time there is nothing to gather.
 */

/** Two, so that the database works on one while the other's rows are read. */
const UNDER_WAY_MAX = 2;
/** Enough for every connection that a busy relay has open, and a bound on what one statement may be. */
const BATCH_MAX = 128;

interface Waiting<Key, Found> {
  readonly key: Key;
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class Gather<Key, Found> {
  /** @returns what is found, in the order of the keys */
  readonly #look: (keys: readonly Key[]) => Promise<readonly (Found | undefined)[]>;
  #waiting: Waiting<Key, Found>[] = [];
  #underWayCount = 0;
  #isPlanned = false;

  constructor(look: (keys: readonly Key[]) => Promise<readonly (Found | undefined)[]>) {
    this.#look = look;
  }

  find(key: Key): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      this.#plan();
    });
  }

  /** After the sockets that are ready have been read: who came in the same moment goes along. */
  #plan(): void {
    if (this.#isPlanned || this.#underWayCount >= UNDER_WAY_MAX) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      void this.#send();
    });
  }

  async #send(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = batch.length > BATCH_MAX ? batch.splice(BATCH_MAX) : [];
    this.#underWayCount += 1;
    if (this.#waiting.length > 0) this.#plan();
    try {
      const found = await this.#look(batch.map(({ key }) => key));
      for (const [index, { resolve }] of batch.entries()) resolve(found[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#underWayCount -= 1;
    if (this.#waiting.length > 0) this.#plan();
  }
}
