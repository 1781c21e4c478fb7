/** What is done with the account that is signed in: sign out, change, take along, delete. */
import Router from 'koa-router';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { CLIENT_ID, CLIENT_SECRET, PASSWORD } from '../http/fields.js';
import { optionalField, readForm, requiredField } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import { signedIn, type SessionCookie } from '../http/session.js';
import type { RelayRouter, RelayState } from '../http/state.js';
import type { AccountCare } from './account-care.js';
import type { Sessions } from '../http/sessions.js';
import type { Store } from '../db/store.js';
import { redirect, tooOften } from '../http/respond.js';

export interface AccountRoutesOptions {
  readonly cookie: SessionCookie;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly care: AccountCare;
}

export function accountRoutes({
  cookie,
  store,
  sessions,
  care,
}: AccountRoutesOptions): RelayRouter {
  const router = new Router<RelayState>();

  router.post('/signout', async (ctx) => {
    if (ctx.state.session) await sessions.end(ctx.state.session);
    cookie.clear(ctx);
    redirect(ctx, '/');
  });

  router.post('/signout/everywhere', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    await care.signOutEverywhere(session);
    cookie.clear(ctx);
    redirect(ctx, '/');
  });

  router.post('/account/password', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const form = await readForm(ctx);
    const outcome = await care.changePassword(session, {
      password: requiredField(form, 'pass', PASSWORD),
      newPassword: requiredField(form, 'new_pass', PASSWORD),
      address: addressBlock(clientAddress(ctx)),
    });
    switch (outcome.kind) {
      case 'wrong':
        // Not 401: who is signed in stays so, and the present password alone was wrong.
        throw new Refusal({
          status: 403,
          error: 'access_denied',
          description: 'The present password is wrong; nothing was changed.',
        });
      case 'slow-down':
        throw new Refusal({
          status: 429,
          error: 'slow_down',
          description: tooOften(outcome.retryAfterS),
          retryAfterS: outcome.retryAfterS,
        });
      case 'changed':
        // A new id here too: what knew the old one knew the account under its old password.
        cookie.write(ctx, await sessions.begin(session.uid, 'password-changed', cookie.read(ctx)));
        redirect(ctx, '/success');
    }
  });

  router.post('/account/app', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const form = await readForm(ctx);
    await care.changeApp(session, {
      clientId: requiredField(form, 'id', CLIENT_ID),
      clientSecret: optionalField(form, 'secret', CLIENT_SECRET),
    });
    await sessions.tell(session, 'app-saved');
    redirect(ctx, '/success');
  });

  router.get('/account/export', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    ctx.set('Content-Disposition', 'attachment; filename="sixteen-by-two-account.json"');
    ctx.type = 'json';
    ctx.body = JSON.stringify(await care.exported(session), undefined, 2);
  });

  router.post('/account/delete', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    await store.deleteAccount(session.uid);
    cookie.clear(ctx);
    redirect(ctx, '/');
  });

  return router;
}
