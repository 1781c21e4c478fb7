/** What a person who looks at the display would say the device is doing: read from its rows alone. */

export interface SeenState {
  readonly state: 'dark' | 'linking' | 'playing' | 'telling';
  /** The code to type, where one stands on the display. */
  readonly code: string | undefined;
}

const CODE = /\b([BCDFGHJKLMNPQRSTVWXZ]{4})-?([BCDFGHJKLMNPQRSTVWXZ]{4})\b/;
/** Glyphs: the marks of playing and pausing, and the bar. */
const GLYPH = /[\ue000-\ue007]/;

export function seenState(rows: readonly string[]): SeenState {
  // The first row may hold anything that scrolls past, a code's letters too.
  const [, first, second] = CODE.exec(rows.slice(rows.length > 1 ? 1 : 0).join('\n')) ?? [];
  if (first !== undefined && second !== undefined)
    return { state: 'linking', code: `${first}-${second}` };
  if (rows.every((row) => row.trim() === '')) return { state: 'dark', code: undefined };
  return { state: rows.some((row) => GLYPH.test(row)) ? 'playing' : 'telling', code: undefined };
}
