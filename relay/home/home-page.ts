/** The home page: what this is; signed in, everything that is linked and what plays. */
import type { Playback } from '../../device/spotify/playback.js';
import { accountSection, appForm } from '../account/account-section.js';
import { tokenForm } from '../devices/device-page.js';
import type { Device } from '../devices/devices.js';
import { connectForm } from '../grant/connect-form.js';
import type { GrantState } from '../grant/connect.js';
import { pasteForm } from '../grant/paste-form.js';
import { html, type Html } from '../http/html.js';
import { layout, minute, picture } from '../http/layout.js';
import { REFUSALS } from '../http/refusal.js';
import type { OpenSession } from '../http/session.js';
import { namesOf, titleOf } from '../playing/get-response.js';

export function welcomePage(): Html {
  return layout({
    title: 'What plays on Spotify, on two lines',
    body: html`<section>
        <p>
          A sixteen-by-two is a small character display that shows the song, artist and progress of
          what you play on Spotify. This relay signs it in: your Spotify credentials stay here, and
          never go to the device.
        </p>
        ${picture('/display/example')}
        <ol>
          <li>Sign in or register here.</li>
          <li>Connect Spotify.</li>
          <li>Enter the code that your display shows.</li>
        </ol>
        <p><a class="button" href="/admin">Sign in or register</a></p>
      </section>
      <p><a href="/link">My display shows a code</a></p>`,
  });
}

export interface HomePageOptions {
  readonly uid: string;
  readonly grant: GrantState;
  /** What plays, or a sentence why that is not known; undefined: Spotify is not connected. */
  readonly playing: Playback | string | undefined;
  readonly devices: readonly Device[];
  readonly isPasted: boolean;
  readonly sessions: readonly OpenSession[];
  /** The session that looks. */
  readonly own: string;
}

export function homePage(options: HomePageOptions): Html {
  const { uid, grant, playing, devices, isPasted } = options;
  // Any other grant has its section, with the form to paste into.
  const reconnect = html`${connectForm('Reconnect Spotify', grant.mayControl)}
  ${isPasted && grant.kind === 'good' ? pasteForm() : undefined}`;
  return layout({
    title: 'Your devices',
    uid,
    body: html`${grantSection(grant, isPasted)}
      <section>
        <h2>Now playing</h2>
        ${nowPlaying(playing)}
      </section>
      ${devicesSection(devices)} ${tryForms(uid)}
      ${accountSection({ ...options, reconnect, isConnected: grant.kind !== 'none' })}`,
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
        : connectForm(
            grant.kind === 'none' ? 'Connect Spotify' : 'Reconnect Spotify',
            grant.mayControl,
          )
    }
    ${
      grant.kind === 'ended' && grant.canRetry
        ? html`<form method="post" action="/grant/retry">
            <p class="hint">
              Spotify sometimes reports this by mistake during an outage. You can check again.
            </p>
            <button class="quiet">Check again</button>
          </form>`
        : undefined
    }
    ${isPasted && grant.kind !== 'secret-unreadable' ? pasteForm() : undefined}
  </section>`;
}

function grantWords(grant: GrantState): Html | string | undefined {
  switch (grant.kind) {
    case 'good':
      return undefined;
    case 'none':
      return 'Spotify is not connected yet.';
    case 'ending':
      return html`Spotify ends every connection after six months; yours ends on
      ${day(grant.endsAtMs)}. Reconnect before then, and nothing stops.`;
    case 'secret-unreadable':
      return REFUSALS['secret-unreadable'].description;
    case 'other-app':
      return 'Your Spotify app was changed, and a connection works for one app only. Reconnect, and all your devices resume.';
    case 'ended':
      return grant.isOfAge
        ? 'Spotify has ended the connection, as it does after six months. Reconnect, and all your devices resume.'
        : 'Spotify has ended the connection. Reconnect, and all your devices resume.';
  }
}

function nowPlaying(playing: HomePageOptions['playing']): Html {
  if (playing === undefined) return html`<p>Spotify isn't connected. Connect it above.</p>`;
  if (typeof playing === 'string') return html`<p>${playing}</p>`;
  if (playing.kind === 'nothing') return html`<p>Nothing is playing.</p>`;
  return html`${picture()} ${playingItem(playing)}`;
}

function playingItem(playback: Exclude<Playback, { kind: 'nothing' }>): Html {
  const title = playback.kind === 'ad' ? 'Advertisement' : titleOf(playback) || 'Untitled';
  const names = namesOf(playback).join(', ');
  const address = addressOf(playback);
  return html`<p>
    <strong>${address === undefined ? title : html`<a href="${address}">${title}</a>`}</strong>
    ${names === '' ? undefined : html`<br />${names}`}<br />
    <span class="hint">${playback.isPlaying ? 'playing' : 'paused'}, from Spotify</span>
  </p>`;
}

/** Spotify's developer policy requires links back to its items; only a real id makes a URL. */
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
          <strong><bdi>${name}</bdi></strong>
          <span class="hint">
            linked ${minute(createdAtMs)},
            ${lastUsedAtMs === undefined ? 'never used' : html`last used ${minute(lastUsedAtMs)}`}
          </span>
        </span>
        <span class="actions">
          <a href="/devices/${id}" aria-label="Name and settings of ${name}">Settings</a>
          <form method="post" action="/devices/${id}/revoke">
            <button class="danger" aria-label="Unlink ${name}">Unlink</button>
          </form>
        </span>
      </li>`,
  );
  return html`<section>
    <h2>Linked devices</h2>
    ${
      items.length === 0
        ? html`<p>None yet.</p>`
        : html`<ul class="plain">
            ${items}
          </ul>`
    }
    <a class="button" href="/link">Link a device</a>
    <details>
      <summary>Create a device token</summary>
      ${tokenForm()}
    </details>
  </section>`;
}

/** Device routes by hand. The token is sent in the body: an address would keep it in the browser's history. */
function tryForms(uid: string): Html {
  return html`<section>
    <details>
      <summary>API test</summary>
      <form method="post" action="/get">
        <input type="hidden" name="uid" value="${uid}" />
        <label for="token">Device token <span class="hint">of a device or a script</span></label>
        <textarea id="token" name="token" rows="2" required spellcheck="false"></textarea>
        <button>Now playing (/get)</button>
        <button formaction="/refresh" class="quiet">Access token (/refresh)</button>
      </form>
    </details>
  </section>`;
}

function day(timeMs: number): Html {
  const iso = new Date(timeMs).toISOString();
  return html`<time datetime="${iso}" data-day>${iso.slice(0, 10)}</time>`;
}
