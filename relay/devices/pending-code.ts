/** Remembers the code of the display through the sign-in, in a cookie of the browser that typed it. */
import type { RelayContext } from '../http/state.js';
import { CODE_LIFE_S } from './link-device.js';
import { parseUserCode, showUserCode } from './user-code.js';

export class PendingCode {
  readonly #name: string;
  readonly #attributes: string;

  constructor({ isHttps }: { readonly isHttps: boolean }) {
    // As the session's: where there is TLS, no page without it can plant one.
    this.#name = isHttps ? '__Host-sixteen-by-two-code' : 'sixteen-by-two-code';
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  }

  remember(ctx: RelayContext, typed: string): void {
    const code = parseUserCode(typed);
    if (code !== undefined) this.#set(ctx, `${code}; Max-Age=${CODE_LIFE_S}`);
  }

  /** As on the display. */
  read(ctx: RelayContext): string | undefined {
    const code = parseUserCode(ctx.cookies.get(this.#name) ?? '');
    return code === undefined ? undefined : showUserCode(code);
  }

  forget(ctx: RelayContext): void {
    if (ctx.cookies.get(this.#name) !== undefined) this.#set(ctx, '; Max-Age=0');
  }

  #set(ctx: RelayContext, value: string): void {
    ctx.append('Set-Cookie', `${this.#name}=${value}; ${this.#attributes}`);
  }
}
