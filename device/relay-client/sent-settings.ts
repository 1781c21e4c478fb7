/** The settings in the relay's responses: the names that we know, their values unchecked. */
import type { FieldReader } from '../http/fields.js';
import { Optional } from '../http/fields.js';
import type { SentSettings } from '../shared/settings.js';
import { RELAY_SETTINGS } from '../shared/settings.js';

/** Shape of the optional object `settings` at the top of a response. */
export const SETTINGS_SHAPE = Object.freeze(
  new Optional(
    Object.freeze(Object.fromEntries(RELAY_SETTINGS.map(({ name }) => [name, 'any' as const]))),
  ),
);

/** @returns undefined if the response has no settings; names that it does not have are left out */
export function settingsIn(fields: FieldReader): SentSettings | undefined {
  if (!fields.has('settings'))
    return (fields.any('settings') ?? null) === null ? undefined : 'no object';
  const settings: Record<string, unknown> = {};
  for (const { name } of RELAY_SETTINGS) {
    const value = fields.any(`settings.${name}`);
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
