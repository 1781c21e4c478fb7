/** The start page, and the picture of the display within it. */
import Router from 'koa-router';
import type { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { framedPolicy } from '../http/security-headers.js';
import { signedIn } from '../http/session.js';
import type { RelayRouter, RelayState } from '../http/state.js';
import type { Redirect } from '../grant/redirect-uri.js';
import type { Devices } from '../devices/devices.js';
import { getAnswer, type Spell } from '../playing/get-answer.js';
import type { Grants } from '../grant/grant.js';
import type { NowPlaying } from '../playing/now-playing.js';
import type { Store } from '../db/store.js';
import { displayPage, type DisplayPicture } from '../playing/display-page.js';
import { homePage, welcomePage } from './home-page.js';
import { refusalOf } from '../http/fault-refusal.js';
import { page } from '../http/respond.js';

/** The picture renews itself for ten minutes; a page that was left open must not ask Spotify all night. */
const PICTURES_MAX = 60;

export interface HomeRoutesOptions {
  readonly config: Config;
  readonly redirectTarget: Redirect;
  readonly store: Store;
  readonly grants: Grants;
  readonly devices: Devices;
  readonly nowPlaying: NowPlaying;
  readonly spell: Spell;
  readonly clock: Clock;
}

export function homeRoutes(options: HomeRoutesOptions): RelayRouter {
  const { config, redirectTarget, store, grants, devices, nowPlaying, spell, clock } = options;
  const router = new Router<RelayState>();

  router.get('/', async (ctx) => {
    const { session } = ctx.state;
    if (!session) {
      page(ctx, welcomePage());
      return;
    }
    const { uid } = session;
    const playing = await nowPlaying.find(uid, await store.findGrant(uid));
    page(
      ctx,
      homePage({
        uid,
        // After the question: it may have found out that the permission is over.
        grant: await grants.state(uid),
        playing: playing.ok
          ? playing.value.playback
          : refusalOf(playing.fault, config.publicUrl).details.description,
        devices: await devices.list(uid),
        isPasted: redirectTarget.isPasted,
      }),
    );
  });

  router.get('/display', async (ctx) => {
    const session = signedIn(ctx);
    if (!session) return;
    const { uid } = session;
    const playing = await nowPlaying.find(uid, await store.findGrant(uid));
    const picture: DisplayPicture | undefined =
      playing.ok && playing.value.playback.kind !== 'nothing'
        ? getAnswer(playing.value, clock.nowMs(), spell)
        : undefined;
    const count = Number(ctx.query['n'] ?? 1);
    const nextCount = Number.isInteger(count) && count > 0 && count < PICTURES_MAX ? count + 1 : 0;
    framedPolicy(ctx);
    page(ctx, displayPage({ picture, nextCount }));
  });

  return router;
}
