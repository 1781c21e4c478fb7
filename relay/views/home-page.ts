/** The start page: what this is; signed in, everything that is linked and what plays. */
import type { Playback } from '../../device/spotify/playback.js';
import { namesOf, titleOf } from '../services/get-answer.js';
import type { Device } from '../store/store.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { pasteForm } from './paste-form.js';

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

export type GrantState = 'none' | 'good' | 'ended';

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
        ${typeof playing === 'string' ? html`<p>${playing}</p>` : playingItem(playing)}
      </section>
      ${devicesSection(devices)} ${tryForms(uid)} ${accountSection()}`,
  });
}

function grantSection(grant: GrantState, isPasted: boolean): Html | undefined {
  if (grant === 'good') return undefined;
  return html`<section>
    <h2>Spotify</h2>
    <p class="${grant === 'ended' ? 'warn' : ''}">
      ${
        grant === 'ended'
          ? 'Spotify has ended the permission (it does so after six months). Give it again, and all your displays go on.'
          : 'This relay may not read what you play yet.'
      }
    </p>
    <a class="button" href="/authorize">Allow at Spotify</a>
    ${isPasted ? pasteForm() : undefined}
  </section>`;
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
        <form method="post" action="/devices/${id}/revoke">
          <button class="quiet" aria-label="Unlink ${name}">Unlink</button>
        </form>
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

function accountSection(): Html {
  return html`<section>
    <h2>Account</h2>
    <p><a href="/authorize">Authorize at Spotify again</a></p>
    <form method="post" action="/signout"><button class="quiet">Sign out</button></form>
    <details>
      <summary>Delete the account</summary>
      <form method="post" action="/account/delete">
        <p>Removes the account, the permission and every linked display. It cannot be undone.</p>
        <button>Delete everything</button>
      </form>
    </details>
  </section>`;
}

function minute(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
