/** The consent page; plain HTML, every value escaped. */

export interface ConsentRequest {
  readonly requestId: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly users: readonly { readonly id: string; readonly name: string }[];
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 26rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.4rem; line-height: 1.25; }
label { display: block; padding: .2rem 0; }
button { font: inherit; padding: .55rem 1.4rem; margin: 1rem .5rem 0 0; border-radius: 2rem; border: 1px solid; cursor: pointer; }
button[value=agree] { background: #1b6e4b; border-color: #1b6e4b; color: #fff; }
small { opacity: .75; }`;

const SCOPE_MEANING: Readonly<Record<string, string>> = Object.freeze({
  'user-read-playback-state': 'see what you play and on which device',
  'user-read-currently-playing': 'see what you play now',
  'user-modify-playback-state': 'control what you play',
});

export function consentPage({ requestId, clientName, scopes, users }: ConsentRequest): string {
  const rights = scopes
    .map((scope) => `<li>${escapeHtml(SCOPE_MEANING[scope] ?? scope)}</li>`)
    .join('');
  const choices = users
    .map(
      ({ id, name }, index) =>
        `<label><input type="radio" name="user" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)}</label>`,
    )
    .join('');
  return page(
    'Connect Spotify',
    `<h1>${escapeHtml(clientName)} wants to</h1>
<ul>${rights || '<li>know who you are</li>'}</ul>
<form method="post" action="/authorize">
<input type="hidden" name="request" value="${escapeHtml(requestId)}">
<fieldset><legend>You are</legend>${choices}</fieldset>
<button name="decision" value="agree">Agree</button>
<button name="decision" value="cancel">Cancel</button>
</form>
<p><small>This is a local fake of Spotify’s page. It knows no real account.</small></p>`,
  );
}

/** What Spotify shows instead of redirecting to an address that it cannot trust. */
export function refusalPage(message: string): string {
  return page('Error', `<h1>${escapeHtml(message)}</h1>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = Object.freeze({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
