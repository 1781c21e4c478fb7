/** What was just done, and what comes next. */
import { appForm } from '../account/account-section.js';
import { connectForm } from '../grant/connect-form.js';
import type { GrantState } from '../grant/connect.js';
import { pasteForm } from '../grant/paste-form.js';
import { html, type Html } from '../http/html.js';
import { layout, picture } from '../http/layout.js';
import type { Redirect } from '../grant/redirect-uri.js';
import { redirectUriLine } from '../account/spotify-app.js';
import { noticeOf } from '../http/notices.js';
import { REFUSALS } from '../http/refusal.js';

export interface SuccessPageOptions {
  readonly uid: string;
  readonly notice: string | undefined;
  readonly grant: GrantState;
  /** Why Spotify refuses this app or account although it is connected. */
  readonly problem: string | undefined;
  readonly deviceCount: number;
  readonly redirect: Redirect;
  /** Of the account's own app: a typo in it is visible and corrected in place. */
  readonly clientId?: string | undefined;
  /** A code that was typed before signing in, as shown on the display. */
  readonly pendingCode: string | undefined;
}

export function successPage(options: SuccessPageOptions): Html {
  const { uid, notice, problem, grant } = options;
  return layout({
    title: problem === undefined && isConnected(grant) ? 'Done' : 'Almost done',
    uid,
    body: html`<section>
        <p role="status">${noticeOf(notice)}</p>
        ${nextStep(options)}
      </section>
      <p><a href="/">Your devices</a></p>`,
  });
}

function nextStep(options: SuccessPageOptions): Html {
  const { notice, grant, problem, deviceCount, pendingCode } = options;
  const linkAddress =
    pendingCode === undefined ? '/link' : `/link?user_code=${encodeURIComponent(pendingCode)}`;
  if (notice === 'disconnected' && grant.kind === 'none')
    return html`<p>
      Your devices stay linked. One that polls Spotify itself may go on for up to an hour; to stop
      it at once, remove the app from
      <a href="https://www.spotify.com/account/apps/">your apps at Spotify</a>.
    </p>`;
  if (grant.kind === 'secret-unreadable')
    return html`<p class="warn">${REFUSALS['secret-unreadable'].description}</p>
      ${appForm(options.clientId)}`;
  if (!isConnected(grant)) return connectFirst(options, linkAddress);
  // The device collects its token in a few seconds, and is listed from then on.
  const isFirst = deviceCount === 0 && notice !== 'device-approved';
  const isNext = isFirst || pendingCode !== undefined;
  return html`${problem === undefined ? picture() : refused(problem, options.redirect)}
    <p>
      <a class="${isNext ? 'button' : ''}" href="${linkAddress}">
        ${pendingCode === undefined ? 'Link a device' : `Link the display that shows ${pendingCode}`}
      </a>
    </p>`;
}

/** Spotify lets any user agree, and only then rejects requests. */
function refused(problem: string, { isPasted }: Redirect): Html {
  return html`<p class="warn" role="alert">${problem}</p>
    <p>
      <a class="button" href="/success">Check again</a>
      <a href="/authorize">Connect another Spotify account</a>
    </p>
    ${isPasted ? pasteForm() : undefined}`;
}

function isConnected(grant: GrantState): boolean {
  return grant.kind === 'good' || grant.kind === 'ending';
}

function connectFirst(
  { notice, grant, redirect, clientId, pendingCode }: SuccessPageOptions,
  linkAddress: string,
): Html {
  return html`<p>
      Next, connect Spotify, so that your devices can show what you
      play.${pendingCode === undefined ? '' : ` Then link the display that shows ${pendingCode}.`}
    </p>
    ${connectForm('Connect Spotify', grant.mayControl)}
    ${redirect.isPasted ? pasteForm() : undefined}
    <details>
      <summary>Spotify shows INVALID_CLIENT instead</summary>
      <p>
        With "Invalid redirect URI" or "Insecure redirect URI", register this one in the app's
        dashboard, exactly as it stands here: ${redirectUriLine(redirect.uri)}
      </p>
      <p>With "Invalid client", the client ID is wrong: enter it again.</p>
      ${appForm(clientId)}
    </details>
    ${
      notice === 'device-approved'
        ? undefined
        : html`<p><a href="${linkAddress}">Link a device first</a></p>`
    }`;
}
