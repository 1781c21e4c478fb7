/** Signing in and registering, and what is done with the account that is signed in: sign out, change, delete. */
import type { Core } from '../core.js';
import { formAgain, owned, page, redirect, type RelayRouter } from '../http/context.js';
import * as fields from '../http/fields.js';
import { readForm, type Form } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import type { Sessions } from '../http/session.js';
import { adminPage } from './admin-page.js';
import type { Accounts } from './accounts.js';
import type { Passwords } from './passwords.js';
import { isCommonPassword } from './common-passwords.js';
import type { Credentials, Entered, SignIn, Visitor } from './sign-in.js';
import type { Visitors } from './visitors.js';

type Given = Core & {
  readonly redirectTarget: { readonly uri: string };
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly signIn: SignIn;
  readonly visitors: Visitors;
  /** Ends the tokens of all the account's devices. */
  readonly onUnlinkAll: (uid: string) => Promise<void>;
};

export function accountRoutes(router: RelayRouter, given: Given): void {
  const { config, redirectTarget, sessions, accounts, passwords, signIn } = given;
  const { visitors, onUnlinkAll } = given;

  const form = (uid?: string, problem?: string) =>
    adminPage({
      hasDefaultApp: config.defaultApp !== undefined,
      registration: config.registration,
      redirectUri: redirectTarget.uri,
      uid,
      problem,
    });

  router.get('/admin', (ctx) => page(ctx, form()));

  router.post('/admin', async (ctx) => {
    const sent = await readForm(ctx);
    try {
      const { uid, kind } = await enter(sent, visitors.of(ctx), signIn);
      await sessions.begin(ctx, uid, kind);
      redirect(ctx, '/success');
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      formAgain(ctx, thrown, (problem) => form(sent.text('uid'), problem));
    }
  });

  router.post('/signout', async (ctx) => {
    if (ctx.state.session) await sessions.end(ctx.state.session.idHash, ctx.state.session.uid);
    sessions.forget(ctx);
    redirect(ctx, '/');
  });

  router.post(
    '/signout/everywhere',
    owned(async (ctx, { uid }) => {
      const sent = await readForm(ctx);
      await sessions.endAll(uid);
      if (sent.text('devices') !== undefined) await onUnlinkAll(uid);
      sessions.forget(ctx);
      redirect(ctx, '/');
    }),
  );

  router.post(
    '/sessions/:id/end',
    owned(async (ctx, session) => {
      const { id = '' } = (ctx as unknown as { readonly params: { readonly id?: string } }).params;
      await sessions.end(id, session.uid);
      redirect(ctx, '/');
    }),
  );

  router.post(
    '/account/password',
    owned(async (ctx, session) => {
      const { uid, idHash } = session;
      const sent = await readForm(ctx);
      const newPassword = sent.required('new_pass', fields.NEW_PASSWORD);
      await visitors.confirm(ctx, sent, session);
      if (isCommonPassword(newPassword, uid)) throw new Refusal('common-password');
      await accounts.replacePassword(uid, await passwords.hash(newPassword));
      // Somebody else may have the old password: every other browser is signed out, and this one gets a new id.
      await sessions.endAll(uid, idHash);
      if (sent.text('devices') !== undefined) await onUnlinkAll(uid);
      await sessions.begin(ctx, uid, 'password-changed');
      redirect(ctx, '/success');
    }),
  );

  router.post(
    '/account/app',
    owned(async (ctx, session) => {
      const sent = await readForm(ctx);
      const clientId = sent.required('id', fields.CLIENT_ID);
      const clientSecret = sent.optional('secret', fields.CLIENT_SECRET);
      await visitors.confirm(ctx, sent, session);
      await accounts.replaceApp(session.uid, { clientId, clientSecret });
      await sessions.tell(session, 'app-saved');
      redirect(ctx, '/success');
    }),
  );

  router.post(
    '/account/delete',
    owned(async (ctx, session) => {
      await visitors.confirm(ctx, await readForm(ctx), session);
      await accounts.delete(session.uid);
      sessions.forget(ctx);
      redirect(ctx, '/');
    }),
  );
}

async function enter(sent: Form, visitor: Visitor, signIn: SignIn): Promise<Entered> {
  const uid = sent.required('uid', fields.UID);
  const password = sent.required('pass', fields.PASSWORD);
  const clientSecret = sent.optional('secret', fields.CLIENT_SECRET);
  const clientId =
    clientSecret === undefined
      ? sent.optional('id', fields.CLIENT_ID)
      : sent.required('id', fields.CLIENT_ID);
  const outcome = await signIn.enter({
    uid,
    password,
    app: clientId === undefined ? undefined : { clientId, clientSecret },
    action: sent.optional('action', fields.ACTION) as Credentials['action'],
    invite: sent.optional('invite', fields.INVITE),
    visitor,
  });
  if ('refused' in outcome) throw Refusal.of(outcome);
  return outcome;
}
