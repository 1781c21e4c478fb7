/** The HTML pages of Wi-Fi set-up. All outside text is escaped; passwords never appear. */
import { NAME_BYTES_MAX } from './wifi-rules.js';
import { PLAIN_LABEL, RELAY_CHARACTERS_MAX, type ChoiceProblem } from './choice.js';
import { DISPLAY_STYLE, displaySection } from './display-form.js';
import { cut, escaped } from './html.js';
import type { Fields, FoundNetwork } from './ports.js';

export interface FormPage {
  /** Strongest first, each name once. */
  readonly networks: readonly FoundNetwork[];
  /** The network that could not be joined, if that is why the page is open. */
  readonly missing: string | undefined;
  readonly problem: ChoiceProblem | undefined;
  /** The current values of the fields. */
  readonly chosen: string;
  readonly relay: string;
  readonly mayBePlain: boolean;
  /** An empty password keeps the stored one of this network. */
  readonly keepsPassword: boolean;
  /** The section *Display*, if the hardware can be changed. */
  readonly display:
    | { readonly fields: Fields; readonly pins: readonly number[]; readonly isOpen: boolean }
    | undefined;
  /** Returned with the form: pages of other sites cannot know it. */
  readonly token: string;
}

/** The limits between "strong", "fair" and "weak"; below -80 dBm connections drop. */
const STRONG_DBM = -60;
const FAIR_DBM = -75;

const STYLE = `:root{color-scheme:light dark;--line:#8886;--accent:#0a7d4f}
*{box-sizing:border-box}body{font:17px/1.45 system-ui,sans-serif;margin:0 auto;max-width:27rem;padding:1.2rem}
h1{font-size:1.35rem;margin:0 0 .3rem}p{margin:.3rem 0 .9rem}
fieldset{border:1px solid var(--line);border-radius:.6rem;margin:0 0 1.1rem;padding:.2rem .8rem}
legend,.name{font-weight:600}legend{padding:0 .3rem}
.row{align-items:center;border-top:1px solid var(--line);display:flex;gap:.7rem;min-height:3rem}
.row:first-of-type{border-top:0}.row span{flex:1;overflow-wrap:anywhere}.row small{opacity:.75}
input[type=radio],input[type=checkbox]{accent-color:var(--accent);flex:none;height:1.25rem;width:1.25rem}
input[type=text],input[type=password],input[type=url]{background:transparent;border:1px solid #8889;
border-radius:.5rem;color:inherit;font:inherit;margin:.3rem 0;padding:.65rem .7rem;width:100%}
@supports selector(:has(*)){.other{display:none}.row:has(#other:checked)+.other{display:block}}
button{background:var(--accent);border:0;border-radius:.6rem;color:#fff;font:inherit;font-weight:600;
margin-top:1.2rem;padding:.85rem;width:100%}
.wrong{border-left:.3rem solid #c33;padding:.1rem 0 .1rem .7rem}.small{font-size:.85rem;opacity:.85}
.tick{align-items:center;display:flex;gap:.6rem;padding:.35rem 0}
${DISPLAY_STYLE}`;

export function formPage(page: FormPage): string {
  const { networks, missing, problem, chosen, mayBePlain, keepsPassword, display, token } = page;
  // A value over the limit was refused; do not send it back in full.
  const relay = cut(page.relay, RELAY_CHARACTERS_MAX);
  const isListed = networks.some(({ name }) => name === chosen);
  const other = isListed || (chosen === '' && networks.length > 0) ? '' : chosen;
  const rows = networks.map((network) => networkRow(network, network.name === chosen));
  const isOther = !isListed && (chosen !== '' || networks.length === 0);
  return layout(
    'Wi-Fi set-up',
    `<h1>Wi-Fi set-up</h1>
${missing === undefined ? '<p>Choose a Wi-Fi network for the device.</p>' : `<p class="wrong">The device could not join <b>${shown(missing)}</b>. Check the password, and that the network is in range.</p>`}
${problem ? `<p class="wrong" role="alert">${escaped(problem.text)}</p>` : ''}
<form method="post" action="/" autocomplete="off">
<input type="hidden" name="token" value="${escaped(token)}">
${problem?.isDoubt ? `<input type="hidden" name="sure" value="${escaped(cut(chosen, NAME_BYTES_MAX))}">` : ''}
<fieldset><legend>Network</legend>
${rows.join('\n')}
<label class="row"><input type="radio" name="network" value="" id="other"${isOther ? ' checked' : ''}><span>Another network</span></label>
<label class="other">Network name
<input type="text" name="other" value="${escaped(cut(other, NAME_BYTES_MAX))}" maxlength="${NAME_BYTES_MAX}" autocapitalize="none" autocorrect="off" spellcheck="false"></label>
</fieldset>
<label><span class="name">Password</span>
<input type="password" name="password" id="password" maxlength="64"${keepsPassword ? ` placeholder="unchanged for ${escaped(cut(chosen, NAME_BYTES_MAX))}"` : ''} autocapitalize="none" autocorrect="off" spellcheck="false"></label>
<label class="tick small"><input type="checkbox" onclick="document.getElementById('password').type=this.checked?'text':'password'">Show password</label>
<label><span class="name">Relay</span>
<input type="text" inputmode="url" name="relay" value="${escaped(relay)}" maxlength="${RELAY_CHARACTERS_MAX}" placeholder="https://relay.example.org" autocapitalize="none" autocorrect="off" spellcheck="false"></label>
<label class="tick small"><input type="checkbox" name="plain" value="yes"${mayBePlain ? ' checked' : ''}>${PLAIN_LABEL}</label>
<button>Save and restart</button>
${display ? displaySection(display.fields, display.pins, display.isOpen) : ''}
</form>
<p class="small">Not in the list? Choose “Another network” and type its name. The device supports 2.4 GHz networks, open or with a password. It does not support networks that need a user name (Enterprise) or Enhanced Open (OWE).</p>`,
  );
}

export function savedPage(name: string): string {
  return layout(
    'Saved',
    `<h1>Saved</h1>
<p>The device is restarting and will join <b>${shown(name)}</b>. You can disconnect from this network.</p>
<p>If it can’t join, its display says so, and this network reappears after a minute or two.</p>`,
  );
}

export function plainPage(title: string, text: string): string {
  return layout(
    title,
    `<h1>${escaped(title)}</h1>\n<p>${escaped(text)} <a href="/">Wi-Fi set-up</a></p>`,
  );
}

/** What the test of the hardware says, in its frame on the form. */
export function testedPage(text: string): string {
  return layout('Test', `<p class="small" role="status">${escaped(text)}</p>`);
}

function networkRow({ name, signalDbm, isOpen }: FoundNetwork, isChosen: boolean): string {
  const strength = signalDbm >= STRONG_DBM ? 'strong' : signalDbm >= FAIR_DBM ? 'fair' : 'weak';
  // A form cannot send such bytes, nor can a person type them.
  if (name.includes('\ufffd'))
    return `<div class="row"><span>${shown(name)}</span><small>name is not UTF-8: change it on the router</small></div>`;
  return (
    `<label class="row"><input type="radio" name="network" value="${escaped(name)}"${isChosen ? ' checked' : ''}>` +
    `<span>${shown(name)}</span><small>${isOpen ? 'open, ' : ''}${strength}</small></label>`
  );
}

function layout(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>
${content}
</main></body></html>
`;
}

/** A name for display: cut to the longest valid name, isolated from its line, and without direction marks. */
function shown(name: string): string {
  const short = cut(name, NAME_BYTES_MAX);
  let plain = '';
  for (const character of short)
    plain += isDirectionMark(character.codePointAt(0) ?? 0) ? '\ufffd' : character;
  return `<bdi>${escaped(plain)}${short === name ? '' : '…'}</bdi>`;
}

/** LRM, RLM and ALM, the embeddings and overrides, the isolates (UAX #9, 2). */
function isDirectionMark(code: number): boolean {
  return (
    code === 0x61c ||
    (code >= 0x200e && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}
