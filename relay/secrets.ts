/** Random secrets, and the hashes under which the database knows them. 256 random bits need no slow hash. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Unpredictable bytes; injected so that a test can fix them. */
export type SecretBytes = (count: number) => Uint8Array;

export const systemSecretBytes: SecretBytes = (count) => randomBytes(count);

/** 256 bits, in 43 characters that fit a header, a form and a cookie unescaped; also a PKCE verifier (RFC 7636: 43 to 128). */
export function newSecret(bytes: SecretBytes): string {
  return Buffer.from(bytes(32)).toString('base64url');
}

/** 128 bits, for what has to be unique but is no secret. */
export function newId(bytes: SecretBytes): string {
  return Buffer.from(bytes(16)).toString('base64url');
}

export function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Compares through hashes, so that neither content nor length shows in the time. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
