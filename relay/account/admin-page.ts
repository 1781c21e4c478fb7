/** Sign in or register: one form, as the original had it. The rules stand beside the fields. */
import { PASSWORD, UID } from '../http/fields.js';
import { html, type Html } from '../http/html.js';
import { field, layout } from '../http/layout.js';
import { PASSWORD_INPUT } from './account-section.js';

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
  const { registration, uid, problem } = options;
  const canRegister = registration !== 'closed';
  const name = html`required maxlength="64" autocomplete="username" autocapitalize="none"
  spellcheck="false" value="${uid}"`;
  const ask = 'only to register; ask the operator of this relay';
  return layout({
    title: canRegister ? 'Sign in or register' : 'Sign in',
    problem,
    body: html`<form method="post" action="/admin">
      <section>
        ${field('Name', UID.accepted, name, { id: 'uid' })}
        ${field('Password', PASSWORD.accepted, PASSWORD_INPUT, { id: 'pass' })}
        ${
          registration === 'invite'
            ? field('Invitation code', ask, html`autocomplete="off"`, { id: 'invite' })
            : undefined
        }
      </section>
      <section>${appFields(options)}</section>
      <button name="action" value="sign-in">Sign in</button>
      ${
        canRegister
          ? html`<button name="action" value="register" class="quiet">Register</button>`
          : undefined
      }
    </form>`,
  });
}

function appFields({ hasDefaultApp, redirectUri }: AdminPageOptions): Html {
  const hint = hasDefaultApp
    ? 'optional: this relay has an app'
    : 'required to register; later only to change it';
  const secret = html`type="password" maxlength="256" autocomplete="off"`;
  const fields = html`<p>
      Create an app in <a href="https://developer.spotify.com/dashboard">Spotify's dashboard</a> and
      add exactly this redirect URI: <code>${redirectUri}</code>
    </p>
    ${field('Client ID', hint, html`maxlength="128" autocomplete="off" spellcheck="false"`, {
      id: 'id',
    })}
    ${field('Client secret', 'optional', secret, { id: 'secret' })}`;
  return hasDefaultApp
    ? html`<details>
        <summary>Use my own Spotify app</summary>
        ${fields}
      </details>`
    : html`<h2>Your Spotify app</h2>
        ${fields}`;
}
