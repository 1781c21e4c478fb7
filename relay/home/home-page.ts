/** The start page: what this is; signed in, everything that is linked and what plays. */
import type { Playback } from '../../device/spotify/playback.js';
import { namesOf, titleOf } from '../playing/get-answer.js';
import type { GrantState } from '../grant/grant-state.js';
import type { Device } from '../db/store.js';
import { accountSection } from '../account/account-section.js';
import { appForm, SECRET_UNREADABLE } from '../account/app-form.js';
import { html, type Html } from '../http/html.js';
import { layout } from '../http/layout.js';
import { pasteForm } from '../grant/paste-form.js';

export function welcomePage(): Html {
  return layout({
    title: 'What plays on Spotify, on two lines',
    body: html`<section>
        <p>
          A sixteen-by-two is a small character display that shows the song, artist and progress of
          what you play. This relay signs it in: it keeps the key to your Spotify account, so that
          the display never has to.
        </p>
        <p aria-hidden="true" class="lcd">Here is what plays&#10;&#9654; 1:02 ||||| 3:45</p>
        <ol>
          <li>Sign in or register here.</li>
          <li>Allow this relay to read what you play.</li>
          <li>Type the code that your display shows.</li>
        </ol>
        <p><a class="button" href="/admin">Sign in or register</a></p>
      </section>
      <p><a href="/link">I have a code on my display</a></p>`,
  });
}

export interface HomePageOptions {
  readonly uid: string;
  readonly grant: GrantState;
  /** What plays, or a sentence why that is not known. */
  readonly playing: Playback | string;
  readonly devices: readonly Device[];
  readonly isPasted: boolean;
}

export function homePage(options: HomePageOptions): Html {
  const { uid, grant, playing, devices, isPasted } = options;
  return layout({
    title: 'Your displays',
    uid,
    body: html`${grantSection(grant, isPasted)}
      <section>
        <h2>Now playing</h2>
        ${typeof playing !== 'string' && playing.kind !== 'nothing' ? displayFrame() : undefined}
        ${typeof playing === 'string' ? html`<p>${playing}</p>` : playingItem(playing)}
      </section>
      ${devicesSection(devices)} ${tryForms(uid)} ${accountSection(uid)}`,
  });
}

function grantSection(grant: GrantState, isPasted: boolean): Html | undefined {
  const words = grantWords(grant);
  if (words === undefined) return undefined;
  return html`<section>
    <h2>Spotify</h2>
    <p class="${grant.kind === 'none' ? '' : 'warn'}">${words}</p>
    ${
      grant.kind === 'secret-unreadable'
        ? appForm()
        : html`<a class="button" href="/authorize">Allow at Spotify</a>`
    }
    ${
      grant.kind === 'ended' && grant.canRetry
        ? html`<form method="post" action="/grant/retry">
            <p class="hint">
              Spotify has said so by mistake before, in outages. You may have it asked once more.
            </p>
            <button class="quiet">Ask once more</button>
          </form>`
        : undefined
    }
    ${isPasted && grant.kind !== 'secret-unreadable' ? pasteForm() : undefined}
  </section>`;
}

function grantWords(grant: GrantState): string | undefined {
  switch (grant.kind) {
    case 'good':
      return undefined;
    case 'none':
      return 'This relay may not read what you play yet.';
    case 'ending':
      return `Spotify ends each permission after six months: yours on ${day(grant.endsAtMs)}. Give it again before, and no display stops.`;
    case 'secret-unreadable':
      return SECRET_UNREADABLE;
    case 'other-app':
      return 'Your Spotify app was changed, and a permission is good for one app only. Give it again, and all your displays go on.';
    case 'ended':
      return grant.isOfAge
        ? 'Spotify has ended the permission, as it does after six months. Give it again, and all your displays go on.'
        : 'Spotify has ended the permission. Give it again, and all your displays go on.';
  }
}

/** A page of its own, so that it can renew itself without a script and without the forms around it. */
function displayFrame(): Html {
  return html`<iframe
    class="display"
    src="/display"
    title="The display, as it is now"
    loading="lazy"
  ></iframe>`;
}

function playingItem(playback: Playback): Html {
  if (playback.kind === 'nothing') return html`<p>Nothing, just now.</p>`;
  const title = playback.kind === 'ad' ? 'Advertisement' : titleOf(playback) || 'Something unnamed';
  const names = namesOf(playback).join(', ');
  const address = addressOf(playback);
  return html`<p>
    <strong>${address === undefined ? title : html`<a href="${address}">${title}</a>`}</strong>
    ${names === '' ? undefined : html`<br />${names}`}<br />
    <span class="hint">${playback.isPlaying ? 'playing' : 'paused'}, from Spotify</span>
  </p>`;
}

/** Spotify wants its items linked back (developer policy); only a real id makes an address. */
function addressOf(playback: Playback): string | undefined {
  if (playback.kind !== 'track' && playback.kind !== 'episode') return undefined;
  return /^[A-Za-z0-9]{22}$/.test(playback.itemKey)
    ? `https://open.spotify.com/${playback.kind}/${playback.itemKey}`
    : undefined;
}

function devicesSection(devices: readonly Device[]): Html {
  const items = devices.map(
    ({ id, name, createdAtMs, lastUsedAtMs }) =>
      html`<li>
        <span>
          <strong>${name}</strong>
          <span class="hint">
            linked ${minute(createdAtMs)},
            ${lastUsedAtMs === undefined ? 'not used yet' : `last used ${minute(lastUsedAtMs)}`}
          </span>
        </span>
        <span class="actions">
          <a href="/devices/${id}" aria-label="Name and settings of ${name}">Settings</a>
          <form method="post" action="/devices/${id}/revoke">
            <button class="quiet" aria-label="Unlink ${name}">Unlink</button>
          </form>
        </span>
      </li>`,
  );
  return html`<section>
    <h2>Linked displays</h2>
    ${
      items.length === 0
        ? html`<p>None yet.</p>`
        : html`<ul class="plain">
            ${items}
          </ul>`
    }
    <a class="button" href="/link">Link a display</a>
    <details>
      <summary>Make a device token by hand</summary>
      <form method="post" action="/devices">
        <p>For a script, or for firmware that cannot show a code. The token is shown once.</p>
        <label for="name">Name <span class="hint">1 to 64 characters</span></label>
        <input id="name" name="name" required maxlength="64" autocomplete="off" />
        <button class="quiet">Make a token</button>
      </form>
    </details>
  </section>`;
}

/** Device routes by hand. The token is sent in the body: an address would keep it in the browser's history. */
function tryForms(uid: string): Html {
  return html`<section>
    <details>
      <summary>Try what displays use</summary>
      <form method="post" action="/get">
        <input type="hidden" name="uid" value="${uid}" />
        <label for="token">Device token <span class="hint">a display's, or a script's</span></label>
        <textarea id="token" name="token" rows="2" required spellcheck="false"></textarea>
        <button>What plays (/get)</button>
        <button formaction="/refresh" class="quiet">Access token (/refresh)</button>
      </form>
    </details>
  </section>`;
}

function minute(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function day(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
