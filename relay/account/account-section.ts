/** The last part of the home page: what a person seldom does with an account. */
import { CLIENT_ID, NEW_PASSWORD } from '../http/fields.js';
import { html, type Html } from '../http/html.js';
import { field, minute } from '../http/layout.js';
import type { OpenSession } from '../http/session.js';

export interface AccountSectionOptions {
  readonly uid: string;
  readonly sessions: readonly OpenSession[];
  /** The session that looks. */
  readonly own: string;
  /** The form that connects Spotify once more. */
  readonly reconnect: Html;
  readonly isConnected: boolean;
}

export function accountSection({
  uid,
  sessions,
  own,
  reconnect,
  isConnected,
}: AccountSectionOptions): Html {
  return html`<section>
    <h2>Account</h2>
    <details>
      <summary>Reconnect Spotify</summary>
      ${reconnect}
    </details>
    ${
      isConnected
        ? html`<details>
            <summary>Disconnect Spotify</summary>
            <form method="post" action="/grant/delete">
              <p>This deletes what gives access to Spotify. Your devices stay linked.</p>
              <button class="danger">Disconnect Spotify</button>
            </form>
          </details>`
        : undefined
    }
    <form method="post" action="/signout"><button class="quiet">Sign out</button></form>
    <details>
      <summary>Where you are signed in</summary>
      <ul class="plain">
        ${sessions.map((session) => sessionItem(session, session.idHash === own))}
      </ul>
      <form method="post" action="/signout/everywhere">
        ${devicesToo('signout')}
        <button class="danger">Sign out everywhere</button>
      </form>
    </details>
    <details>
      <summary>Change password</summary>
      ${passwordForm(uid)}
    </details>
    <details>
      <summary>Change Spotify app</summary>
      ${appForm()}
    </details>
    <p><a href="/account/export">Download my data (JSON)</a></p>
    <details>
      <summary>Delete account</summary>
      ${deleteForm()}
    </details>
  </section>`;
}

function sessionItem(
  { idHash, browser = 'Browser', createdAtMs, lastSeenAtMs }: OpenSession,
  isOwn: boolean,
): Html {
  return html`<li>
    <span>
      <strong>${browser}</strong>${isOwn ? ' (this one)' : ''}
      <span class="hint">
        since ${minute(createdAtMs)}, last seen ${minute(lastSeenAtMs ?? createdAtMs)}
      </span>
    </span>
    <form method="post" action="/sessions/${idHash}/end">
      <button class="quiet" aria-label="Sign out ${browser}">Sign out</button>
    </form>
  </li>`;
}

function devicesToo(form: string): Html {
  return html`<label class="check" for="devices-${form}">
    <input id="devices-${form}" name="devices" type="checkbox" value="unlink" />
    Unlink all my devices too
  </label>`;
}

export function passwordForm(uid: string): Html {
  return html`<form method="post" action="/account/password">
    <input type="hidden" name="username" value="${uid}" autocomplete="username" />
    ${confirmField('change')}
    ${field('New password', NEW_PASSWORD.accepted, NEW_PASSWORD_INPUT, { id: 'new_pass' })}
    <p class="hint">Your other browsers are signed out.</p>
    ${devicesToo('password')}
    <button class="quiet">Change password</button>
  </form>`;
}

export function deleteForm(): Html {
  return html`<form method="post" action="/account/delete">
    <p>
      This deletes your account, disconnects Spotify and unlinks every device. It cannot be undone.
    </p>
    ${confirmField('delete')}
    <button class="danger">Delete everything</button>
  </form>`;
}

/** The account's own Spotify app, to be changed or entered again. */
export function appForm(clientId?: string): Html {
  const id = html`required maxlength="128" autocomplete="off" spellcheck="false" value="${clientId}"`;
  const secret = html`type="password" maxlength="256" autocomplete="off"`;
  return html`<form method="post" action="/account/app">
    ${field('Client ID', CLIENT_ID.accepted, id, { id: 'id' })}
    ${field('Client secret', 'optional', secret, { id: 'secret' })} ${confirmField('app')}
    <p class="hint">If you change the client ID, reconnect Spotify afterwards.</p>
    <button class="quiet">Save app</button>
  </form>`;
}

const REQUIRED_PASSWORD = html`type="password" required minlength="8" maxlength="128"`;
export const NEW_PASSWORD_INPUT = html`${REQUIRED_PASSWORD} autocomplete="new-password"`;
export const PASSWORD_INPUT = html`${REQUIRED_PASSWORD} autocomplete="current-password"`;

/** The current password, once more. */
export function confirmField(form: string): Html {
  return field('Current password', '', PASSWORD_INPUT, { id: `pass-${form}`, name: 'pass' });
}
