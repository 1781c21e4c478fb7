/** One linked device: its name, its settings; and the token of one that was made by hand. */
import { VERSION } from '../../device/shared/version.js';
import { settingFields, type SettingField } from './device-settings.js';
import type { Device } from './devices.js';
import { confirmField } from '../account/account-section.js';
import { html, type Html } from '../http/html.js';
import { field, labelFor, layout, picture } from '../http/layout.js';

/** What an empty field means. */
const DEFAULT = 'Default';

/** @param problem with what was typed, which then stands in `settings` or `typedName` */
export function devicePage(
  uid: string,
  device: Device,
  problem?: string,
  typedName = device.name,
): Html {
  const { id, name, settings } = device;
  return layout({
    title: name,
    uid,
    problem,
    body: html`<form method="post" action="/devices/${id}/settings" data-settings>
        <section>
          <h2>Settings</h2>
          ${picture(`/display?device=${id}`)}
          ${settingFields().map((field) => settingField(field, settings[field.name]))}
          <p class="hint">
            The preview above shows them at once. After saving, press the button on the device to
            apply them now; otherwise it does so within the hour.
          </p>
          <button>Save</button>
          <details>
            <summary>Export and import</summary>
            <p><a href="/devices/${id}/settings.json">Download these settings</a></p>
            <label for="import">
              Import
              <span class="hint">fills in the form from a downloaded file; then save</span>
            </label>
            <input id="import" type="file" accept="application/json,.json" />
            <p id="import-said" role="status"></p>
          </details>
        </section>
      </form>
      <form method="post" action="/devices/${id}/rename">
        <section>
          <h2>Name</h2>
          ${nameField(typedName)}
          <button class="quiet">Rename</button>
        </section>
      </form>
      ${versionNote(device)}
      <p><a href="/">Your devices</a></p>`,
  });
}

/** A release changes the middle number where a device should be flashed again. */
function versionNote({ version, lastUsedAtMs }: Device): Html | undefined {
  if (lastUsedAtMs === undefined) return undefined;
  const older = 'flash the device again';
  if (version === undefined)
    return html`<p class="hint">
      This device does not report its version. Unless it is a script, it is older than 0.2.0:
      ${older}.
    </p>`;
  const [own, theirs] = [VERSION, version].map((text) => {
    const [major = 0, minor = 0] = text.split('.').map(Number);
    return major * 10_000 + minor;
  }) as [number, number];
  if (theirs === own) return html`<p class="hint">Version ${version}</p>`;
  const what = theirs < own ? `too old for this relay` : 'newer than this relay';
  return html`<p class="warn">
    Version ${version} is ${what} (${VERSION}): ${theirs < own ? older : 'update the relay'}.
  </p>`;
}

function settingField({ name, label, hint, input }: SettingField, current: unknown): Html {
  const value = typeof current === 'string' || typeof current === 'number' ? String(current) : '';
  switch (input.kind) {
    case 'choice': {
      // A time zone may have been saved under another of its names.
      const isListed = value === '' || input.choices.some((choice) => choice.value === value);
      return html`${labelFor(name, label, hint)}
        <select id="${name}" name="${name}">
          ${option('', DEFAULT, value === '')} ${isListed ? undefined : option(value, value, true)}
          ${input.choices.map((choice) => option(choice.value, choice.label, choice.value === value))}
        </select>`;
    }
    case 'integer': {
      const bounds = html`type="number" min="${input.min}" max="${input.max}"`;
      const shown = html`placeholder="${DEFAULT}" value="${value}"`;
      return field(label, hint, html`${bounds} ${shown}`, { id: name });
    }
    case 'text': {
      const shown = html`placeholder="${DEFAULT}" value="${value}"`;
      return field(label, hint, html`maxlength="64" autocomplete="off" ${shown}`, { id: name });
    }
  }
}

function nameField(name: string): Html {
  const input = html`required maxlength="64" autocomplete="off" value="${name}"`;
  return field('Name', '1 to 64 characters', input, { id: 'name' });
}

export function tokenForm(name = ''): Html {
  return html`<form method="post" action="/devices">
    <p>For scripts, and for firmware that cannot show a code. The token is shown only once.</p>
    ${nameField(name)} ${confirmField('device')}
    <button class="quiet">Create token</button>
  </form>`;
}

function option(value: string, words: string, isSelected: boolean): Html {
  return isSelected
    ? html`<option value="${value}" selected>${words}</option>`
    : html`<option value="${value}">${words}</option>`;
}

export function deviceTokenPage(
  { uid, name, deviceToken }: Readonly<Record<'uid' | 'name' | 'deviceToken', string>>,
  publicUrl: string,
): Html {
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
