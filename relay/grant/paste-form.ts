/** Where Spotify cannot send the browser back to us, the person brings the address. */
import { html, type Html } from '../http/html.js';

export function pasteForm(): Html {
  return html`<p>
      This relay has no https address, so Spotify sends your browser to a page that does not open.
      Copy the whole address of that page and paste it here.
    </p>
    <form method="post" action="/callback">
      <label for="url">
        Address <span class="hint">starts with http://127.0.0.1 and contains ?code=</span>
      </label>
      <input id="url" name="url" required autocomplete="off" spellcheck="false" />
      <button>Continue</button>
    </form>`;
}
