/** What a person does with devices: link one by its code, look at one, name it, set it, make one by hand, unlink it. */
import type { Rooms } from '../rooms.js';
import { addressBlocks, clientAddress } from '../http/client-address.js';
import {
  download,
  orFormAgain,
  owned,
  page,
  redirect,
  type PageContext,
  type RelayContext,
  type RelayRouter,
  type Session,
} from '../http/context.js';
import * as fields from '../http/fields.js';
import { readForm, visibleText, type Form } from '../http/form.js';
import { formPage } from '../http/layout.js';
import { Refusal } from '../http/refusal.js';
import { devicePage, deviceTokenPage, tokenForm } from './device-page.js';
import { readDeviceSettings } from './device-settings.js';
import { codePage, confirmPage } from './link-page.js';
import { type Decision, type Typist } from './linking.js';
import type { Device } from './devices.js';
import { showUserCode } from './user-code.js';

export function ownerRoutes(router: RelayRouter, rooms: Rooms): void {
  const { get, post } = owned(router);
  const { config, devices, linking, sessions, pendingCode, visitors, clock } = rooms;

  const find = async (ctx: PageContext, uid: string): Promise<Device> => {
    const device = await devices.find(uid, idOf(ctx));
    if (!device) throw new Refusal('unknown-device');
    return device;
  };

  /** The second step is RFC 8628's guard against a link that was sent by an attacker: the person compares the code. */
  const confirm = async (ctx: RelayContext, session: Session, typed: string): Promise<void> => {
    const code = await linking.find(typed, typistOf(ctx, session));
    if ('refused' in code) throw Refusal.of(code);
    const { uid } = session;
    const { deviceName, address, createdAtMs } = code;
    const ageS = Math.max(0, Math.floor((clock.nowMs() - createdAtMs) / 1000));
    page(ctx, confirmPage({ uid, code: showUserCode(code.userCode), deviceName, address, ageS }));
  };

  router.get('/link', async (ctx) => {
    const { session } = ctx.state;
    // As in verification_uri_complete; the person still sees and confirms the code.
    const sent = ctx.query['user_code'] ?? ctx.query['code'];
    const typed = typeof sent === 'string' ? sent : '';
    if (session && typed !== '')
      await orFormAgain(
        ctx,
        () => confirm(ctx, session, typed),
        (problem) => codePage(session.uid, typed, problem),
      );
    else if (session) page(ctx, codePage(session.uid));
    else {
      pendingCode.remember(ctx, typed);
      redirect(ctx, '/admin');
    }
  });

  router.post('/link', async (ctx) => {
    const { session } = ctx.state;
    const form = await readForm(ctx);
    if (!session) {
      pendingCode.remember(ctx, form.text('code') ?? '');
      redirect(ctx, '/admin');
      return;
    }
    const typed = form.required('code', fields.USER_CODE);
    const decision = form.optional('decision', fields.DECISION) as Decision | undefined;
    if (decision === 'approve' && (await devices.isFull(session.uid)))
      throw new Refusal('too-many-devices');
    const work = async (): Promise<void> => {
      if (decision === undefined) {
        await confirm(ctx, session, typed);
        return;
      }
      const refused = await linking.decide(typed, decision, typistOf(ctx, session));
      if (refused) throw Refusal.of(refused);
      pendingCode.forget(ctx);
      const notice = decision === 'approve' ? 'device-approved' : 'device-denied';
      await sessions.tell(ctx, session, notice);
    };
    await orFormAgain(ctx, work, (problem) => codePage(session.uid, typed, problem));
  });

  post('/devices', async (ctx, session) => {
    const { uid } = session;
    const form = await readForm(ctx);
    const work = async (): Promise<void> => {
      const name = nameIn(form);
      await visitors.confirm(ctx, form, session);
      if (await devices.isFull(uid)) throw new Refusal('too-many-devices');
      const deviceToken = await devices.makeByHand(uid, name);
      page(ctx, deviceTokenPage({ uid, name, deviceToken }, config.publicUrl));
    };
    await orFormAgain(ctx, work, (problem) =>
      formPage('Create a device token', uid, tokenForm(form.text('name')), problem),
    );
  });

  get('/devices/:id', async (ctx, { uid }) => {
    page(ctx, devicePage(uid, await find(ctx, uid)));
  });

  post('/devices/:id/rename', async (ctx, session) => {
    const { uid } = session;
    const sent = await readForm(ctx);
    const device = await find(ctx, uid);
    const work = async (): Promise<void> => {
      insist(await devices.rename(uid, device.id, nameIn(sent)));
      await sessions.tell(ctx, session, 'device-renamed');
    };
    await orFormAgain(ctx, work, (problem) => devicePage(uid, device, problem, sent.text('name')));
  });

  post('/devices/:id/settings', async (ctx, session) => {
    const { uid } = session;
    const sent = await readForm(ctx);
    const device = await find(ctx, uid);
    const work = async (): Promise<void> => {
      insist(await devices.set(uid, device.id, readDeviceSettings(sent)));
      await sessions.tell(ctx, session, 'settings-saved');
    };
    const typed = { ...device, settings: Object.fromEntries(sent.fields) };
    await orFormAgain(ctx, work, (problem) => devicePage(uid, typed, problem));
  });

  get('/devices/:id/settings.json', async (ctx, { uid }) => {
    download(ctx, 'display-settings.json', (await find(ctx, uid)).settings);
  });

  post('/devices/:id/revoke', async (ctx, { uid }) => {
    insist(await devices.unlink(uid, idOf(ctx)));
    redirect(ctx, '/');
  });
}

function nameIn(form: Form): string {
  const name = visibleText(form.required('name', fields.DEVICE_NAME));
  if (name === undefined) throw form.invalid('name', fields.DEVICE_NAME, 'cannot be seen.');
  return name;
}

function typistOf(ctx: RelayContext, { uid, idHash }: Session): Typist {
  return { uid, sessionHash: idHash, address: addressBlocks(clientAddress(ctx)) };
}

/** Throws unless it can be an id, which saves a query; Postgres also rejects NUL. */
function idOf({ params: { id } }: PageContext): string {
  if (id === undefined || !fields.DEVICE_ID.test(id)) throw new Refusal('unknown-device');
  return id;
}

function insist(isFound: boolean): void {
  if (!isFound) throw new Refusal('unknown-device');
}
