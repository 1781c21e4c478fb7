/** What plays: as JSON for devices and scripts, and as a picture of the display within the start page. */
import type { Rooms } from '../rooms.js';
import { identify } from '../devices/device-routes.js';
import { settingsToSend } from '../devices/device-settings.js';
import { owned, page, type RelayRouter } from '../http/context.js';
import { refusalOf } from '../http/fault-refusal.js';
import * as fields from '../http/fields.js';
import { readForm } from '../http/form.js';
import { allowOwnFrame } from '../http/page-headers.js';
import { displayPage } from './display-page.js';
import { getAnswer } from './get-answer.js';

/** The picture refreshes itself for ten minutes; a page that was left open must not poll Spotify all night. */
const PICTURES_MAX = 60;

/** For devices: no cookie, no session. */
export function getRoute(router: RelayRouter, rooms: Rooms): void {
  const { config, devices, nowPlaying, spell, clock } = rooms;

  router.post('/get', async (ctx) => {
    const form = await readForm(ctx);
    const { uid, grant, settings } = await identify(ctx, form, devices);
    const wantsSettings = form.optional('settings', fields.ONE) !== undefined;
    const playing = await nowPlaying.find(uid, grant);
    if (!playing.ok) throw refusalOf(playing.fault, config.publicUrl);
    const nowMs = clock.nowMs();
    const answer = getAnswer(playing.value, nowMs, spell);
    // The original's sketch reads into a fixed buffer: it gets the fields that it knows.
    ctx.body = wantsSettings ? { ...answer, settings: settingsToSend(settings, nowMs) } : answer;
  });
}

export function displayRoute(router: RelayRouter, rooms: Rooms): void {
  const { grants, nowPlaying, spell, clock } = rooms;
  const { get } = owned(router);

  get('/display', async (ctx, { uid }) => {
    const playing = await nowPlaying.find(uid, await grants.find(uid));
    const picture =
      playing.ok && playing.value.playback.kind !== 'nothing'
        ? getAnswer(playing.value, clock.nowMs(), spell)
        : undefined;
    const count = Number(ctx.query['n'] ?? 1);
    const isNext = Number.isInteger(count) && count > 0 && count < PICTURES_MAX;
    allowOwnFrame(ctx);
    page(ctx, displayPage({ picture, nextCount: isNext ? count + 1 : 0 }));
  });
}
