/** Headers on every answer. A route that needs more (the simulator's page has a script) sets its own over them. */
import type { Middleware } from 'koa';
import type { RelayState } from './state.js';

/** No script at all, no foreign content, no framing; forms go to us only. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function securityHeaders({
  isHttps,
}: {
  readonly isHttps: boolean;
}): Middleware<RelayState> {
  return async (ctx, next) => {
    ctx.set('Content-Security-Policy', CONTENT_POLICY);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Frame-Options', 'DENY');
    // Not `no-referrer`: under it browsers send `Origin: null` with our own forms, and on plain http, where there is no
    // Sec-Fetch-Site, nothing would tell them from a stranger's. To other sites this sends nothing either.
    ctx.set('Referrer-Policy', 'same-origin');
    ctx.set('Cross-Origin-Opener-Policy', 'same-origin');
    if (isHttps) ctx.set('Strict-Transport-Security', 'max-age=31536000');
    // Pages and tokens are private; what may be kept says so itself.
    ctx.set('Cache-Control', 'no-store');
    await next();
  };
}
