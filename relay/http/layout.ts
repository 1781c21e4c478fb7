/** The frame of every page, and what pages have in common. */
import { html, type Html } from './html.js';

export interface LayoutOptions {
  readonly title: string;
  /** Undefined if not signed in. */
  readonly uid?: string | undefined;
  /** What was wrong with the form that was sent. */
  readonly problem?: string | undefined;
  readonly body: Html;
}

const DESCRIPTION = 'Shows what plays on Spotify on a two-line character display.';

/** The script comes before the first paint, since it puts times into the browser's zone, and text would jump. */
export function layout({ title, uid, problem, body }: LayoutOptions): Html {
  const who =
    uid === undefined
      ? html`<a href="/admin">Sign in</a>`
      : html`<span>Signed in as <strong>${uid}</strong></span>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · sixteen-by-two</title>
        <meta name="description" content="${DESCRIPTION}" />
        <meta property="og:title" content="${title} · sixteen-by-two" />
        <meta property="og:description" content="${DESCRIPTION}" />
        <meta property="og:type" content="website" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        <script type="module" src="/page.js" blocking="render"></script>
      </head>
      <body>
        <header><a href="/">sixteen-by-two</a> ${who}</header>
        <main>
          <h1><bdi>${title}</bdi></h1>
          ${problem && html`<section role="alert"><p class="warn">${problem}</p></section>`} ${body}
        </main>
        <footer>
          Playing information comes from Spotify. This project is not affiliated with Spotify.
        </footer>
      </body>
    </html>`;
}

/** A form of the start page on its own page, after an error. */
export function formPage(title: string, uid: string, form: Html, problem: string): Html {
  const body = html`<section>${form}</section>
    <p><a href="/">Your devices</a></p>`;
  return layout({ title, uid, problem, body });
}

/** @param attributes of the input, except its id and name */
export function field(
  label: string,
  hint: string,
  attributes: Html,
  { id, name = id }: { readonly id: string; readonly name?: string },
): Html {
  return html`${labelFor(id, label, hint)} <input id="${id}" name="${name}" ${attributes} />`;
}

export function labelFor(id: string, label: string, hint: string): Html {
  return html`<label for="${id}"
    >${label} ${hint && html`<span class="hint">${hint}</span>`}</label
  >`;
}

/** `1 device`, `2 devices`. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** A time on a page, to the minute; the page's script puts it into the browser's time zone. */
export function minute(timeMs: number): Html {
  const iso = new Date(timeMs).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

/** The display, drawn on a canvas. @param address of its frames; by default the account's newest display */
export function picture(address = '/display'): Html {
  return html`<div class="lcd" data-lcd="${address}">
      <canvas role="img" aria-label="The display"></canvas>
    </div>
    <p class="unseen" aria-live="polite"></p>`;
}
