/** Signing in and registering, and what is done with the account that is signed in: sign out, change, delete. */
import type { Core } from '../core.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import {
  formAgain,
  owned,
  page,
  redirect,
  type RelayContext,
  type RelayRouter,
} from '../http/context.js';
import * as fields from '../http/fields.js';
import { readForm, type Form } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import type { Sessions } from '../http/session.js';
import { adminPage } from './admin-page.js';
import type { Accounts } from './accounts.js';
import type { Passwords } from './passwords.js';
import type { Credentials, Entered, SignIn } from './sign-in.js';

type Given = Core & {
  readonly redirectTarget: { readonly uri: string };
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly signIn: SignIn;
};

export function accountRoutes(router: RelayRouter, given: Given): void {
  const { config, redirectTarget, sessions, accounts, passwords, signIn } = given;

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
      const { uid, kind } = await enter(ctx, sent, signIn);
      await sessions.begin(ctx, uid, kind);
      redirect(ctx, '/success');
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      formAgain(ctx, thrown, (problem) => form(sent.text('uid'), problem));
    }
  });

  router.post('/signout', async (ctx) => {
    if (ctx.state.session) await sessions.end(ctx.state.session.idHash);
    sessions.forget(ctx);
    redirect(ctx, '/');
  });

  router.post(
    '/signout/everywhere',
    owned(async (ctx, { uid }) => {
      await sessions.endAll(uid);
      sessions.forget(ctx);
      redirect(ctx, '/');
    }),
  );

  router.post(
    '/account/password',
    owned(async (ctx, { uid, idHash }) => {
      const sent = await readForm(ctx);
      const password = sent.required('pass', fields.CURRENT_PASSWORD);
      const newPassword = sent.required('new_pass', fields.NEW_PASSWORD);
      const address = addressBlock(clientAddress(ctx));
      const refused = await signIn.verify({ uid, password, address });
      if (refused?.refused === 'wrong-credentials') throw new Refusal('wrong-password');
      if (refused) throw Refusal.of(refused);
      await accounts.replacePassword(uid, await passwords.hash(newPassword));
      // Somebody else may have the old password: every other browser is signed out, and this one gets a new id.
      await sessions.endAll(uid, idHash);
      await sessions.begin(ctx, uid, 'password-changed');
      redirect(ctx, '/success');
    }),
  );

  router.post(
    '/account/app',
    owned(async (ctx, session) => {
      const sent = await readForm(ctx);
      await accounts.replaceApp(session.uid, {
        clientId: sent.required('id', fields.CLIENT_ID),
        clientSecret: sent.optional('secret', fields.CLIENT_SECRET),
      });
      await sessions.tell(session, 'app-saved');
      redirect(ctx, '/success');
    }),
  );

  router.post(
    '/account/delete',
    owned(async (ctx, { uid }) => {
      await accounts.delete(uid);
      sessions.forget(ctx);
      redirect(ctx, '/');
    }),
  );
}

async function enter(ctx: RelayContext, sent: Form, signIn: SignIn): Promise<Entered> {
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
    address: addressBlock(clientAddress(ctx)),
  });
  if ('refused' in outcome) throw Refusal.of(outcome);
  return outcome;
}
