/** Passwords → scrypt hashes that carry their own parameters, a few at a time. */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { Overloaded } from '../http/errors.js';

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Two at once take 64 MiB and half of libuv's four threads; the rest waits, so that a 512 MB server survives. */
const AT_ONCE = 2;
/** About 3 s of waiting; beyond that a person has given up, and more would only be a flood. */
const WAITING_MAX = 20;
const FORM = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

export interface Cost {
  readonly costLog2: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

/** One of OWASP's equivalents: 32 MiB and about 0.3 s, within a 512 MB server's means. */
const COST: Cost = Object.freeze({ costLog2: 15, blockSize: 8, parallelism: 3 });

export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #cost: Cost;
  /** Checked in the place of an account that is not there, so that both take the same work. */
  readonly #nobody: string;

  /** @param cost of new hashes; existing ones keep theirs */
  constructor(cost: Cost = COST) {
    this.#cost = cost;
    this.#nobody = encode(cost, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return encode(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /** @param hash undefined if there is no such account: the result is false, after the same work */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const match = FORM.exec(hash ?? this.#nobody);
    const [, costLog2, blockSize, parallelism, salt, key] = match ?? [];
    if (salt === undefined || key === undefined) return false;
    const derived = await this.#derive(password, Buffer.from(salt, 'base64url'), {
      costLog2: Number(costLog2),
      blockSize: Number(blockSize),
      parallelism: Number(parallelism),
    });
    const expected = Buffer.from(key, 'base64url');
    return (
      derived.length === expected.length && timingSafeEqual(derived, expected) && hash !== undefined
    );
  }

  /** Hashed at another cost than new ones are. */
  isOutdated(hash: string): boolean {
    const { costLog2, blockSize, parallelism } = this.#cost;
    return !hash.startsWith(`scrypt$${costLog2}$${blockSize}$${parallelism}$`);
  }

  async #derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
    await this.#enter();
    try {
      const N = 2 ** cost.costLog2;
      // The default limit is exactly what N = 2^15 takes, and is refused.
      const options = {
        N,
        r: cost.blockSize,
        p: cost.parallelism,
        maxmem: 256 * N * cost.blockSize,
      };
      // Keyboards differ in how they compose an accented letter.
      return await derive(password.normalize('NFC'), salt, KEY_BYTES, options);
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX)
      throw new Overloaded('too many passwords are waiting to be checked');
    // The one that leaves hands its place on, so the count stays.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

function encode(cost: Cost, salt: Uint8Array, key: Uint8Array): string {
  const { costLog2, blockSize, parallelism } = cost;
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  return `scrypt$${costLog2}$${blockSize}$${parallelism}$${text(salt)}$${text(key)}`;
}
