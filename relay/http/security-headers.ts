/** Headers on every answer. A route that needs more (the simulator's page has a script) sets its own over them. */
import type { Middleware } from 'koa';
import type { RelayContext, RelayState } from './state.js';

/** No script at all, no foreign content, no framing; forms go to us only. */
const DIRECTIVES = Object.freeze([
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]);
const CONTENT_POLICY = DIRECTIVES.join('; ');
const FRAMED_POLICY = CONTENT_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'");

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

/** For a page that stands within one of our own. */
export function framedPolicy(ctx: RelayContext): void {
  ctx.set('Content-Security-Policy', FRAMED_POLICY);
  ctx.set('X-Frame-Options', 'SAMEORIGIN');
}
