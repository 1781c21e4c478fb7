/** One linked device: its name, its settings; and the token of one that was made by hand. */
import { settingFields, type SettingField } from './device-settings.js';
import type { Device } from './devices.js';
import { html, type Html } from '../http/html.js';
import { layout } from '../http/layout.js';

/** What an empty field means. */
const DEFAULT = 'Default';

export function devicePage({
  uid,
  device,
}: {
  readonly uid: string;
  readonly device: Device;
}): Html {
  const { id, name, settings } = device;
  return layout({
    title: name,
    uid,
    body: html`<form method="post" action="/devices/${id}/settings">
        <section>
          <h2>Settings</h2>
          ${settingFields().map((field) => settingField(field, settings[field.name]))}
          <p class="hint">The device applies them within the hour.</p>
          <button>Save</button>
        </section>
      </form>
      <form method="post" action="/devices/${id}/rename">
        <section>
          <h2>Name</h2>
          <label for="name">Name <span class="hint">1 to 64 characters</span></label>
          <input id="name" name="name" required maxlength="64" autocomplete="off" value="${name}" />
          <button class="quiet">Rename</button>
        </section>
      </form>
      <p><a href="/">Your devices</a></p>`,
  });
}

function settingField({ name, label, hint, input }: SettingField, current: unknown): Html {
  const value = typeof current === 'string' || typeof current === 'number' ? String(current) : '';
  const head = html`<label for="${name}">
    ${label} ${hint === '' ? undefined : html`<span class="hint">${hint}</span>`}
  </label>`;
  switch (input.kind) {
    case 'choice': {
      // A time zone may have been saved under another of its names.
      const isListed = value === '' || input.choices.some((choice) => choice.value === value);
      return html`${head}
        <select id="${name}" name="${name}">
          ${option('', DEFAULT, value === '')} ${isListed ? undefined : option(value, value, true)}
          ${input.choices.map((choice) => option(choice.value, choice.label, choice.value === value))}
        </select>`;
    }
    case 'integer':
      return html`${head}
        <input
          id="${name}"
          name="${name}"
          type="number"
          min="${input.min}"
          max="${input.max}"
          placeholder="${DEFAULT}"
          value="${value}"
        />`;
    case 'text':
      return html`${head}
        <input
          id="${name}"
          name="${name}"
          maxlength="64"
          autocomplete="off"
          placeholder="${DEFAULT}"
          value="${value}"
        />`;
  }
}

function option(value: string, words: string, isSelected: boolean): Html {
  return isSelected
    ? html`<option value="${value}" selected>${words}</option>`
    : html`<option value="${value}">${words}</option>`;
}

export interface DeviceTokenPageOptions {
  readonly uid: string;
  readonly name: string;
  readonly deviceToken: string;
  readonly publicUrl: string;
}

export function deviceTokenPage(options: DeviceTokenPageOptions): Html {
  const { uid, name, deviceToken, publicUrl } = options;
  return layout({
    title: `Token for ${name}`,
    uid,
    body: html`<section>
        <p class="warn">
          Copy it now: it is shown only once. Anyone who has it can see what you play.
        </p>
        <label for="made">Device token</label>
        <textarea id="made" rows="2" readonly>${deviceToken}</textarea>
        <p>
          Send a POST to <code>${publicUrl}/get</code> with the form fields
          <code>uid</code> (${uid}) and <code>token</code>. If the token is lost or leaks, unlink
          ${name} and make another.
        </p>
      </section>
      <p><a href="/">Your devices</a></p>`,
  });
}
