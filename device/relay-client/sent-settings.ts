/** The owner's wishes for the display, as the relay sends them along: the names we know, their values unjudged. */
import type { FieldReader } from '../http/fields.js';
import { Optional } from '../http/fields.js';
import type { SentSettings } from '../shared/settings.js';
import { RELAY_SETTINGS } from '../shared/settings.js';

/** Of an object `settings` at the top of an answer, which is good without it. */
export const SETTINGS_SHAPE = Object.freeze(
  new Optional(
    Object.freeze(Object.fromEntries(RELAY_SETTINGS.map(({ name }) => [name, 'any' as const]))),
  ),
);

/** @returns undefined where the answer says nothing of settings; of a name it does not hold there is none */
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
