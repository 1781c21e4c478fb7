/** Linking a device: type its code, see which device it is, decide. */
import { html, type Html } from '../http/html.js';
import { countOf, field, layout } from '../http/layout.js';

export function codePage(uid: string, typed = '', problem?: string): Html {
  const input = html`class="code" required autocomplete="off" autocapitalize="characters"
  spellcheck="false" maxlength="20" value="${typed}"`;
  const hint = 'eight letters, with or without the dash';
  return layout({
    title: 'Link a device',
    uid,
    problem,
    body: html`<form method="post" action="/link">
        <section>
          ${field('Code on the display', hint, input, { id: 'code' })}
          <button>Continue</button>
        </section>
      </form>
      <p><a href="/">Your devices</a></p>`,
  });
}

export interface ConfirmPageOptions {
  readonly uid: string;
  /** As on the display. */
  readonly code: string;
  readonly deviceName: string;
  readonly address: string;
  readonly ageS: number;
}

export function confirmPage(options: ConfirmPageOptions): Html {
  const { uid, code, deviceName, address, ageS } = options;
  const minutes = Math.floor(ageS / 60);
  return layout({
    title: 'Link this device?',
    uid,
    body: html`<section>
      <p class="code">${code}</p>
      <p>
        <strong><bdi>${deviceName}</bdi></strong> requested this code
        ${minutes === 0 ? 'less than a minute' : countOf(minutes, 'minute')} ago, from ${address}.
      </p>
      <p>
        Link it only if a display in front of you shows exactly this code. The device will see what
        you play.
      </p>
      <form method="post" action="/link">
        <input type="hidden" name="code" value="${code}" />
        <button name="decision" value="approve">Link it</button>
        <button name="decision" value="deny" class="quiet">Don't link</button>
      </form>
    </section>`,
  });
}
