/** Signing in and registering, and what is done with the account that is signed in: sign out, change, delete. */
import type { Rooms } from '../rooms.js';
import {
  orFormAgain,
  owned,
  page,
  redirect,
  type RelayContext,
  type RelayRouter,
} from '../http/context.js';
import * as fields from '../http/fields.js';
import { readForm, type Form } from '../http/form.js';
import { formPage } from '../http/layout.js';
import { Refusal } from '../http/refusal.js';
import { appForm, deleteForm, passwordForm } from './account-section.js';
import { adminPage, type Typed } from './admin-page.js';
import { isCommonPassword } from './common-passwords.js';
import type { Credentials, Entered, SignIn, Visitor } from './sign-in.js';

export function accountRoutes(router: RelayRouter, rooms: Rooms): void {
  const { config, redirectTarget, sessions, accounts, passwords, signIn } = rooms;
  const { visitors, devices, pendingCode } = rooms;
  const { post } = owned(router);

  const form = (ctx: RelayContext, typed?: Typed, problem?: string) =>
    adminPage({
      hasDefaultApp: config.defaultApp !== undefined,
      registration: config.registration,
      redirectUri: redirectTarget.uri,
      pendingCode: pendingCode.read(ctx),
      isLinking: pendingCode.isThere(ctx),
      typed,
      problem,
    });

  router.get('/admin', (ctx) => page(ctx, form(ctx)));

  router.post('/admin', async (ctx) => {
    const sent = await readForm(ctx);
    const work = async (): Promise<void> => {
      const { uid, kind } = await enter(sent, visitors.of(ctx), signIn);
      await sessions.begin(ctx, uid, kind);
      redirect(ctx, '/success');
    };
    await orFormAgain(ctx, work, (problem) => form(ctx, Object.fromEntries(sent.fields), problem));
  });

  router.post('/signout', async (ctx) => {
    if (ctx.state.session) await sessions.end(ctx.state.session.idHash, ctx.state.session.uid);
    sessions.forget(ctx);
    redirect(ctx, '/');
  });

  post('/signout/everywhere', async (ctx, { uid }) => {
    const sent = await readForm(ctx);
    await sessions.endAll(uid);
    if (sent.text('devices') !== undefined) await devices.unlinkAll(uid);
    sessions.forget(ctx);
    redirect(ctx, '/');
  });

  post('/sessions/:id/end', async (ctx, session) => {
    await sessions.end(ctx.params['id'] ?? '', session.uid);
    redirect(ctx, '/');
  });

  post('/account/password', async (ctx, session) => {
    const { uid, idHash } = session;
    const sent = await readForm(ctx);
    const work = async (): Promise<void> => {
      const newPassword = sent.required('new_pass', fields.NEW_PASSWORD);
      await visitors.confirm(ctx, sent, session);
      if (isCommonPassword(newPassword, uid)) throw new Refusal('common-password');
      await accounts.replacePassword(uid, await passwords.hash(newPassword));
      // The old password may be compromised: every other browser is signed out, and this one gets a new id.
      await sessions.endAll(uid, idHash);
      if (sent.text('devices') !== undefined) await devices.unlinkAll(uid);
      await sessions.begin(ctx, uid, 'password-changed');
      redirect(ctx, '/success');
    };
    await orFormAgain(ctx, work, (problem) =>
      formPage('Change password', uid, passwordForm(uid), problem),
    );
  });

  post('/account/app', async (ctx, session) => {
    const sent = await readForm(ctx);
    const work = async (): Promise<void> => {
      const clientId = sent.required('id', fields.CLIENT_ID);
      const clientSecret = sent.optional('secret', fields.CLIENT_SECRET);
      await visitors.confirm(ctx, sent, session);
      await accounts.replaceApp(session.uid, { clientId, clientSecret });
      await sessions.tell(ctx, session, 'app-saved');
    };
    await orFormAgain(ctx, work, (problem) =>
      formPage('Your Spotify app', session.uid, appForm(sent.text('id')), problem),
    );
  });

  post('/account/delete', async (ctx, session) => {
    const sent = await readForm(ctx);
    const work = async (): Promise<void> => {
      await visitors.confirm(ctx, sent, session);
      await accounts.delete(session.uid);
      sessions.forget(ctx);
      redirect(ctx, '/');
    };
    await orFormAgain(ctx, work, (problem) =>
      formPage('Delete account', session.uid, deleteForm(), problem),
    );
  });
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
