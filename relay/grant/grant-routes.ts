/** Routes to Spotify's consent page, and back with a grant. */
import type { Rooms } from '../rooms.js';
import { appForm } from '../account/account-section.js';
import { owned, redirect, type RelayContext, type RelayRouter } from '../http/context.js';
import { isFromElsewhere } from '../http/csrf.js';
import { CALLBACK_ADDRESS } from '../http/fields.js';
import { readForm } from '../http/form.js';
import { html, type Html } from '../http/html.js';
import { Refusal } from '../http/refusal.js';
import { pasteForm } from './paste-form.js';
import type { Redirect } from './redirect-uri.js';
import { redirectUriLine, spotifyAppGuide } from '../account/spotify-app.js';

export function grantRoutes(router: RelayRouter, rooms: Rooms): void {
  const { connect, sessions, nowPlaying, accounts, grants } = rooms;
  const { get, post } = owned(router);
  const { redirectTarget } = rooms;

  const withHelp = async (ctx: RelayContext, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const uid = ctx.state.session?.uid;
      const account = uid === undefined ? undefined : await accounts.find(uid);
      thrown.details.help = helpFor(thrown, redirectTarget, account?.app?.clientId);
      throw thrown;
    }
  };

  get('/authorize', (ctx, session) =>
    withHelp(ctx, async () => {
      // Spotify redirects a user who has agreed before at once: a link on another site would connect unnoticed.
      const control = ctx.query['control'] === 'yes';
      const address = await connect.begin(session, { mustAsk: isFromElsewhere(ctx), control });
      redirect(ctx, address);
      ctx.status = 302;
    }),
  );

  const finish = async (ctx: RelayContext, parameters: URLSearchParams): Promise<void> => {
    const session = await connect.finish(ctx.state.session, parameters);
    // What was known of what plays may be another person's now.
    await nowPlaying.forget(session.uid);
    await sessions.tell(ctx, session, 'connected');
  };

  router.get('/callback', (ctx) =>
    withHelp(ctx, () => finish(ctx, new URLSearchParams(ctx.querystring))),
  );

  post('/callback', (ctx) =>
    withHelp(ctx, async () => {
      const form = await readForm(ctx);
      const address = form.required('url', CALLBACK_ADDRESS);
      if (!URL.canParse(address)) throw form.broken('url', CALLBACK_ADDRESS);
      await finish(ctx, new URL(address).searchParams);
    }),
  );

  post('/grant/retry', async (ctx, session) => {
    const isAlive = await connect.retry(session.uid);
    await sessions.tell(ctx, session, isAlive ? 'grant-revived' : 'grant-still-ended');
  });

  post('/grant/delete', async (ctx, session) => {
    await grants.delete(session.uid);
    await nowPlaying.forget(session.uid);
    await sessions.tell(ctx, session, 'disconnected');
  });
}

function helpFor(
  { kind }: Refusal,
  { uri, isPasted }: Redirect,
  clientId: string | undefined,
): Html {
  switch (kind) {
    case 'secret-unreadable':
    case 'client-refused':
    case 'secret-refused':
    case 'app-needed':
      return html`<section>
        ${kind === 'app-needed' ? spotifyAppGuide(uri) : undefined} ${appForm(clientId)}
      </section>`;
    default:
      return html`<p><a class="button" href="/authorize">Try again</a></p>
        ${isPasted ? html`<section>${pasteForm()}</section>` : undefined}
        <p>
          If Spotify itself shows "Invalid redirect URI", register this one in the app's dashboard,
          exactly as it stands here: ${redirectUriLine(uri)}
        </p>
        <p><a href="/">Your devices</a></p>`;
  }
}
