/**
 * JSON as Spotify lays it out: a space before each colon, objects of an array opened on the array's own line. Parsers must
 * not depend on the layout, so there are others to try.
 */

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export const JSON_LAYOUTS = Object.freeze(['spotify', 'indented', 'minified'] as const);
export type JsonLayout = (typeof JSON_LAYOUTS)[number];

export function printJson(value: Json, layout: JsonLayout): string {
  if (layout === 'minified') return JSON.stringify(value);
  if (layout === 'indented') return JSON.stringify(value, undefined, 2);
  return print(value, '');
}

function print(value: Json, indent: string): string {
  if (isList(value))
    return value.length === 0
      ? '[ ]'
      : `[ ${value.map((element) => print(element, indent)).join(', ')} ]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, member]) => `${inner}${JSON.stringify(name)} : ${print(member, inner)}`,
  );
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}

/** Array.isArray does not narrow a readonly array. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
