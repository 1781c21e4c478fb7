/** Linking a display: type the code, see who asks, decide. The second step is RFC 8628's guard against a sent link. */
import { html, type Html } from '../http/html.js';
import { layout } from '../http/layout.js';

export function codePage({
  uid,
  problem,
}: {
  readonly uid: string;
  readonly problem?: string;
}): Html {
  return layout({
    title: 'Link a display',
    uid,
    body: html`${
        problem === undefined
          ? undefined
          : html`<section role="alert"><p class="warn">${problem}</p></section>`
      }
      <form method="post" action="/link">
        <section>
          <label for="code">
            Code on the display <span class="hint">eight letters, with or without the dash</span>
          </label>
          <input
            id="code"
            name="code"
            class="code"
            required
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="20"
          />
          <button>Go on</button>
        </section>
      </form>`,
  });
}

export interface ConfirmPageOptions {
  readonly uid: string;
  /** As on the display. */
  readonly code: string;
  readonly deviceName: string;
  readonly address: string;
  readonly askedAgoS: number;
}

export function confirmPage(options: ConfirmPageOptions): Html {
  const { uid, code, deviceName, address, askedAgoS } = options;
  const minutes = Math.floor(askedAgoS / 60);
  return layout({
    title: 'Is this your display?',
    uid,
    body: html`<section>
      <p class="code">${code}</p>
      <p>
        <strong>${deviceName}</strong> asked
        ${minutes === 0 ? 'less than a minute' : `${minutes} min`} ago, from ${address}.
      </p>
      <p>
        Link it only if you see this very code on a display in front of you: it will know what you
        play.
      </p>
      <form method="post" action="/link">
        <input type="hidden" name="code" value="${code}" />
        <button name="decision" value="approve">Yes, link it</button>
        <button name="decision" value="deny" class="quiet">No</button>
      </form>
    </section>`,
  });
}
