/** A person decides about a display that shows a code. */
import Router from 'koa-router';
import type { Clock } from '../clock.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { DECISION, USER_CODE } from '../http/fields.js';
import { optionalField, readForm, requiredField } from '../http/form.js';
import { signedIn } from '../http/session.js';
import type { RelayContext, RelayRouter, RelayState } from '../http/state.js';
import type { LinkDevice, SlowDown, Typist } from './link-device.js';
import type { Sessions } from '../http/sessions.js';
import { showUserCode } from './user-code.js';
import type { Decision, Session } from '../db/store.js';
import { codePage, confirmPage } from './link-page.js';
import type { PendingCode } from './pending-code.js';
import { page, redirect, tooOften } from '../http/respond.js';

export interface LinkRoutesOptions {
  readonly linkDevice: LinkDevice;
  readonly sessions: Sessions;
  readonly pendingCode: PendingCode;
  readonly clock: Clock;
}

const UNKNOWN_CODE =
  'No display waits with this code. Codes are good for 15 minutes; compare it with the display.';

export function linkRoutes({
  linkDevice,
  sessions,
  pendingCode,
  clock,
}: LinkRoutesOptions): RelayRouter {
  const router = new Router<RelayState>();

  const refuse = (
    ctx: RelayContext,
    uid: string,
    outcome: { readonly kind: 'unknown' } | SlowDown,
  ): void => {
    if (outcome.kind === 'slow-down') ctx.set('Retry-After', String(outcome.retryAfterS));
    const problem = outcome.kind === 'slow-down' ? tooOften(outcome.retryAfterS) : UNKNOWN_CODE;
    page(ctx, codePage({ uid, problem }), outcome.kind === 'slow-down' ? 429 : 400);
  };

  const confirm = async (ctx: RelayContext, session: Session, typed: string): Promise<void> => {
    const { uid } = session;
    const outcome = await linkDevice.find(typed, typistOf(ctx, session));
    if (outcome.kind !== 'found') {
      refuse(ctx, uid, outcome);
      return;
    }
    const { code } = outcome;
    page(
      ctx,
      confirmPage({
        uid,
        code: showUserCode(code.userCode),
        deviceName: code.deviceName,
        address: code.address,
        askedAgoS: Math.max(0, Math.floor((clock.nowMs() - code.createdAtMs) / 1000)),
      }),
    );
  };

  router.get('/link', async (ctx) => {
    // As in verification_uri_complete; the person still sees and confirms the code.
    const typed = ctx.query['user_code'] ?? ctx.query['code'];
    if (typeof typed === 'string' && !ctx.state.session) pendingCode.remember(ctx, typed);
    const session = signedIn(ctx);
    if (!session) return;
    if (typeof typed === 'string' && typed !== '') await confirm(ctx, session, typed);
    else page(ctx, codePage({ uid: session.uid }));
  });

  router.post('/link', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const { uid } = session;
    const form = await readForm(ctx);
    const typed = requiredField(form, 'code', USER_CODE);
    const decision = optionalField(form, 'decision', DECISION) as Decision | undefined;
    if (decision === undefined) return confirm(ctx, session, typed);
    const outcome = await linkDevice.decide(typed, decision, typistOf(ctx, session));
    if (outcome.kind !== 'decided') {
      refuse(ctx, uid, outcome);
      return;
    }
    await sessions.tell(session, decision === 'approve' ? 'device-approved' : 'device-denied');
    pendingCode.forget(ctx);
    redirect(ctx, '/success');
  });

  return router;
}

function typistOf(ctx: RelayContext, { uid, idHash }: Session): Typist {
  return { uid, sessionHash: idHash, address: addressBlock(clientAddress(ctx)) };
}
