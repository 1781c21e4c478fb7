/** What the device is doing, read from its rows. */

export interface SeenState {
  readonly state: 'off' | 'linking' | 'playing' | 'waiting';
  /** The user code, if the display shows one. */
  readonly code: string | undefined;
}

const CODE = /\b([BCDFGHJKLMNPQRSTVWXZ]{4})-?([BCDFGHJKLMNPQRSTVWXZ]{4})\b/;
/** Glyphs: the marks of playing and pausing, and the bar. */
const GLYPH = /[\ue000-\ue007]/;

export function seenState(rows: readonly string[]): SeenState {
  // Not in the first row: a title that scrolls past may look like a code.
  const [, first, second] = CODE.exec(rows.slice(rows.length > 1 ? 1 : 0).join('\n')) ?? [];
  if (first !== undefined && second !== undefined)
    return { state: 'linking', code: `${first}-${second}` };
  if (rows.every((row) => row.trim() === '')) return { state: 'off', code: undefined };
  return { state: rows.some((row) => GLYPH.test(row)) ? 'playing' : 'waiting', code: undefined };
}
