/** Headers of every page. A route that needs more (the simulator's page has a script) sets its own over them. */
import type { Middleware } from 'koa';
import type { Config } from '../config.js';
import type { RelayState } from './context.js';

/** Our own script and nothing inline; no foreign content, no framing; forms go to us only. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

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
