/** Remembers the code of the display through the sign-in, in a cookie of the browser that typed it. */
import type { RelayContext } from '../middleware/state.js';
import { CODE_LIFE_S } from '../services/link-device.js';
import { parseUserCode, showUserCode } from '../services/user-code.js';

const NAME = 'sixteen-by-two-code';

export const pendingCode = Object.freeze({
  remember(ctx: RelayContext, typed: string): void {
    const code = parseUserCode(typed);
    if (code !== undefined)
      ctx.append(
        'Set-Cookie',
        `${NAME}=${code}; Max-Age=${CODE_LIFE_S}; Path=/; HttpOnly; SameSite=Lax`,
      );
  },

  /** As on the display. */
  read(ctx: RelayContext): string | undefined {
    const code = parseUserCode(ctx.cookies.get(NAME) ?? '');
    return code === undefined ? undefined : showUserCode(code);
  },

  forget(ctx: RelayContext): void {
    if (ctx.cookies.get(NAME) !== undefined)
      ctx.append('Set-Cookie', `${NAME}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`);
  },
});
