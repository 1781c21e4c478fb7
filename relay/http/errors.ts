/**
 * The outermost net, in the spirit of Koa's own `onerror`: what was meant for the caller is said, anything else is
 * "Internal error" to them and a log line to us. Devices get OAuth's JSON, people a page.
 */
import type { Middleware, Next } from 'koa';
import { describeError, type Log } from '../log.js';
import { PasswordsBusy } from '../account/passwords.js';
import { StoreUnavailable, UnsealError } from '../db/store.js';
import { errorPage } from './error-page.js';
import { DEVICE_PATHS } from './device-paths.js';
import { Refusal, type RefusalDetails } from './refusal.js';
import type { RelayContext, RelayState } from './state.js';

const WORDS = Object.freeze<Partial<Record<number, Omit<RefusalDetails, 'status'>>>>({
  404: { error: 'not_found', description: 'There is nothing at this address.' },
  405: { error: 'invalid_request', description: 'This address does not take this method.' },
});

export function errors(log: Log): Middleware<RelayState> {
  return async (ctx: RelayContext, next: Next) => {
    try {
      await next();
      // The router's answer to a method that it knows nowhere: the mistake is the caller's, and counts as such.
      if (ctx.status === 501) ctx.status = 405;
      const words = WORDS[ctx.status];
      if (words && (ctx.body === undefined || ctx.body === null || ctx.body === ''))
        answer(ctx, { status: ctx.status, ...words });
    } catch (thrown) {
      answer(ctx, detailsOf(thrown, log, ctx));
    }
  };
}

function detailsOf(thrown: unknown, log: Log, ctx: RelayContext): RefusalDetails {
  if (thrown instanceof Refusal) return thrown.details;
  const isBusy = thrown instanceof PasswordsBusy;
  if (isBusy || thrown instanceof StoreUnavailable) {
    const cause = isBusy ? thrown : thrown.cause;
    log.error({ id: ctx.state.requestId, path: ctx.path, ...describeError(cause) }, thrown.message);
    return {
      status: 503,
      error: 'temporarily_unavailable',
      description: 'The relay cannot answer just now. Please try again in a few seconds.',
      retryAfterS: 5,
    };
  }
  log.error(
    { id: ctx.state.requestId, path: ctx.path, ...describeError(thrown) },
    'a request failed',
  );
  // Its words, which name key and place, are in the log. A new consent writes over it without reading it.
  if (thrown instanceof UnsealError)
    return {
      status: 500,
      error: 'server_error',
      description:
        "What the relay keeps of Spotify's permission cannot be read any more. Open /authorize to give it anew; if that does not help, tell the relay's owner.",
    };
  return {
    status: 500,
    error: 'server_error',
    description:
      "Internal error. It was logged; trying again may help, else tell the relay's owner.",
  };
}

function answer(ctx: RelayContext, details: RefusalDetails): void {
  const { status, error, description, retryAfterS, isAnonymous, extra } = details;
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  // What is left of a body that is too large is not read for the sake of the next request.
  if (status === 413) ctx.set('Connection', 'close');
  if (retryAfterS !== undefined) ctx.set('Retry-After', String(Math.max(1, retryAfterS)));
  // A wrong method meets no route, and so no route's word for how to answer.
  if (ctx.state.answers === 'json' || DEVICE_PATHS.includes(ctx.path)) {
    // RFC 6750 section 3: a 401 names the scheme, and the error only where credentials were sent.
    if (status === 401)
      ctx.set('WWW-Authenticate', isAnonymous ? 'Bearer' : `Bearer error="${error}"`);
    ctx.body = { error, error_description: description, ...extra };
    return;
  }
  ctx.type = 'html';
  ctx.body = errorPage({ status, description, uid: ctx.state.session?.uid }).text;
}
