/** What went wrong, and the way back. */
import { html, type Html } from './html.js';
import { layout } from './layout.js';

const TITLES = Object.freeze<Partial<Record<number, string>>>({
  400: 'That did not work',
  401: 'Not recognised',
  403: 'Not allowed',
  404: 'Not found',
  409: 'That did not work',
  429: 'Too many attempts',
  503: 'Not just now',
});

export function errorPage({
  status,
  description,
  body,
  uid,
}: {
  readonly status: number;
  readonly description: string;
  /** What may be done about it, below the description. */
  readonly body?: Html;
  /** Who is signed in, where somebody is. */
  readonly uid?: string | undefined;
}): Html {
  return layout({
    ...(uid === undefined ? {} : { uid }),
    title: TITLES[status] ?? (status >= 500 ? 'Something broke' : 'That did not work'),
    body: html`<section role="alert"><p>${description}</p></section>
      ${body} ${body ? undefined : html`<p><a href="/">Back to the start</a></p>`}`,
  });
}
