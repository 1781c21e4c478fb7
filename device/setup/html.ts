/** Text in the pages: cut and escaped. */

/** At most `charactersMax` characters. A name never has more characters than bytes. */
export function cut(text: string, charactersMax: number): string {
  let short = '';
  let count = 0;
  for (const character of text) {
    if (count === charactersMax) return short;
    short += character;
    count += 1;
  }
  return short;
}

const ENTITIES: Readonly<Record<string, string>> = Object.freeze({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

export function escaped(text: string): string {
  let safe = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // Control characters break pages and terminals.
    safe += ENTITIES[character] ?? (code < 0x20 || code === 0x7f ? '\ufffd' : character);
  }
  return safe;
}
