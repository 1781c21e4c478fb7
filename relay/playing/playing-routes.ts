/** What plays: as JSON for devices and scripts, and as a picture of the display within the start page. */
import type { Core } from '../core.js';
import { identify } from '../devices/device-routes.js';
import type { Devices } from '../devices/devices.js';
import type { Grants } from '../grant/grants.js';
import { owned, page, type RelayRouter } from '../http/context.js';
import { refusalOf } from '../http/fault-refusal.js';
import { readForm } from '../http/form.js';
import { allowOwnFrame } from '../http/page-headers.js';
import { displayPage } from './display-page.js';
import { getAnswer, type Spell } from './get-answer.js';
import type { NowPlaying } from './now-playing.js';

/** The picture refreshes itself for ten minutes; a page that was left open must not poll Spotify all night. */
const PICTURES_MAX = 60;

type Given = Core & {
  readonly devices: Devices;
  readonly grants: Grants;
  readonly nowPlaying: NowPlaying;
  readonly spell: Spell;
};

/** For devices: no cookie, no session. */
export function getRoute(router: RelayRouter, given: Given): void {
  const { config, devices, nowPlaying, spell, clock } = given;

  router.post('/get', async (ctx) => {
    const { uid, grant } = await identify(ctx, await readForm(ctx), devices);
    const playing = await nowPlaying.find(uid, grant);
    if (!playing.ok) throw refusalOf(playing.fault, config.publicUrl);
    ctx.body = getAnswer(playing.value, clock.nowMs(), spell);
  });
}

export function displayRoute(router: RelayRouter, given: Given): void {
  const { grants, nowPlaying, spell, clock } = given;

  router.get(
    '/display',
    owned(async (ctx, { uid }) => {
      const playing = await nowPlaying.find(uid, await grants.find(uid));
      const picture =
        playing.ok && playing.value.playback.kind !== 'nothing'
          ? getAnswer(playing.value, clock.nowMs(), spell)
          : undefined;
      const count = Number(ctx.query['n'] ?? 1);
      const isNext = Number.isInteger(count) && count > 0 && count < PICTURES_MAX;
      allowOwnFrame(ctx);
      page(ctx, displayPage({ picture, nextCount: isNext ? count + 1 : 0 }));
    }),
  );
}
