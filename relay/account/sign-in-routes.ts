/** Signing in, registering, and what comes next. */
import Router from 'koa-router';
import type { Config } from '../config.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { ACTION, CLIENT_ID, CLIENT_SECRET, INVITE, PASSWORD, UID } from '../http/fields.js';
import { optionalField, readForm, requiredField, type Form } from '../http/form.js';
import { Refusal, wrongField } from '../http/refusal.js';
import { signedIn, type SessionCookie } from '../http/session.js';
import type { RelayContext, RelayRouter, RelayState } from '../http/state.js';
import type { Redirect } from '../grant/redirect-uri.js';
import type { Devices } from '../devices/devices.js';
import type { Grants } from '../grant/grant.js';
import type { Sessions } from '../http/sessions.js';
import type { Credentials, SignIn, SignInOutcome } from './sign-in.js';
import { adminPage } from './admin-page.js';
import { successPage } from '../home/success-page.js';
import type { PendingCode } from '../devices/pending-code.js';
import { page, redirect, tooOften } from '../http/respond.js';

export interface SignInRoutesOptions {
  readonly config: Config;
  readonly redirectTarget: Redirect;
  readonly cookie: SessionCookie;
  readonly pendingCode: PendingCode;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly grants: Grants;
  readonly devices: Devices;
}

type Refused = Exclude<
  SignInOutcome['kind'],
  'signed-in' | 'registered' | 'app-changed' | 'slow-down'
>;

const INVITATION_NEEDED =
  'To register at this relay, the right invitation is needed; its owner has it.';

const REFUSED = Object.freeze({
  wrong: { status: 401, problem: 'Name or password is wrong.' },
  taken: { status: 409, problem: 'The name is taken. Choose another, or sign in.' },
  closed: { status: 403, problem: 'Nobody can register at this relay.' },
  'not-invited': {
    status: 403,
    problem: INVITATION_NEEDED,
  },
  'app-needed': {
    status: 400,
    problem: `The field "id" is missing; accepted: ${CLIENT_ID.accepted}.`,
  },
} as const satisfies Record<Refused, object>);

export function signInRoutes(options: SignInRoutesOptions): RelayRouter {
  const { config, redirectTarget, cookie, pendingCode, sessions, signIn, grants, devices } =
    options;
  const router = new Router<RelayState>();

  const showForm = (ctx: RelayContext, status: number, uid?: string, problem?: string): void => {
    const hasDefaultApp = config.defaultApp !== undefined;
    const { registration } = config;
    const redirectUri = redirectTarget.uri;
    page(ctx, adminPage({ hasDefaultApp, registration, redirectUri, uid, problem }), status);
  };

  router.get('/admin', (ctx) => showForm(ctx, 200));

  router.post('/admin', async (ctx) => {
    const form = await readForm(ctx);
    const uid = form.get('uid');
    const outcome = await enter(ctx, form, signIn).catch((thrown: unknown) => {
      // The form again, with what was typed, instead of a page that leads back to an empty one.
      if (!(thrown instanceof Refusal)) throw thrown;
      showForm(ctx, thrown.details.status, uid, thrown.message);
      return undefined;
    });
    if (!outcome) return;
    if (outcome.kind === 'slow-down') {
      ctx.set('Retry-After', String(outcome.retryAfterS));
      showForm(ctx, 429, uid, tooOften(outcome.retryAfterS));
      return;
    }
    if (!('uid' in outcome)) {
      const { status, problem } = REFUSED[outcome.kind];
      const isByInvitation = outcome.kind === 'wrong' && config.registration === 'invite';
      // The name may be wrong because it is nobody's yet; this is said whether it is or not.
      showForm(ctx, status, uid, isByInvitation ? `${problem} ${INVITATION_NEEDED}` : problem);
      return;
    }
    cookie.write(ctx, await sessions.begin(outcome.uid, outcome.kind, cookie.read(ctx)));
    redirect(ctx, '/success');
  });

  router.get('/success', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const { uid, notice } = session;
    page(
      ctx,
      successPage({
        uid,
        notice,
        grant: await grants.state(uid),
        deviceCount: (await devices.list(uid)).length,
        isPasted: redirectTarget.isPasted,
        pendingCode: pendingCode.read(ctx),
      }),
    );
  });

  return router;
}

async function enter(ctx: RelayContext, form: Form, signIn: SignIn): Promise<SignInOutcome> {
  const uid = requiredField(form, 'uid', UID);
  const password = requiredField(form, 'pass', PASSWORD);
  const clientId = optionalField(form, 'id', CLIENT_ID);
  const clientSecret = optionalField(form, 'secret', CLIENT_SECRET);
  if (clientSecret !== undefined && clientId === undefined)
    throw wrongField('id', `is missing beside the secret; accepted: ${CLIENT_ID.accepted}`);
  const action = optionalField(form, 'action', ACTION) as Credentials['action'];
  const app = clientId === undefined ? undefined : { clientId, clientSecret };
  const invite = optionalField(form, 'invite', INVITE);
  const address = addressBlock(clientAddress(ctx));
  return signIn.enter({ uid, password, app, invite, action, address });
}
