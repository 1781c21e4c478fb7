/** To Spotify, with the one permission that the display itself does not need. */
import { html, type Html } from '../http/html.js';

/** @param mayControl the last grant had that permission */
export function connectForm(text: string, mayControl: boolean): Html {
  return html`<form action="/authorize">
    <label class="check">
      <input name="control" type="checkbox" value="yes" ${mayControl ? html`checked` : undefined} />
      Devices may control playback
    </label>
    <button>${text}</button>
  </form>`;
}
