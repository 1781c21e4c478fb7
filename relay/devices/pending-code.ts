/** Remembers the code of the display through the sign-in, in a cookie of the browser that typed it. */
import type { Config } from '../config.js';
import { OwnCookie, type RelayContext } from '../http/context.js';
import { CODE_LIFE_S } from './linking.js';
import { parseUserCode, showUserCode } from './user-code.js';

export class PendingCode {
  readonly #cookie: OwnCookie;

  constructor(config: Config) {
    this.#cookie = new OwnCookie('sixteen-by-two-code', config);
  }

  remember(ctx: RelayContext, typed: string): void {
    const code = parseUserCode(typed);
    if (code !== undefined) this.#cookie.write(ctx, code, CODE_LIFE_S);
  }

  /** As on the display. */
  read(ctx: RelayContext): string | undefined {
    const code = parseUserCode(this.#cookie.read(ctx) ?? '');
    return code === undefined ? undefined : showUserCode(code);
  }

  forget(ctx: RelayContext): void {
    if (this.#cookie.read(ctx) !== undefined) this.#cookie.clear(ctx);
  }
}
