/** What devices call to be linked and to get access tokens. Form-encoded in, JSON out; no cookie, no session. */
import type { Rooms } from '../rooms.js';
import { addressBlocks, clientAddress } from '../http/client-address.js';
import type { RelayContext, RelayRouter } from '../http/context.js';
import { refreshRefusalOf } from '../http/fault-refusal.js';
import * as fields from '../http/fields.js';
import { readForm, visibleText, type Form } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import { settingsToSend } from './device-settings.js';
import type { DeviceAccess, Devices } from './devices.js';
import { CODE_LIFE_S } from './linking.js';
import { showUserCode } from './user-code.js';

export function deviceRoutes(router: RelayRouter, rooms: Rooms): void {
  const { config, devices, linking, refresher, clock } = rooms;
  const { publicUrl } = config;

  router.post('/refresh', async (ctx) => {
    const form = await readForm(ctx);
    const { uid, grant, settings } = await identify(ctx, form, devices);
    const rejectedToken = form.optional('rejected_token', fields.TOKEN);
    const token = await refresher.handOut({ uid, grant, rejectedToken });
    if (!token.ok) throw refreshRefusalOf(token.fault, publicUrl);
    ctx.body = {
      access_token: token.value.token,
      token_type: 'Bearer',
      expires_in: token.value.expiresInS,
      settings: settingsToSend(settings, clock.nowMs()),
    };
  });

  router.post('/device_authorization', async (ctx) => {
    const form = await readForm(ctx);
    const address = clientAddress(ctx);
    const clientId = form.required('client_id', fields.DEVICE_CLIENT_ID);
    const deviceName =
      visibleText(form.optional('device_name', fields.DEVICE_NAME)) ?? 'sixteen-by-two';
    const begun = await linking.begin({ clientId, deviceName, address }, addressBlocks(address));
    if ('refused' in begun) throw Refusal.of(begun);
    const userCode = showUserCode(begun.userCode);
    ctx.body = {
      device_code: begun.deviceCode,
      user_code: userCode,
      verification_uri: `${publicUrl}/link`,
      verification_uri_complete: `${publicUrl}/link?user_code=${userCode}`,
      expires_in: CODE_LIFE_S,
      interval: begun.intervalS,
    };
  });

  router.post('/token', async (ctx) => {
    const form = await readForm(ctx);
    const grantType = form.required('grant_type', fields.GRANT_TYPE);
    if (grantType !== fields.DEVICE_CODE_GRANT) throw new Refusal('unsupported-grant');
    const deviceCode = form.required('device_code', fields.TOKEN);
    const outcome = await linking.poll(
      deviceCode,
      form.required('client_id', fields.DEVICE_CLIENT_ID),
    );
    if ('refused' in outcome) throw Refusal.of(outcome);
    // RFC 6749 section 5.1 requires it besides no-store, for caches of HTTP/1.0.
    ctx.set('Pragma', 'no-cache');
    ctx.body = { access_token: outcome.deviceToken, token_type: 'Bearer', uid: outcome.uid };
  });
}

/** The token as Bearer, or as a field, so that the original's sketch needs one field more and no header. */
export async function identify(
  ctx: RelayContext,
  form: Form,
  devices: Devices,
): Promise<DeviceAccess> {
  const uid = form.required('uid', fields.UID);
  const bearer = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(ctx.get('Authorization'))?.[1];
  const token = bearer ?? form.optional('token', fields.TOKEN);
  const access =
    token === undefined ? undefined : await devices.identify(uid, token, ctx.get('User-Agent'));
  // The same for an unknown uid and for a wrong token.
  if (!access) throw new Refusal('device-unknown', { isAnonymous: token === undefined });
  return access;
}
