/** Headers of every page. A route that needs more (the simulator's page has a script) sets its own over them. */
import type { Middleware } from 'koa';
import type { Config } from '../config.js';
import type { RelayState } from './context.js';

/** Our own script and nothing inline; no foreign content, no framing. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function pageHeaders(
  { publicUrl, spotifyAccountsUrl }: Pick<Config, 'publicUrl' | 'spotifyAccountsUrl'>,
  redirectUri: string,
): Middleware<RelayState> {
  const isHttps = publicUrl.startsWith('https:');
  const headers = {
    // Forms go to us. Browsers apply it to redirects as well: the form that connects Spotify goes there and back.
    'Content-Security-Policy': `${CONTENT_POLICY}; form-action 'self' ${spotifyAccountsUrl} ${new URL(redirectUri).origin}`,
    'X-Frame-Options': 'DENY',
    // Not `no-referrer`: under it browsers send `Origin: null` with our own forms, and on plain http, where there is no
    // Sec-Fetch-Site, nothing would tell them from a stranger's. To other sites this sends nothing either.
    'Referrer-Policy': 'same-origin',
    // Over http browsers ignore the first, with an error in the console.
    ...(isHttps
      ? {
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Strict-Transport-Security': 'max-age=31536000',
        }
      : {}),
  };
  return async (ctx, next) => {
    ctx.set(headers);
    await next();
  };
}
