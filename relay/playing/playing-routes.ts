/** What plays: as JSON for devices and scripts, and as the display's frames for our own pages. */
import { applyRelaySettings, DEFAULTS } from '../../device/shared/settings.js';
import type { Rooms } from '../rooms.js';
import { identify } from '../devices/device-routes.js';
import { settingsToSend } from '../devices/device-settings.js';
import { owned, type RelayRouter } from '../http/context.js';
import { refusalOf } from '../http/fault-refusal.js';
import * as fields from '../http/fields.js';
import { readForm } from '../http/form.js';
import { Refusal } from '../http/refusal.js';
import { getResponse } from './get-response.js';
import { exampleAt, picturesOf, shownOf } from './pictures.js';

/** For devices: no cookie, no session. */
export function getRoute(router: RelayRouter, rooms: Rooms): void {
  const { config, devices, nowPlaying, transliterator, clock, throttle } = rooms;

  router.post('/get', async (ctx) => {
    const form = await readForm(ctx);
    const { uid, grant, settings } = await identify(ctx, form, devices);
    const wantsSettings = form.optional('settings', fields.ONE) !== undefined;
    const isChanged = form.optional('changed', fields.ONE) !== undefined;
    if (isChanged && (await throttle.count([['changed-account', uid]])).ok)
      await nowPlaying.outdate(uid);
    const playing = await nowPlaying.find(uid, grant);
    if (!playing.ok) throw refusalOf(playing.fault, config.publicUrl);
    const nowMs = clock.nowMs();
    const response = getResponse(playing.value, nowMs, (text, hint) =>
      transliterator.transliterate(text, hint),
    );
    // The original's sketch reads into a fixed buffer: it gets the fields that it knows.
    ctx.body = wantsSettings
      ? { ...response, settings: settingsToSend(settings, nowMs) }
      : response;
  });
}

/** For the canvas on the pages. Fields of the settings form, if any, replace what is stored. */
export function displayRoute(router: RelayRouter, rooms: Rooms): void {
  const { config, devices, grants, nowPlaying, clock } = rooms;
  const { get } = owned(router);

  /** For the welcome page: the same for everyone. */
  router.get('/display/example', (ctx) => {
    const nowMs = clock.nowMs();
    ctx.body = picturesOf(exampleAt(nowMs), { ...rooms, settings: DEFAULTS, nowMs });
  });

  get('/display', async (ctx, { uid }) => {
    const { device: id, ...tried } = ctx.query;
    const isPreview = typeof id === 'string';
    const device = isPreview ? await devices.find(uid, id) : (await devices.list(uid)).at(-1);
    if (isPreview && !device) throw new Refusal('unknown-device');
    const playing = await nowPlaying.find(uid, await grants.find(uid));
    const nowMs = clock.nowMs();
    const sent = settingsToSend({ ...device?.settings, ...tried }, nowMs);
    const { settings } = applyRelaySettings(DEFAULTS, sent);
    const options = { ...rooms, relay: config.publicUrl, isPreview, settings, nowMs };
    ctx.body = picturesOf(shownOf(playing, options), options);
  });
}
