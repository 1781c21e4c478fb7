/** To Spotify for consent, and back. */
import Router from 'koa-router';
import { isFromElsewhere } from '../http/csrf.js';
import { CALLBACK_ADDRESS } from '../http/fields.js';
import { readForm, requiredField } from '../http/form.js';
import { Refusal, wrongField } from '../http/refusal.js';
import { signedIn } from '../http/session.js';
import type { RelayContext, RelayRouter, RelayState } from '../http/state.js';
import type { FinishOutcome, Grants } from './grant.js';
import type { Sessions } from '../http/sessions.js';
import type { Session } from '../db/store.js';
import { errorPage } from '../http/error-page.js';
import { SECRET_UNREADABLE, secretForm } from '../account/app-form.js';
import { html, type Html } from '../http/html.js';
import { refusalOf } from '../http/fault-refusal.js';
import { page, redirect } from '../http/respond.js';

export interface AuthorizeRoutesOptions {
  readonly publicUrl: string;
  readonly grants: Grants;
  readonly sessions: Sessions;
}

export function authorizeRoutes({
  publicUrl,
  grants,
  sessions,
}: AuthorizeRoutesOptions): RelayRouter {
  const router = new Router<RelayState>();

  const finish = async (
    ctx: RelayContext,
    session: Session | undefined,
    parameters: URLSearchParams,
  ): Promise<void> => {
    const outcome = await grants.finish(session, parameters);
    if (outcome.kind === 'granted') {
      if (session) await sessions.tell(session, 'authorized');
      redirect(ctx, '/success');
      return;
    }
    showFailure(ctx, outcome);
  };

  const showFailure = (ctx: RelayContext, outcome: Failure): void => {
    const { status, description } = failureOf(outcome, publicUrl);
    page(
      ctx,
      errorPage({
        status,
        description,
        body: wayOut(outcome, grants.redirectUri),
        uid: ctx.state.session?.uid,
      }),
      status,
    );
  };

  router.get('/authorize', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    // Spotify sends whoever has agreed before straight back: a link on another site would give consent unseen.
    const begun = await grants.begin(session, { mustAsk: isFromElsewhere(ctx) });
    if (begun.kind === 'app-needed')
      throw new Refusal({
        status: 409,
        error: 'invalid_request',
        description:
          'Your account has no Spotify app, and this relay has none of its own. Sign in again and fill in the client ID.',
      });
    if (begun.kind === 'secret-unreadable') {
      showFailure(ctx, begun);
      return;
    }
    ctx.status = 302;
    ctx.set('Location', begun.url);
    ctx.body = '';
  });

  router.post('/grant/retry', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const isAlive = await grants.retry(session.uid);
    await sessions.tell(session, isAlive ? 'grant-revived' : 'grant-still-over');
    redirect(ctx, '/success');
  });

  router.get('/callback', (ctx) =>
    finish(ctx, ctx.state.session, new URLSearchParams(ctx.querystring)),
  );

  router.post('/callback', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const address = requiredField(await readForm(ctx), 'url', CALLBACK_ADDRESS);
    if (!URL.canParse(address))
      throw wrongField('url', `is not valid; accepted: ${CALLBACK_ADDRESS.accepted}`);
    await finish(ctx, session, new URL(address).searchParams);
  });

  return router;
}

type Failure = Exclude<FinishOutcome, { kind: 'granted' }>;

function failureOf(
  outcome: Failure,
  publicUrl: string,
): { readonly status: number; readonly description: string } {
  switch (outcome.kind) {
    case 'declined':
      return {
        status: 403,
        description: 'You did not allow it at Spotify, so nothing was changed.',
      };
    case 'wrong-state':
      return {
        status: 400,
        description:
          'This answer from Spotify belongs to no sign-in that was begun in this browser within the last ten minutes, or it was used already (wrong state).',
      };
    case 'code-refused':
      return {
        status: 400,
        description:
          'Spotify does not take the code any more. It is good once, and for ten minutes.',
      };
    case 'app-refused':
      return {
        status: 400,
        description:
          'Spotify does not know the app, or its secret is wrong. Sign in again with the client ID and secret of the dashboard.',
      };
    case 'secret-unreadable':
      return { status: 409, description: SECRET_UNREADABLE };
    case 'error':
      return { status: 400, description: `Spotify answered with the error "${outcome.error}".` };
    case 'fault':
      return refusalOf(outcome.fault, publicUrl).details;
  }
}

function wayOut(outcome: Failure, redirectUri: string): Html {
  if (outcome.kind === 'secret-unreadable') return secretForm();
  if (outcome.kind === 'app-refused')
    return html`<p><a class="button" href="/admin">Sign in with other app data</a></p>`;
  return html`<p><a class="button" href="/authorize">Try again</a></p>
    <p>
      If Spotify itself shows "Invalid redirect URI", register <code>${redirectUri}</code> in the
      app's dashboard, exactly so.
    </p>
    <p><a href="/">Your displays</a></p>`;
}
