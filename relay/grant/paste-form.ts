/** If Spotify cannot redirect the browser to us, the user pastes the address. */
import { html, type Html } from '../http/html.js';
import { field } from '../http/layout.js';

export function pasteForm(): Html {
  const hint = 'starts with http://127.0.0.1 and contains ?code=';
  const input = html`required autocomplete="off" spellcheck="false"`;
  return html`<p>
      This relay has no https address, so Spotify sends your browser to a page that does not open.
      Copy the whole address of that page, come back here, and paste it.
    </p>
    <form method="post" action="/callback">
      ${field('Address', hint, input, { id: 'url' })}
      <button>Continue</button>
    </form>`;
}
