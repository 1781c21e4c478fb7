/** Sign in or register: two forms, so that Enter submits the fields above it. The rules are beside the fields. */
import { spotifyAppGuide } from './spotify-app.js';
import { PASSWORD, UID } from '../http/fields.js';
import { html, type Html } from '../http/html.js';
import { field, layout } from '../http/layout.js';
import { NEW_PASSWORD_INPUT, PASSWORD_INPUT } from './account-section.js';

/** What was typed, to be filled in again after a mistake; never a password or a secret. */
export type Typed = Readonly<
  Partial<Record<'action' | 'uid' | 'id' | 'invite', string | undefined>>
>;

export interface AdminPageOptions {
  /** Whether the relay has a Spotify app of its own, so that an account needs none. */
  readonly hasDefaultApp: boolean;
  readonly registration: 'open' | 'invite' | 'closed';
  readonly redirectUri: string;
  /** The code of a device that waits to be linked, if any. */
  readonly pendingCode?: string | undefined;
  /** A display is to be linked, with or without its code. */
  readonly isLinking?: boolean | undefined;
  readonly typed?: Typed | undefined;
  readonly problem?: string | undefined;
}

export function adminPage(options: AdminPageOptions): Html {
  const { registration, problem, typed = {}, pendingCode, isLinking } = options;
  const canRegister = registration !== 'closed';
  return layout({
    title: canRegister ? 'Sign in or register' : 'Sign in',
    problem,
    body: html`${
        pendingCode !== undefined || isLinking === true
          ? whyHere(pendingCode, canRegister)
          : undefined
      }
      <form method="post" action="/admin">
        <section>
          <h2>Sign in</h2>
          ${field('Name', '', nameInput(typed.action === 'register' ? undefined : typed.uid), {
            id: 'uid',
          })}
          ${field('Password', '', PASSWORD_INPUT, { id: 'pass' })}
          <button name="action" value="sign-in">Sign in</button>
        </section>
      </form>
      ${canRegister ? registerForm(options, typed) : undefined}`,
  });
}

function whyHere(pendingCode: string | undefined, canRegister: boolean): Html {
  const first = canRegister ? 'Sign in first, or register if you are new here' : 'Sign in first';
  return html`<section>
    <p>
      ${
        pendingCode === undefined
          ? 'You are about to link a display.'
          : html`You are about to link the display that shows <strong>${pendingCode}</strong>.`
      }
      ${first}: the display shows what you play, so the relay must know who you are. Linking
      continues after that${pendingCode === undefined ? '' : ', with this code'}.
    </p>
  </section>`;
}

function registerForm(options: AdminPageOptions, { uid, invite }: Typed): Html {
  const ask = 'ask the operator of this relay';
  const code = html`required autocomplete="off" value="${invite}"`;
  return html`<form method="post" action="/admin">
    <section>
      <h2>Register</h2>
      ${field('Name', UID.accepted, nameInput(uid), { id: 'new-uid', name: 'uid' })}
      ${field('Password', PASSWORD.accepted, NEW_PASSWORD_INPUT, { id: 'new-pass', name: 'pass' })}
      ${options.registration === 'invite' ? field('Invitation code', ask, code, { id: 'invite' }) : undefined}
      ${appFields(options)}
      <button name="action" value="register">Register</button>
    </section>
  </form>`;
}

function nameInput(uid: string | undefined): Html {
  return html`required maxlength="64" autocomplete="username" autocapitalize="none"
  spellcheck="false" value="${uid}"`;
}

function appFields({ hasDefaultApp, redirectUri, typed }: AdminPageOptions): Html {
  const id = html`maxlength="128" autocomplete="off" spellcheck="false" value="${typed?.id}"
  ${hasDefaultApp ? '' : 'required'}`;
  const secret = html`type="password" maxlength="256" autocomplete="off"`;
  const fields = html`${spotifyAppGuide(redirectUri)} ${field('Client ID', '', id, { id: 'id' })}
  ${field('Client secret', 'optional', secret, { id: 'secret' })}`;
  return hasDefaultApp
    ? html`<details>
        <summary>Use my own Spotify app instead of the relay's</summary>
        ${fields}
      </details>`
    : html`<h3>Your Spotify app</h3>
        ${fields}`;
}
