/**
 * Seals secrets for the database: AES-256-GCM, the key's id in front so that keys can be rotated, and the row and
 * column bound in as additional data, so that a ciphertext copied into another row does not open.
 * Form: `v1.<key id>.<base64url of nonce, ciphertext, tag>`.
 */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { TokenKey } from '../config.js';

/** The text was not encrypted for this place with a key that we have. The message reveals nothing of its content. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

/** 96 bits, as NIST SP 800-38D requires; random, so about 2^32 encryptions per key are safe. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class TokenCipher {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #current: { readonly id: string; readonly key: KeyObject };

  /** @param keys the first seals, all unseal */
  constructor(keys: readonly TokenKey[]) {
    const objects = keys.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
    const current = objects[0];
    if (!current) throw new TypeError('at least one key is needed');
    this.#current = current;
    this.#keys = new Map(objects.map(({ id, key }) => [id, key]));
  }

  /** The prefix of everything encrypted with the current key. */
  get prefix(): string {
    return `v1.${this.#current.id}.`;
  }

  /** @param place table, column and row, e.g. `grants.refresh_token/ada` */
  seal(clear: string, place: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#current.key, nonce);
    cipher.setAAD(Buffer.from(place, 'utf8'));
    const sealed = Buffer.concat([
      nonce,
      cipher.update(clear, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return `${this.prefix}${sealed.toString('base64url')}`;
  }

  has(keyId: string): boolean {
    return this.#keys.has(keyId);
  }

  /** @returns the text, or why it does not open */
  tryUnseal(sealed: string, place: string): string | UnsealError {
    try {
      return this.unseal(sealed, place);
    } catch (error) {
      if (error instanceof UnsealError) return error;
      throw error;
    }
  }

  unseal(sealed: string, place: string): string {
    const [version, keyId, encoded, ...rest] = sealed.split('.');
    if (version !== 'v1' || keyId === undefined || encoded === undefined || rest.length > 0)
      throw new UnsealError('not a sealed text of a known form');
    const key = this.#keys.get(keyId);
    if (!key) throw new UnsealError(`TOKEN_KEYS lacks the key "${keyId}"`);
    const bytes = Buffer.from(encoded, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new UnsealError('too short');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return (
        decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') +
        decipher.final('utf8')
      );
    } catch {
      // OpenSSL's message names neither key nor place; ours does.
      throw new UnsealError(`does not open at ${place} with the key "${keyId}"`);
    }
  }
}
