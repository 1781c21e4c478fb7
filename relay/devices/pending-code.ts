/** Remembers the code of the display through the sign-in, in a cookie of the browser that typed it. */
import type { Config } from '../config.js';
import { OwnCookie, type RelayContext } from '../http/context.js';
import { CODE_LIFE_S } from './linking.js';
import { parseUserCode, showUserCode } from './user-code.js';

/** The person came to link, and has not typed a code yet. */
const WITHOUT_CODE = 'link';

export class PendingCode {
  readonly #cookie: OwnCookie;

  constructor(config: Config) {
    this.#cookie = new OwnCookie('sixteen-by-two-code', config);
  }

  remember(ctx: RelayContext, typed: string): void {
    this.#cookie.write(ctx, parseUserCode(typed) ?? WITHOUT_CODE, CODE_LIFE_S);
  }

  /** As on the display. */
  read(ctx: RelayContext): string | undefined {
    const code = parseUserCode(this.#cookie.read(ctx) ?? '');
    return code === undefined ? undefined : showUserCode(code);
  }

  /** Whether a display is to be linked, with or without its code. */
  isThere(ctx: RelayContext): boolean {
    return this.#cookie.read(ctx) !== undefined;
  }

  forget(ctx: RelayContext): void {
    if (this.isThere(ctx)) this.#cookie.clear(ctx);
  }
}
