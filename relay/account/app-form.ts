/** The account's own Spotify app, to be changed or entered again. */
import { CLIENT_ID } from '../http/fields.js';
import { html, type Html } from '../http/html.js';

export const SECRET_UNREADABLE =
  "The client secret of your Spotify app is stored, but cannot be read any more. Enter it again, with the client ID, from Spotify's dashboard.";

export function appForm(): Html {
  return html`<form method="post" action="/account/app">
    <label for="id">Client ID <span class="hint">${CLIENT_ID.accepted}</span></label>
    <input id="id" name="id" required maxlength="128" autocomplete="off" spellcheck="false" />
    <label for="secret">Client secret <span class="hint">may stay empty</span></label>
    <input id="secret" name="secret" type="password" maxlength="256" autocomplete="off" />
    <p class="hint">With another client ID, Spotify has to be asked for permission again.</p>
    <button class="quiet">Change the app</button>
  </form>`;
}

/** Where nothing else helps, it stands open. */
export function secretForm(): Html {
  return html`<section>${appForm()}</section>`;
}
