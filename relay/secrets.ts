/** Random secrets, and the hashes under which the store knows them. 256 random bits need no slow hash. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes that nobody can foresee; a parameter of the services so that a test may fix them. */
export type SecretBytes = (count: number) => Uint8Array;

export const systemSecretBytes: SecretBytes = (count) => randomBytes(count);

const ID_BYTES = 16;
const ID_POOL_BYTES = 256 * ID_BYTES;

/** 256 bits, in 43 characters that fit a header, a form and a cookie unescaped; also a PKCE verifier (RFC 7636: 43 to 128). */
export function newSecret(bytes: SecretBytes): string {
  return Buffer.from(bytes(32)).toString('base64url');
}

/** 128 bits, for what has to be unique but is no secret. */
export function newId(bytes: SecretBytes): string {
  return Buffer.from(bytes(ID_BYTES)).toString('base64url');
}

/** As `newId`, for who needs one each request: asking the system for 16 bytes costs as much as asking for thousands. */
export function idSource(bytes: SecretBytes): () => string {
  let pool = Buffer.alloc(0);
  let usedCount = 0;
  return () => {
    if (usedCount + ID_BYTES > pool.length) {
      pool = Buffer.from(bytes(ID_POOL_BYTES));
      usedCount = 0;
    }
    usedCount += ID_BYTES;
    return pool.toString('base64url', usedCount - ID_BYTES, usedCount);
  };
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares through hashes, so that neither content nor length shows in the time. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(one).digest(),
    createHash('sha256').update(other).digest(),
  );
}
