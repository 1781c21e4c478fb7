/** The pages that show everything at once: the home page, what comes next after a change, and all that is stored. */
import type { Rooms } from '../rooms.js';
import { download, owned, page, type RelayRouter } from '../http/context.js';
import { refusalOf } from '../http/fault-refusal.js';
import { homePage, welcomePage } from './home-page.js';
import { successPage } from './success-page.js';

export function homeRoutes(router: RelayRouter, rooms: Rooms): void {
  const { config, sessions, grants, connect, devices, nowPlaying, pendingCode } = rooms;
  const { visitors, accounts } = rooms;
  const { get } = owned(router);
  const redirect = rooms.redirectTarget;
  const { isPasted } = redirect;

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
      : found.fault.kind === 'relink-required'
        ? undefined
        : refusalOf(found.fault, config.publicUrl).details.description;
    // After the poll: it may have found out that the grant has ended.
    const grant = await connect.state(uid);
    const lists = { devices: await devices.list(uid), sessions: await sessions.list(uid) };
    page(ctx, homePage({ uid, grant, playing, ...lists, isPasted, own: session.idHash }));
  });

  get('/success', async (ctx, session) => {
    const { uid, notice } = session;
    await visitors.know(ctx, session);
    const found = await nowPlaying.find(uid, await grants.find(uid));
    const isRefused = !found.ok && found.fault.kind === 'not-allowed';
    // After the poll: it may have found out that the grant has ended.
    const grant = await connect.state(uid);
    const deviceCount = (await devices.list(uid)).length;
    const code = pendingCode.read(ctx);
    const clientId = (await accounts.find(uid))?.app?.clientId;
    const problem = isRefused
      ? refusalOf(found.fault, config.publicUrl).details.description
      : undefined;
    page(
      ctx,
      successPage({
        uid,
        notice,
        grant,
        problem,
        deviceCount,
        redirect,
        clientId,
        pendingCode: code,
      }),
    );
  });

  get('/account/export', async (ctx, { uid }) => {
    download(ctx, 'sixteen-by-two-account.json', await stored(uid, rooms));
  });
}

/** All that is stored; of secrets only whether they are there. */
async function stored(
  uid: string,
  { accounts, grants, devices, sessions }: Rooms,
): Promise<object> {
  const account = await accounts.find(uid);
  const app = account?.app;
  const secret = app?.unreadable ?? app?.clientSecret;
  const grant = await grants.find(uid);
  return {
    uid,
    created_at: timeOf(account?.createdAtMs),
    password: 'stored as a scrypt hash',
    spotify_app: app
      ? { client_id: app.clientId, client_secret: secret === undefined ? null : 'stored encrypted' }
      : null,
    spotify_permission: grant
      ? {
          client_id: grant.clientId,
          given_at: timeOf(grant.consentedAtMs),
          scope: grant.scope ?? null,
          ended_at: timeOf(grant.endedAtMs),
          tried_again_at: timeOf(grant.retriedAtMs),
          refresh_token: 'stored encrypted',
          access_token: 'stored encrypted',
          access_token_expires_at: timeOf(grant.access.expiresAtMs),
        }
      : null,
    what_plays: 'the last response of Spotify, stored encrypted for an hour at most',
    displays: (await devices.list(uid)).map(({ createdAtMs, lastUsedAtMs, ...device }) => ({
      ...device,
      linked_at: timeOf(createdAtMs),
      last_used_at: timeOf(lastUsedAtMs),
      token: 'stored as a hash',
    })),
    sessions: (await sessions.list(uid)).map(({ createdAtMs, expiresAtMs, browser }) => ({
      signed_in_at: timeOf(createdAtMs),
      expires_at: timeOf(expiresAtMs),
      browser: browser ?? null,
    })),
  };
}

function timeOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
