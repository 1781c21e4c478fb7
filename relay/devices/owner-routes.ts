/** What a person does with devices: link one by its code, look at one, name it, set it, make one by hand, unlink it. */
import type { Visitors } from '../account/visitors.js';
import type { Config } from '../config.js';
import type { Core } from '../core.js';
import { addressBlocks, clientAddress } from '../http/client-address.js';
import {
  formAgain,
  OwnCookie,
  owned,
  page,
  redirect,
  type RelayContext,
  type RelayRouter,
  type Session,
} from '../http/context.js';
import * as fields from '../http/fields.js';
import { readForm, visibleText, type Form } from '../http/form.js';
import type { NoticeName } from '../http/notices.js';
import { Refusal } from '../http/refusal.js';
import type { Sessions } from '../http/session.js';
import { devicePage, deviceTokenPage } from './device-page.js';
import { readDeviceSettings } from './device-settings.js';
import type { Devices } from './devices.js';
import { codePage, confirmPage } from './link-page.js';
import { CODE_LIFE_S, type Decision, type Linking, type Typist } from './linking.js';
import { parseUserCode, showUserCode } from './user-code.js';

type Given = Core & {
  readonly devices: Devices;
  readonly linking: Linking;
  readonly sessions: Sessions;
  readonly pendingCode: PendingCode;
  readonly visitors: Visitors;
};

/** Remembers the code of the display through the sign-in, in a cookie of the browser that typed it. */
export class PendingCode {
  readonly #cookie: OwnCookie;

  constructor(config: Config) {
    this.#cookie = new OwnCookie('sixteen-by-two-code', config);
  }

  remember(ctx: RelayContext, typed: string): void {
    const code = parseUserCode(typed);
    if (code !== undefined) this.#cookie.write(ctx, code, CODE_LIFE_S);
  }

  /** As on the display. */
  read(ctx: RelayContext): string | undefined {
    const code = parseUserCode(this.#cookie.read(ctx) ?? '');
    return code === undefined ? undefined : showUserCode(code);
  }

  forget(ctx: RelayContext): void {
    if (this.#cookie.read(ctx) !== undefined) this.#cookie.clear(ctx);
  }
}

export function ownerRoutes(router: RelayRouter, given: Given): void {
  const { config, devices, linking, sessions, pendingCode, visitors, clock } = given;

  const done = async (ctx: RelayContext, session: Session, notice: NoticeName): Promise<void> => {
    await sessions.tell(session, notice);
    redirect(ctx, '/success');
  };

  /** The second step is RFC 8628's guard against a link that somebody sent: the person compares the code. */
  const confirm = async (ctx: RelayContext, session: Session, typed: string): Promise<void> => {
    const { uid } = session;
    const code = await linking.find(typed, typistOf(ctx, session));
    if ('refused' in code) {
      formAgain(ctx, Refusal.of(code), (problem) => codePage({ uid, problem }));
      return;
    }
    const { deviceName, address, createdAtMs } = code;
    const ageS = Math.max(0, Math.floor((clock.nowMs() - createdAtMs) / 1000));
    page(ctx, confirmPage({ uid, code: showUserCode(code.userCode), deviceName, address, ageS }));
  };

  router.get('/link', async (ctx) => {
    const { session } = ctx.state;
    // As in verification_uri_complete; the person still sees and confirms the code.
    const sent = ctx.query['user_code'] ?? ctx.query['code'];
    const typed = typeof sent === 'string' ? sent : '';
    if (session && typed !== '') await confirm(ctx, session, typed);
    else if (session) page(ctx, codePage({ uid: session.uid }));
    else {
      pendingCode.remember(ctx, typed);
      redirect(ctx, '/admin');
    }
  });

  router.post(
    '/link',
    owned(async (ctx, session) => {
      const form = await readForm(ctx);
      const typed = form.required('code', fields.USER_CODE);
      const decision = form.optional('decision', fields.DECISION) as Decision | undefined;
      if (decision === undefined) {
        await confirm(ctx, session, typed);
        return;
      }
      if (decision === 'approve' && (await devices.isFull(session.uid)))
        throw new Refusal('too-many-devices');
      const refused = await linking.decide(typed, decision, typistOf(ctx, session));
      if (refused) {
        const { uid } = session;
        formAgain(ctx, Refusal.of(refused), (problem) => codePage({ uid, problem }));
        return;
      }
      pendingCode.forget(ctx);
      await done(ctx, session, decision === 'approve' ? 'device-approved' : 'device-denied');
    }),
  );

  router.post(
    '/devices',
    owned(async (ctx, session) => {
      const { uid } = session;
      const form = await readForm(ctx);
      const name = nameIn(form);
      await visitors.confirm(ctx, form, session);
      if (await devices.isFull(uid)) throw new Refusal('too-many-devices');
      const deviceToken = await devices.makeByHand(uid, name);
      page(ctx, deviceTokenPage({ uid, name, deviceToken, publicUrl: config.publicUrl }));
    }),
  );

  router.get(
    '/devices/:id',
    owned(async (ctx, { uid }) => {
      const device = await devices.find(uid, idOf(ctx));
      if (!device) throw new Refusal('unknown-device');
      page(ctx, devicePage({ uid, device }));
    }),
  );

  router.post(
    '/devices/:id/rename',
    owned(async (ctx, session) => {
      const name = nameIn(await readForm(ctx));
      insist(await devices.rename(session.uid, idOf(ctx), name));
      await done(ctx, session, 'device-renamed');
    }),
  );

  router.post(
    '/devices/:id/settings',
    owned(async (ctx, session) => {
      const settings = readDeviceSettings(await readForm(ctx));
      insist(await devices.set(session.uid, idOf(ctx), settings));
      await done(ctx, session, 'settings-saved');
    }),
  );

  router.post(
    '/devices/:id/revoke',
    owned(async (ctx, { uid }) => {
      insist(await devices.unlink(uid, idOf(ctx)));
      redirect(ctx, '/');
    }),
  );
}

function nameIn(form: Form): string {
  const name = visibleText(form.required('name', fields.DEVICE_NAME));
  if (name === undefined) throw form.invalid('name', fields.DEVICE_NAME, 'cannot be seen.');
  return name;
}

function typistOf(ctx: RelayContext, { uid, idHash }: Session): Typist {
  return { uid, sessionHash: idHash, address: addressBlocks(clientAddress(ctx)) };
}

/** Throws where it cannot be an id: the database need not be asked, and refuses a NUL. */
function idOf(ctx: RelayContext & { readonly params?: unknown }): string {
  const { id } = ctx.params as { readonly id?: string };
  if (id === undefined || !fields.DEVICE_ID.test(id)) throw new Refusal('unknown-device');
  return id;
}

function insist(isFound: boolean): void {
  if (!isFound) throw new Refusal('unknown-device');
}
