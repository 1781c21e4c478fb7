/** The pages that show everything at once: the start page, what comes next after a change, and all that is stored. */
import type { Accounts, StoredApp } from '../account/accounts.js';
import type { Visitors } from '../account/visitors.js';
import type { Core } from '../core.js';
import type { PendingCode } from '../devices/owner-routes.js';
import type { Devices } from '../devices/devices.js';
import type { Connect } from '../grant/connect.js';
import type { Grants } from '../grant/grants.js';
import type { Redirect } from '../grant/redirect-uri.js';
import { owned, page, type RelayRouter } from '../http/context.js';
import { refusalOf } from '../http/fault-refusal.js';
import type { Sessions } from '../http/session.js';
import type { NowPlaying } from '../playing/now-playing.js';
import { homePage, welcomePage } from './home-page.js';
import { successPage } from './success-page.js';

type Given = Core & {
  readonly redirectTarget: Redirect;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly connect: Connect;
  readonly devices: Devices;
  readonly nowPlaying: NowPlaying;
  readonly pendingCode: PendingCode;
  readonly visitors: Visitors;
};

export function homeRoutes(router: RelayRouter, given: Given): void {
  const { config, accounts, sessions, grants, connect, devices, nowPlaying, pendingCode } = given;
  const { visitors } = given;
  const { isPasted } = given.redirectTarget;

  router.get('/', async (ctx) => {
    const { session } = ctx.state;
    if (!session) {
      page(ctx, welcomePage());
      return;
    }
    const { uid } = session;
    const found = await nowPlaying.find(uid, await grants.find(uid));
    const playing = found.ok
      ? found.value.playback
      : refusalOf(found.fault, config.publicUrl).details.description;
    // After the poll: it may have found out that the grant has ended.
    const grant = await connect.state(uid);
    const lists = { devices: await devices.list(uid), sessions: await sessions.list(uid) };
    page(ctx, homePage({ uid, grant, playing, ...lists, isPasted, own: session.idHash }));
  });

  router.get(
    '/success',
    owned(async (ctx, session) => {
      const { uid, notice } = session;
      await visitors.know(ctx, session);
      const grant = await connect.state(uid);
      const deviceCount = (await devices.list(uid)).length;
      const code = pendingCode.read(ctx);
      page(ctx, successPage({ uid, notice, grant, deviceCount, isPasted, pendingCode: code }));
    }),
  );

  router.get(
    '/account/export',
    owned(async (ctx, { uid }) => {
      ctx.set('Content-Disposition', 'attachment; filename="sixteen-by-two-account.json"');
      ctx.type = 'json';
      const stored = {
        account: await accounts.find(uid),
        grant: await grants.find(uid),
        devices: await devices.list(uid),
        sessions: await sessions.list(uid),
      };
      ctx.body = JSON.stringify(exported(uid, stored), undefined, 2);
    }),
  );
}

interface Stored {
  readonly account: Awaited<ReturnType<Accounts['find']>>;
  readonly grant: Awaited<ReturnType<Grants['find']>>;
  readonly devices: Awaited<ReturnType<Devices['list']>>;
  readonly sessions: Awaited<ReturnType<Sessions['list']>>;
}

/** All that is stored; of secrets only whether they are there. */
function exported(uid: string, { account, grant, devices, sessions }: Stored): object {
  const app = account?.app;
  return {
    uid,
    created_at: timeOf(account?.createdAtMs),
    password: 'stored as a scrypt hash',
    spotify_app: app ? { client_id: app.clientId, client_secret: storedSecret(app) } : null,
    spotify_permission: grant
      ? {
          client_id: grant.clientId,
          given_at: timeOf(grant.consentedAtMs),
          ended_at: timeOf(grant.endedAtMs),
          tried_again_at: timeOf(grant.retriedAtMs),
          refresh_token: 'stored encrypted',
          access_token: 'stored encrypted',
          access_token_expires_at: timeOf(grant.access.expiresAtMs),
        }
      : null,
    what_plays: 'the last answer of Spotify, stored encrypted for an hour at most',
    displays: devices.map(({ id, name, settings, createdAtMs, lastUsedAtMs }) => ({
      id,
      name,
      settings,
      linked_at: timeOf(createdAtMs),
      last_used_at: timeOf(lastUsedAtMs),
      token: 'stored as a hash',
    })),
    sessions: sessions.map(({ createdAtMs, expiresAtMs }) => ({
      signed_in_at: timeOf(createdAtMs),
      expires_at: timeOf(expiresAtMs),
    })),
  };
}

function storedSecret({ clientSecret, unreadable }: StoredApp): string | null {
  if (unreadable !== undefined) return 'stored encrypted, but no longer readable';
  return clientSecret === undefined ? null : 'stored encrypted';
}

function timeOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
