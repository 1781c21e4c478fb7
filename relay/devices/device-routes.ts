/** What displays and scripts call. Form-encoded in, JSON out; no cookie, no session. */
import Router from 'koa-router';
import type { Clock } from '../clock.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { DEVICE_CLIENT_ID, DEVICE_NAME, GRANT_TYPE, TOKEN, UID } from '../http/fields.js';
import { optionalField, readForm, requiredField, type Form } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import type { RelayContext, RelayRouter, RelayState } from '../http/state.js';
import type { Devices } from './devices.js';
import { settingsToSend } from './device-settings.js';
import { getAnswer, type Spell } from '../playing/get-answer.js';
import type { LinkDevice, PollOutcome } from './link-device.js';
import type { NowPlaying } from '../playing/now-playing.js';
import type { Refresher } from '../grant/refresh.js';
import { showUserCode } from './user-code.js';
import type { DeviceAccess } from '../db/store.js';
import { invalidToken, refreshRefusalOf, refusalOf } from '../http/fault-refusal.js';

const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** RFC 8628 section 3.5. */
const POLL_ERRORS = Object.freeze({
  pending: { error: 'authorization_pending', description: 'Nobody has approved the device yet.' },
  'slow-down': { error: 'slow_down', description: 'Asked too soon; wait 5 seconds longer.' },
  expired: { error: 'expired_token', description: 'The code has expired; ask for a new one.' },
  denied: { error: 'access_denied', description: 'The device was turned away.' },
} as const satisfies Record<Exclude<PollOutcome['kind'], 'linked'>, object>);

export interface DeviceRoutesOptions {
  readonly publicUrl: string;
  readonly devices: Devices;
  readonly linkDevice: LinkDevice;
  readonly refresher: Refresher;
  readonly nowPlaying: NowPlaying;
  readonly spell: Spell;
  readonly clock: Clock;
}

export function deviceRoutes(options: DeviceRoutesOptions): RelayRouter {
  const { publicUrl, devices, linkDevice, refresher, nowPlaying, spell, clock } = options;
  const router = new Router<RelayState>();
  router.use(async (ctx, next) => {
    ctx.state.answers = 'json';
    await next();
  });

  router.post('/device_authorization', async (ctx) => {
    const form = await readForm(ctx);
    const address = clientAddress(ctx);
    const begun = await linkDevice.begin(
      {
        clientId: requiredField(form, 'client_id', DEVICE_CLIENT_ID),
        deviceName: optionalField(form, 'device_name', DEVICE_NAME) ?? 'sixteen-by-two',
        address,
      },
      addressBlock(address),
    );
    if (begun.kind === 'slow-down')
      throw new Refusal({
        status: 429,
        error: 'slow_down',
        description: 'Too many displays ask to be linked from this address.',
        retryAfterS: begun.retryAfterS,
      });
    const userCode = showUserCode(begun.userCode);
    ctx.body = {
      device_code: begun.deviceCode,
      user_code: userCode,
      verification_uri: `${publicUrl}/link`,
      verification_uri_complete: `${publicUrl}/link?user_code=${userCode}`,
      expires_in: begun.expiresInS,
      interval: begun.intervalS,
    };
  });

  router.post('/token', async (ctx) => {
    const form = await readForm(ctx);
    if (requiredField(form, 'grant_type', GRANT_TYPE) !== DEVICE_CODE_GRANT)
      throw new Refusal({
        status: 400,
        error: 'unsupported_grant_type',
        description: `The field "grant_type" is not valid; accepted: ${DEVICE_CODE_GRANT}.`,
      });
    const outcome = await linkDevice.poll(
      requiredField(form, 'device_code', TOKEN),
      requiredField(form, 'client_id', DEVICE_CLIENT_ID),
    );
    if (outcome.kind !== 'linked') throw new Refusal({ status: 400, ...POLL_ERRORS[outcome.kind] });
    // RFC 6749 section 5.1 wants it beside no-store, for caches of HTTP/1.0.
    ctx.set('Pragma', 'no-cache');
    ctx.body = { access_token: outcome.deviceToken, token_type: 'Bearer', uid: outcome.uid };
  });

  router.post('/refresh', async (ctx) => {
    const form = await readForm(ctx);
    const { uid, access } = await identify(ctx, form, devices);
    const rejectedToken = optionalField(form, 'rejected_token', TOKEN);
    const token = await refresher.handOut({ uid, grant: access.grant, rejectedToken });
    if (!token.ok) throw refreshRefusalOf(token.fault, publicUrl);
    ctx.body = {
      access_token: token.value.token,
      token_type: 'Bearer',
      expires_in: token.value.expiresInS,
      settings: settingsToSend(access.settings, clock.nowMs()),
    };
  });

  router.post('/get', async (ctx) => {
    const { uid, access } = await identify(ctx, await readForm(ctx), devices);
    const playing = await nowPlaying.find(uid, access.grant);
    if (!playing.ok) throw refusalOf(playing.fault, publicUrl);
    ctx.body = getAnswer(playing.value, clock.nowMs(), spell);
  });

  return router;
}

/** The token as Bearer, or as a field, so that the original's sketch needs one field more and no header. */
async function identify(
  ctx: RelayContext,
  form: Form,
  devices: Devices,
): Promise<{ readonly uid: string; readonly access: DeviceAccess }> {
  const uid = requiredField(form, 'uid', UID);
  const bearer = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(ctx.get('Authorization'))?.[1];
  const token = bearer ?? optionalField(form, 'token', TOKEN);
  const access = token === undefined ? undefined : await devices.identify(uid, token);
  if (!access) throw invalidToken({ isAnonymous: token === undefined });
  return { uid, access };
}
