/** Base64 and tokens, with what browsers and Node share. */

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Without padding, as PKCE requires for its challenge (RFC 7636 appendix A). */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Decodes to one character a byte, enough for client ids and secrets; undefined if it is not base64. */
export function base64ToAscii(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    // The only error that it knows: a character or a length that base64 does not have.
    return undefined;
  }
}

/** An opaque token: `prefix` filled up to `length` with characters of the URL-safe alphabet. */
export function opaqueToken(random: () => number, prefix: string, length: number): string {
  let token = prefix;
  for (let count = prefix.length; count < length; count++)
    token += URL_SAFE.charAt(Math.floor(random() * 64) & 63);
  return token;
}
