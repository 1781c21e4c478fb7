/** The answers that page routes give. */
import type { RelayContext } from './state.js';
import type { Html } from './html.js';

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

/** What a person reads who has tried too often. */
export function tooOften(retryAfterS: number): string {
  return `Too many attempts. Please try again in ${Math.ceil(retryAfterS / 60)} min.`;
}
