/** What went wrong, and the way back. */
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import type { RefusalDetails } from './refusal.js';

const TITLES = Object.freeze<Partial<Record<number, string>>>({
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  429: 'Too many attempts',
  500: 'Something went wrong',
  503: 'Not available',
});

export function errorPage({
  status,
  description,
  help,
  uid,
}: RefusalDetails & { readonly uid: string | undefined }): Html {
  return layout({
    uid,
    title: TITLES[status] ?? 'That did not work',
    body: html`<section role="alert"><p>${description}</p></section>
      ${help ?? html`<p><a href="/">Back to the home page</a></p>`}`,
  });
}
