/** What was just done, and what comes next. */
import { appForm } from '../account/account-section.js';
import type { GrantState } from '../grant/connect.js';
import { pasteForm } from '../grant/paste-form.js';
import { html, type Html } from '../http/html.js';
import { layout } from '../http/layout.js';
import { noticeOf } from '../http/notices.js';
import { REFUSALS } from '../http/refusal.js';

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
  const linkAddress =
    pendingCode === undefined ? '/link' : `/link?user_code=${encodeURIComponent(pendingCode)}`;
  const next = grant.kind === 'secret-unreadable' ? enterAgain() : nextStep(options, linkAddress);
  return layout({
    title: 'Done',
    uid,
    body: html`<section>
        <p role="status">${noticeOf(notice)}</p>
        ${next}
      </section>
      <p><a href="/">Your devices</a></p>`,
  });
}

function enterAgain(): Html {
  return html`<p class="warn">${REFUSALS['secret-unreadable'].description}</p>
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
          ${pendingCode === undefined ? 'Link a device' : `Link the display that shows ${pendingCode}`}
        </a>
      </p>`
    : html`<p>Next, connect Spotify, so that your devices can show what you play.</p>
        <p><a class="button" href="/authorize">Connect Spotify</a></p>
        ${isPasted ? pasteForm() : undefined}
        <p><a href="${linkAddress}">Link a device first</a></p>`;
}
