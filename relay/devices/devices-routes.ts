/** What an owner does with linked displays: look at one, name it, set it, make one by hand, unlink it. */
import Router from 'koa-router';
import { DEVICE_ID, DEVICE_NAME, SETTING } from '../http/fields.js';
import { optionalField, readForm, requiredField } from '../http/form.js';
import { Refusal, wrongField } from '../http/refusal.js';
import { signedIn } from '../http/session.js';
import type { RelayContext, RelayRouter, RelayState } from '../http/state.js';
import type { Devices } from './devices.js';
import { readDisplaySettings, settingFields } from './device-settings.js';
import type { Notice, Sessions } from '../http/sessions.js';
import type { Session } from '../db/store.js';
import { devicePage, deviceTokenPage } from './device-page.js';
import { page, redirect } from '../http/respond.js';

export interface DisplayRoutesOptions {
  readonly publicUrl: string;
  readonly devices: Devices;
  readonly sessions: Sessions;
}

export function displayRoutes({ publicUrl, devices, sessions }: DisplayRoutesOptions): RelayRouter {
  const router = new Router<RelayState>();

  const done = async (ctx: RelayContext, session: Session, notice: Notice): Promise<void> => {
    await sessions.tell(session, notice);
    redirect(ctx, '/success');
  };

  router.post('/devices', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const { uid } = session;
    const name = requiredField(await readForm(ctx), 'name', DEVICE_NAME);
    const { deviceToken } = await devices.makeByHand(uid, name);
    page(ctx, deviceTokenPage({ uid, name, deviceToken, publicUrl }));
  });

  router.get('/devices/:id', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const device = await devices.find(session.uid, idOf(ctx));
    if (!device) throw noSuchDisplay();
    page(ctx, devicePage({ uid: session.uid, device, fields: settingFields() }));
  });

  router.post('/devices/:id/rename', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const name = requiredField(await readForm(ctx), 'name', DEVICE_NAME);
    if (!(await devices.rename(session.uid, idOf(ctx), name))) throw noSuchDisplay();
    await done(ctx, session, 'device-renamed');
  });

  router.post('/devices/:id/settings', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const form = await readForm(ctx);
    for (const { name } of settingFields()) optionalField(form, name, SETTING);
    const outcome = readDisplaySettings(form);
    if (!outcome.ok) throw wrongField(outcome.name, outcome.problem);
    if (!(await devices.set(session.uid, idOf(ctx), outcome.settings))) throw noSuchDisplay();
    await done(ctx, session, 'settings-saved');
  });

  router.post('/devices/:id/revoke', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    if (!(await devices.revoke(session.uid, idOf(ctx)))) throw noSuchDisplay();
    redirect(ctx, '/');
  });

  return router;
}

/** Throws where it cannot be an id: the database need not be asked, and refuses a NUL. */
function idOf(ctx: RelayContext & { readonly params: unknown }): string {
  const { id } = ctx.params as { readonly id?: string };
  if (id === undefined || !DEVICE_ID.test(id)) throw noSuchDisplay();
  return id;
}

function noSuchDisplay(): Refusal {
  return new Refusal({
    status: 404,
    error: 'not_found',
    description: 'No such display is linked to your account (any more).',
  });
}
