/** The Spotify app that an account needs, field by field, with Spotify's rules as of November 2026; docs/spotify-app.md has more. */
import { html, type Html } from '../http/html.js';

export const DASHBOARD = 'https://developer.spotify.com/dashboard';

/** Must be registered exactly like this. */
export function redirectUriLine(redirectUri: string): Html {
  return html`<span class="copied"
    ><code>${redirectUri}</code>
    <button type="button" class="quiet" data-copy="${redirectUri}" hidden>Copy</button></span
  >`;
}

export function spotifyAppGuide(redirectUri: string): Html {
  return html`<p>
      Spotify shows what you play only to an app that you register with it. It is free and takes
      five minutes. Open <a href="${DASHBOARD}">Spotify's dashboard</a>, sign in, and choose
      <strong>Create app</strong>:
    </p>
    <dl>
      <dt>App name, description</dt>
      <dd>anything without "Spotify" in the name</dd>
      <dt>Website</dt>
      <dd>leave it empty</dd>
      <dt>Redirect URIs</dt>
      <dd>exactly this one, then <strong>Add</strong>: ${redirectUriLine(redirectUri)}</dd>
      <dt>Which API/SDKs</dt>
      <dd><strong>Web API</strong></dd>
      <dt>After saving</dt>
      <dd>
        <strong>Settings</strong> has the client ID and the client secret. Under
        <strong>User Management</strong>, add each person by name and the e-mail of their Spotify
        account.
      </dd>
    </dl>
    <details>
      <summary>Spotify's rules for such apps</summary>
      <ul>
        <li>The app's owner needs Premium. The others do not.</li>
        <li>One app serves five people, each added under User Management.</li>
        <li>
          Spotify limits requests per day, over all apps of one owner. Use this app for nothing
          else.
        </li>
        <li>Everyone must agree again every six months. The home page reminds you.</li>
      </ul>
    </details>`;
}
