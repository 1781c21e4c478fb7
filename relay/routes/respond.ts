/** The two answers that a page route gives. */
import type { RelayContext } from '../middleware/state.js';
import type { Html } from '../views/html.js';

export function page(ctx: RelayContext, content: Html, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = content.text;
}

/** 303: whatever was sent, the next address is fetched with GET, so that a reload sends nothing twice. */
export function redirect(ctx: RelayContext, address: string): void {
  ctx.status = 303;
  ctx.set('Location', address);
  ctx.body = '';
}
