/** The last part of the start page: what is seldom done with an account. */
import { PASSWORD } from '../http/fields.js';
import { appForm } from './app-form.js';
import { html, type Html } from '../http/html.js';

export function accountSection(uid: string): Html {
  return html`<section>
    <h2>Account</h2>
    <p><a href="/authorize">Authorize at Spotify again</a></p>
    <form method="post" action="/signout"><button class="quiet">Sign out</button></form>
    <form method="post" action="/signout/everywhere">
      <button class="quiet">Sign out everywhere</button>
    </form>
    <details>
      <summary>Change the password</summary>
      <form method="post" action="/account/password">
        <input type="hidden" name="username" value="${uid}" autocomplete="username" />
        <label for="pass">Present password</label>
        <input
          id="pass"
          name="pass"
          type="password"
          required
          minlength="8"
          maxlength="128"
          autocomplete="current-password"
        />
        <label for="new_pass">New password <span class="hint">${PASSWORD.accepted}</span></label>
        <input
          id="new_pass"
          name="new_pass"
          type="password"
          required
          minlength="8"
          maxlength="128"
          autocomplete="new-password"
        />
        <p class="hint">All your other browsers are signed out.</p>
        <button class="quiet">Change the password</button>
      </form>
    </details>
    <details>
      <summary>Change the Spotify app</summary>
      ${appForm()}
    </details>
    <p><a href="/account/export">What is stored about me (JSON)</a></p>
    <details>
      <summary>Delete the account</summary>
      <form method="post" action="/account/delete">
        <p>Removes the account, the permission and every linked display. It cannot be undone.</p>
        <button>Delete everything</button>
      </form>
    </details>
  </section>`;
}
