/** Headers of every page. A route that needs more (the simulator's page has a script) sets its own over them. */
import type { Middleware } from 'koa';
import type { Config } from '../config.js';
import type { RelayContext, RelayState } from './context.js';

/** No script at all, no foreign content, no framing; forms go to us only. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const FRAMED_POLICY = CONTENT_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'");

export function pageHeaders({ publicUrl }: Pick<Config, 'publicUrl'>): Middleware<RelayState> {
  const isHttps = publicUrl.startsWith('https:');
  const headers = {
    'Content-Security-Policy': CONTENT_POLICY,
    'X-Frame-Options': 'DENY',
    // Not `no-referrer`: under it browsers send `Origin: null` with our own forms, and on plain http, where there is no
    // Sec-Fetch-Site, nothing would tell them from a stranger's. To other sites this sends nothing either.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
  return async (ctx, next) => {
    ctx.set(headers);
    await next();
  };
}

/** For a page that stands within one of our own. */
export function allowOwnFrame(ctx: RelayContext): void {
  ctx.set('Content-Security-Policy', FRAMED_POLICY);
  ctx.set('X-Frame-Options', 'SAMEORIGIN');
}
