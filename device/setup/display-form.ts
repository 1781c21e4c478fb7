/** The section *Display* of the page: the panel, its bus and pins, the backlight and the button. */
import { PANELS } from '../shared/panels.js';
import { escaped } from './html.js';
import type { Fields } from './ports.js';

/** The address decides between `linear` and `split`. */
const SPLIT_PANEL = '16x1 split';
/** Labels by value. */
const BUSES: Fields = Object.freeze({ gpio: 'six wires', pcf8574: 'an I2C backpack' });
const ROMS: Fields = Object.freeze({
  ascii: 'Unknown: plain letters',
  A00: 'A00: Japanese',
  A02: 'A02: European',
});
const LEVELS: Fields = Object.freeze({ high: 'its pin is high', low: 'its pin is low' });
const LABELS: Fields = Object.freeze({
  columns: 'Panel',
  bus: 'Connected by',
  ...{ pin_rs: 'RS', pin_e: 'E', pin_d4: 'D4', pin_d5: 'D5', pin_d6: 'D6', pin_d7: 'D7' },
  ...{ pin_sda: 'SDA', pin_scl: 'SCL', i2c_address: 'Address' },
  rom: 'Character ROM',
  pin_backlight: 'Backlight pin',
  backlight_active: 'Backlight is on when',
  pin_button: 'Button pin',
  ...{ pin_previous: 'Previous', pin_play: 'Play', pin_next: 'Next' },
});
const WIRES = Object.freeze(['pin_rs', 'pin_e', 'pin_d4', 'pin_d5', 'pin_d6', 'pin_d7']);
const BACKPACK = Object.freeze(['pin_sda', 'pin_scl', 'i2c_address']);
const PLAYER = Object.freeze(['pin_previous', 'pin_play', 'pin_next']);
/** The placeholder of an empty field. */
const EMPTY: Fields = Object.freeze({
  ...{ i2c_address: 'find it', pin_backlight: 'none', pin_button: 'BOOT' },
  ...{ pin_previous: 'none', pin_play: 'none', pin_next: 'none' },
});
const VALUE_CHARACTERS_MAX = 6;

export const DISPLAY_STYLE = `details{border:1px solid var(--line);border-radius:.6rem;margin:1.1rem 0;padding:.2rem .8rem .8rem}
summary{font-weight:600;padding:.6rem 0}select{background:transparent;border:1px solid #8889;border-radius:.5rem;
color:inherit;font:inherit;margin:.3rem 0;padding:.65rem .4rem;width:100%}select option{color:#000}
.pins{display:grid;gap:0 .6rem;grid-template-columns:repeat(3,1fr)}button.second{background:transparent;
border:1px solid var(--accent);color:inherit}iframe{border:0;display:block;height:6rem;width:100%}
@supports selector(:has(*)){form:has(#gpio:checked) .i2c,form:has(#pcf8574:checked) .gpio{display:none}}`;

/** @param pins the GPIOs to offer */
export function displaySection(fields: Fields, pins: readonly number[], isOpen: boolean): string {
  const input = (name: string): string =>
    `<label>${LABELS[name] ?? name}\n<input type="text" inputmode="${name === 'i2c_address' ? 'text' : 'numeric'}" name="${name}" value="${escaped((fields[name] ?? '').slice(0, VALUE_CHARACTERS_MAX))}" maxlength="${VALUE_CHARACTERS_MAX}"${name === 'i2c_address' ? '' : ' list="pins"'} placeholder="${EMPTY[name] ?? 'GPIO'}" autocapitalize="none"></label>`;
  const select = (name: string, options: Fields): string =>
    `<label>${LABELS[name] ?? name}\n<select name="${name}">${Object.entries(options)
      .map(
        ([value, text]) =>
          `<option id="${value}" value="${value}"${value === fields[name] ? ' selected' : ''}>${text}</option>`,
      )
      .join('')}</select></label>`;
  const panel = panelOf(fields);
  const panels = PANELS.map(([columns, rows]) => `${columns}x${rows}`).concat(SPLIT_PANEL);
  return `<details${isOpen ? ' open' : ''}><summary>Display: ${escaped(panel)}</summary>
<label>Panel\n<select name="panel">${panels.map((name) => `<option${name === panel ? ' selected' : ''}>${name}</option>`).join('')}</select></label>
<p class="small">A 16x1 whose right half stays blank is “${SPLIT_PANEL}”.</p>
${select('bus', BUSES)}
<div class="pins gpio">${WIRES.map(input).join('\n')}</div>
<div class="pins i2c">${BACKPACK.map(input).join('\n')}</div>
<datalist id="pins">${pins.map((pin) => `<option value="${pin}">`).join('')}</datalist>
<p class="small">GPIO numbers of your board. Good ones: ${pins.join(', ')}.</p>
${select('rom', ROMS)}
<div class="gpio">${input('pin_backlight')}</div>
${select('backlight_active', LEVELS)}
${input('pin_button')}
<p class="small">Buttons that control playback:</p>
<div class="pins">${PLAYER.map(input).join('\n')}</div>
<button class="second" formaction="/test" formtarget="tested">Show test pattern</button>
<iframe name="tested" title="Result of the test"></iframe>
<button>Save and restart</button>
</details>`;
}

/** @returns undefined if the form had no such section */
export function readDisplayFields(form: ReadonlyMap<string, string>): Fields | undefined {
  const panel = form.get('panel');
  if (panel === undefined) return undefined;
  const [size = '', addressing = 'linear'] = panel.split(' ');
  const [columns = '', rows = ''] = size.split('x');
  const fields: Record<string, string> = { columns, rows, addressing };
  for (const name of Object.keys(LABELS)) {
    if (name in fields) continue;
    const value = (form.get(name) ?? '').trim().slice(0, VALUE_CHARACTERS_MAX + 1);
    // A user may type the placeholder.
    fields[name] = value === EMPTY[name] ? '' : value;
  }
  return fields;
}

/** A sentence that starts with the field's label. It may name another field too. */
export function displayProblemText({ name, problem }: { name: string; problem: string }): string {
  const labelOf = (field: string): string => LABELS[field] ?? field;
  return `Display, ${labelOf(name)}: ${problem.replace(/pin_\w+/, labelOf)}.`;
}

function panelOf({ columns = '', rows = '', addressing }: Fields): string {
  return addressing === 'split' ? SPLIT_PANEL : `${columns}x${rows}`;
}
