/** Base64 in both alphabets, since the fake Spotify also runs where neither Buffer nor atob exists (RFC 4648). */

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Without padding, as PKCE wants its challenge (RFC 7636 appendix A). */
export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += URL_SAFE.charAt((group >> 18) & 63) + URL_SAFE.charAt((group >> 12) & 63);
    if (left > 1) text += URL_SAFE.charAt((group >> 6) & 63);
    if (left > 2) text += URL_SAFE.charAt(group & 63);
  }
  return text;
}

/** Decodes to one character a byte, enough for client ids and secrets; undefined where it is no base64. */
export function base64ToAscii(text: string): string | undefined {
  const digits = text.replace(/=+$/, '');
  if (digits.length % 4 === 1) return undefined;
  let bits = 0;
  let bitCount = 0;
  let decoded = '';
  for (const digit of digits) {
    const value = STANDARD.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      decoded += String.fromCharCode((bits >> bitCount) & 0xff);
    }
  }
  return decoded;
}

/** An opaque token: `prefix` filled up to `length` with characters of the URL-safe alphabet. */
export function opaqueToken(random: () => number, prefix: string, length: number): string {
  let token = prefix;
  for (let count = prefix.length; count < length; count++)
    token += URL_SAFE.charAt(Math.floor(random() * 64) & 63);
  return token;
}
