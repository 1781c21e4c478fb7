/** The last part of the start page: what is seldom done with an account. */
import { CLIENT_ID, CURRENT_PASSWORD, NEW_PASSWORD } from '../http/fields.js';
import { html, type Html } from '../http/html.js';

export function accountSection(uid: string): Html {
  return html`<section>
    <h2>Account</h2>
    <p><a href="/authorize">Reconnect Spotify</a></p>
    <form method="post" action="/signout"><button class="quiet">Sign out</button></form>
    <form method="post" action="/signout/everywhere">
      <button class="quiet">Sign out everywhere</button>
    </form>
    <details>
      <summary>Change password</summary>
      <form method="post" action="/account/password">
        <input type="hidden" name="username" value="${uid}" autocomplete="username" />
        <label for="pass">${CURRENT_PASSWORD.label}</label>
        ${passwordInput('pass', 'current-password')}
        <label for="new_pass">
          ${NEW_PASSWORD.label}
          <span class="hint" id="new_pass-rule">${NEW_PASSWORD.accepted}</span>
        </label>
        ${passwordInput('new_pass', 'new-password')}
        <p class="hint">Your other browsers are signed out.</p>
        <button class="quiet">Change password</button>
      </form>
    </details>
    <details>
      <summary>Change Spotify app</summary>
      ${appForm()}
    </details>
    <p><a href="/account/export">Download my data (JSON)</a></p>
    <details>
      <summary>Delete account</summary>
      <form method="post" action="/account/delete">
        <p>
          This deletes your account, disconnects Spotify and unlinks every device. It cannot be
          undone.
        </p>
        <button>Delete everything</button>
      </form>
    </details>
  </section>`;
}

/** The account's own Spotify app, to be changed or entered again. */
export function appForm(): Html {
  return html`<form method="post" action="/account/app">
    <label for="id">${CLIENT_ID.label} <span class="hint">${CLIENT_ID.accepted}</span></label>
    <input id="id" name="id" required maxlength="128" autocomplete="off" spellcheck="false" />
    <label for="secret">Client secret <span class="hint">optional</span></label>
    <input id="secret" name="secret" type="password" maxlength="256" autocomplete="off" />
    <p class="hint">After a new client ID, Spotify has to be connected again.</p>
    <button class="quiet">Save app</button>
  </form>`;
}

export function passwordInput(name: string, autocomplete: string): Html {
  return html`<input
    id="${name}"
    name="${name}"
    type="password"
    required
    minlength="8"
    maxlength="128"
    autocomplete="${autocomplete}"
    aria-describedby="${name}-rule"
  />`;
}
