/** What was just done, and what comes next. */
import type { GrantState } from '../grant/grant-state.js';
import { appForm, SECRET_UNREADABLE } from '../account/app-form.js';
import { html, type Html } from '../http/html.js';
import { layout } from '../http/layout.js';
import { pasteForm } from '../grant/paste-form.js';

const DONE = Object.freeze({
  'signed-in': 'You are signed in.',
  registered: 'Your account is made, and you are signed in.',
  'app-changed': 'You are signed in, and your Spotify app was changed.',
  authorized: 'Spotify now lets this relay read what you play.',
  'device-approved': 'The display is linked. It shows what plays in a few seconds.',
  'device-denied': 'The display was turned away.',
  'device-renamed': 'The display has its new name.',
  'settings-saved': 'The settings are saved. The display takes them over within the hour.',
  'password-changed': 'The password is changed, and all your other browsers are signed out.',
  'app-saved': 'Your Spotify app is saved.',
  'grant-revived': 'Spotify takes the permission again. Your displays go on by themselves.',
  'grant-still-over': 'Spotify says again that the permission is over. Please give it anew.',
});

export interface SuccessPageOptions {
  readonly uid: string;
  readonly notice: string | undefined;
  readonly grant: GrantState;
  readonly deviceCount: number;
  readonly isPasted: boolean;
  /** A code that was typed before signing in, as shown on the display. */
  readonly pendingCode: string | undefined;
}

export function successPage(options: SuccessPageOptions): Html {
  const { uid, notice, grant, pendingCode } = options;
  const isOurs = (name: string): name is keyof typeof DONE => Object.hasOwn(DONE, name);
  const done = notice !== undefined && isOurs(notice) ? DONE[notice] : DONE['signed-in'];
  const linkAddress =
    pendingCode === undefined ? '/link' : `/link?user_code=${encodeURIComponent(pendingCode)}`;
  const next = grant.kind === 'secret-unreadable' ? enterAgain() : nextStep(options, linkAddress);
  return layout({
    title: 'Done',
    uid,
    body: html`<section>
        <p role="status">${done}</p>
        ${next}
      </section>
      <p><a href="/">Your displays</a></p>`,
  });
}

function enterAgain(): Html {
  return html`<p class="warn">${SECRET_UNREADABLE}</p>
    ${appForm()}`;
}

function nextStep(
  { grant, deviceCount, isPasted, pendingCode }: SuccessPageOptions,
  linkAddress: string,
): Html {
  return grant.kind === 'good' || grant.kind === 'ending'
    ? html`<p>
        <a
          class="${deviceCount === 0 || pendingCode !== undefined ? 'button' : ''}"
          href="${linkAddress}"
        >
          ${pendingCode === undefined ? 'Link a display' : `Link the display with ${pendingCode}`}
        </a>
      </p>`
    : html`<p>Next, allow this relay to read what you play.</p>
        <p><a class="button" href="/authorize">Allow at Spotify</a></p>
        ${isPasted ? pasteForm() : undefined}
        <p><a href="${linkAddress}">Link a display first</a></p>`;
}
