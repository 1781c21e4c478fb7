/** Pages of the account: start, sign in, what was done, sign out, unlink, delete. */
import Router from 'koa-router';
import type { Config } from '../config.js';
import {
  ACTION,
  CLIENT_ID,
  CLIENT_SECRET,
  DEVICE_ID,
  INVITE,
  PASSWORD,
  UID,
} from '../middleware/fields.js';
import { optionalField, readForm, requiredField, type Form } from '../middleware/form.js';
import { Refusal, wrongField } from '../middleware/refusal.js';
import { signedIn, type SessionCookie } from '../middleware/session.js';
import type { RelayContext, RelayRouter, RelayState } from '../middleware/state.js';
import type { Devices } from '../services/devices.js';
import type { NowPlaying } from '../services/now-playing.js';
import type { Sessions } from '../services/sessions.js';
import type { Credentials, SignIn, SignInOutcome } from '../services/sign-in.js';
import type { Grant, Store } from '../store/store.js';
import { adminPage } from '../views/admin-page.js';
import { homePage, welcomePage, type GrantState } from '../views/home-page.js';
import { successPage } from '../views/success-page.js';
import type { Redirect } from '../redirect-uri.js';
import { refusalOf } from './fault-refusal.js';
import { page, redirect } from './respond.js';
import { pendingCode } from './pending-code.js';

export interface AccountRoutesOptions {
  readonly config: Config;
  readonly redirectTarget: Redirect;
  readonly cookie: SessionCookie;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly devices: Devices;
  readonly nowPlaying: NowPlaying;
}

type Refused = Exclude<SignInOutcome['kind'], 'signed-in' | 'registered' | 'app-changed'>;

const REFUSED = Object.freeze({
  wrong: { status: 401, problem: 'Name or password is wrong.' },
  taken: { status: 409, problem: 'The name is taken. Choose another, or sign in.' },
  closed: { status: 403, problem: 'Nobody can register at this relay.' },
  'not-invited': {
    status: 403,
    problem: 'To register at this relay, the right invitation is needed; its owner has it.',
  },
  'app-needed': {
    status: 400,
    problem: `The field "id" is missing; accepted: ${CLIENT_ID.accepted}.`,
  },
} as const satisfies Record<Refused, object>);

export function accountRoutes(options: AccountRoutesOptions): RelayRouter {
  const { config, redirectTarget, cookie, store, sessions, signIn, devices, nowPlaying } = options;
  const router = new Router<RelayState>();

  const showForm = (ctx: RelayContext, status: number, uid?: string, problem?: string): void => {
    const hasDefaultApp = config.defaultApp !== undefined;
    const { registration } = config;
    const redirectUri = redirectTarget.uri;
    page(ctx, adminPage({ hasDefaultApp, registration, redirectUri, uid, problem }), status);
  };

  router.get('/', async (ctx) => {
    const { session } = ctx.state;
    if (!session) {
      page(ctx, welcomePage());
      return;
    }
    const { uid } = session;
    const grant = await store.findGrant(uid);
    const playing = await nowPlaying.find(uid, grant);
    page(
      ctx,
      homePage({
        uid,
        grant: stateOf(grant),
        playing: playing.ok
          ? playing.value.playback
          : refusalOf(playing.fault, config.publicUrl).details.description,
        devices: await devices.list(uid),
        isPasted: redirectTarget.isPasted,
      }),
    );
  });

  router.get('/admin', (ctx) => showForm(ctx, 200));

  router.post('/admin', async (ctx) => {
    const form = await readForm(ctx);
    const uid = form.get('uid');
    const outcome = await enter(form, signIn).catch((thrown: unknown) => {
      // The form again, with what was typed, instead of a page that leads back to an empty one.
      if (!(thrown instanceof Refusal)) throw thrown;
      showForm(ctx, thrown.details.status, uid, thrown.message);
      return undefined;
    });
    if (!outcome) return;
    if (!('uid' in outcome)) {
      const { status, problem } = REFUSED[outcome.kind];
      showForm(ctx, status, uid, problem);
      return;
    }
    cookie.write(ctx, await sessions.begin(outcome.uid, outcome.kind, cookie.read(ctx)));
    redirect(ctx, '/success');
  });

  router.get('/success', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const { uid, notice } = session;
    const grant = await store.findGrant(uid);
    page(
      ctx,
      successPage({
        uid,
        notice,
        grant: stateOf(grant),
        deviceCount: (await devices.list(uid)).length,
        isPasted: redirectTarget.isPasted,
        pendingCode: pendingCode.read(ctx),
      }),
    );
  });

  router.post('/signout', async (ctx) => {
    if (ctx.state.session) await sessions.end(ctx.state.session);
    cookie.clear(ctx);
    redirect(ctx, '/');
  });

  router.post('/devices/:id/revoke', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const { id } = ctx.params as { readonly id?: string };
    const isRevoked =
      id !== undefined && DEVICE_ID.test(id) && (await devices.revoke(session.uid, id));
    if (!isRevoked)
      throw new Refusal({
        status: 404,
        error: 'not_found',
        description: 'No such display is linked to your account (any more).',
      });
    redirect(ctx, '/');
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

async function enter(form: Form, signIn: SignIn): Promise<SignInOutcome> {
  const uid = requiredField(form, 'uid', UID);
  const password = requiredField(form, 'pass', PASSWORD);
  const clientId = optionalField(form, 'id', CLIENT_ID);
  const clientSecret = optionalField(form, 'secret', CLIENT_SECRET);
  if (clientSecret !== undefined && clientId === undefined)
    throw wrongField('id', `is missing beside the secret; accepted: ${CLIENT_ID.accepted}`);
  const action = optionalField(form, 'action', ACTION) as Credentials['action'];
  const app = clientId === undefined ? undefined : { clientId, clientSecret };
  const invite = optionalField(form, 'invite', INVITE);
  return signIn.enter({ uid, password, app, invite, action });
}

function stateOf(grant: Grant | undefined): GrantState {
  if (!grant) return 'none';
  return grant.endedAtMs === undefined ? 'good' : 'ended';
}
