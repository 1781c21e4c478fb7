/** Sign in or register: one form, as the original had it. The rules stand beside the fields. */
import { PASSWORD, UID } from '../http/fields.js';
import { passwordInput } from './account-section.js';
import { html, type Html } from '../http/html.js';
import { layout } from '../http/layout.js';

export interface AdminPageOptions {
  /** Whether the relay has a Spotify app of its own, so that an account needs none. */
  readonly hasDefaultApp: boolean;
  readonly registration: 'open' | 'invite' | 'closed';
  readonly redirectUri: string;
  /** Filled in again after a mistake. */
  readonly uid?: string | undefined;
  readonly problem?: string | undefined;
}

export function adminPage(options: AdminPageOptions): Html {
  const { hasDefaultApp, registration, redirectUri, uid, problem } = options;
  const canRegister = registration !== 'closed';
  return layout({
    title: canRegister ? 'Sign in or register' : 'Sign in',
    body: html`${
        problem === undefined
          ? undefined
          : html`<section role="alert"><p class="warn">${problem}</p></section>`
      }
      <form method="post" action="/admin">
        <section>
          <label for="uid">Name <span class="hint" id="uid-rule">${UID.accepted}</span></label>
          <input
            id="uid"
            name="uid"
            required
            maxlength="64"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            aria-describedby="uid-rule"
            value="${uid}"
          />
          <label for="pass">
            Password <span class="hint" id="pass-rule">${PASSWORD.accepted}</span>
          </label>
          ${passwordInput('pass', 'pass', 'current-password')}
          ${registration === 'invite' ? inviteField() : undefined}
        </section>
        ${appFields({ hasDefaultApp, redirectUri })}
        <button name="action" value="sign-in">Sign in</button>
        ${
          canRegister
            ? html`<button name="action" value="register" class="quiet">Register</button>`
            : undefined
        }
      </form>`,
  });
}

function inviteField(): Html {
  return html`<label for="invite">
      Invitation code <span class="hint">only to register; ask the operator of this relay</span>
    </label>
    <input id="invite" name="invite" autocomplete="off" />`;
}

function appFields({
  hasDefaultApp,
  redirectUri,
}: Pick<AdminPageOptions, 'hasDefaultApp' | 'redirectUri'>): Html {
  const fields = html`<p>
      Create an app in <a href="https://developer.spotify.com/dashboard">Spotify's dashboard</a> and
      add exactly this redirect URI: <code>${redirectUri}</code>
    </p>
    <label for="id">
      Client ID
      <span class="hint">
        ${
          hasDefaultApp
            ? 'optional: this relay has an app'
            : 'required to register; later only to change it'
        }
      </span>
    </label>
    <input id="id" name="id" maxlength="128" autocomplete="off" spellcheck="false" />
    <label for="secret">Client secret <span class="hint">optional</span></label>
    <input id="secret" name="secret" type="password" maxlength="256" autocomplete="off" />`;
  return hasDefaultApp
    ? html`<section>
        <details>
          <summary>Use my own Spotify app</summary>
          ${fields}
        </details>
      </section>`
    : html`<section>
        <h2>Your Spotify app</h2>
        ${fields}
      </section>`;
}
