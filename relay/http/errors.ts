/**
 * The outermost handler, similar to Koa's own `onerror`: a Refusal is shown to the caller, anything else is
 * an internal error to them and a log line to us. Devices get OAuth's JSON, people a page.
 */
import type { Middleware } from 'koa';
import { UnsealError } from '../db/cipher.js';
import { DatabaseUnavailable } from '../db/database.js';
import { describeError, type Log } from '../log.js';
import { isForPeople, page, type RelayContext, type RelayState } from './context.js';
import { errorPage } from './error-page.js';
import { Refusal, type RefusalDetails } from './refusal.js';
import { loggedPath } from './request-log.js';

/** Too much of something waits already. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

export function errors(log: Log): Middleware<RelayState> {
  return async (ctx, next) => {
    try {
      await next();
      const isEmpty = ctx.body === undefined || ctx.body === null || ctx.body === '';
      // The router returns 501 for an unknown method: that is a client error, and counted as one.
      if (isEmpty && ctx.status === 404) answer(ctx, new Refusal('not-found').details);
      else if (ctx.status === 501 || (isEmpty && ctx.status === 405))
        answer(ctx, new Refusal('wrong-method').details);
    } catch (thrown) {
      answer(ctx, (thrown instanceof Refusal ? thrown : refusalFor(thrown, log, ctx)).details);
    }
  };
}

function refusalFor(thrown: unknown, log: Log, ctx: RelayContext): Refusal {
  const where = { id: ctx.state.requestId, path: loggedPath(ctx) };
  if (thrown instanceof Overloaded || thrown instanceof DatabaseUnavailable) {
    log.error({ ...where, ...describeError(thrown.cause ?? thrown) }, thrown.message);
    return new Refusal('busy');
  }
  log.error({ ...where, ...describeError(thrown) }, 'a request failed');
  // Its words, which name key and place, are in the log. A new grant overwrites it without reading it.
  return new Refusal(thrown instanceof UnsealError ? 'grant-unreadable' : 'internal');
}

function answer(ctx: RelayContext, details: RefusalDetails): void {
  const { status, error, description, reason, retryAfterS, isAnonymous, extra } = details;
  ctx.set('Cache-Control', 'no-store');
  // The rest of a body that is too large is not read for the sake of the next request.
  if (status === 413) ctx.set('Connection', 'close');
  if (retryAfterS !== undefined) ctx.set('Retry-After', String(Math.max(1, retryAfterS)));
  if (isForPeople(ctx)) {
    page(ctx, errorPage({ ...details, uid: ctx.state.session?.uid }), status);
    return;
  }
  // RFC 6750 section 3: a 401 names the scheme, and the error only if credentials were sent.
  if (status === 401)
    ctx.set('WWW-Authenticate', isAnonymous ? 'Bearer' : `Bearer error="${error}"`);
  ctx.status = status;
  ctx.body = { error, error_description: description, reason, ...extra };
}
