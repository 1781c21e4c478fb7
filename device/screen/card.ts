/** What plays in plain letters, spelled once for each item and then only scrolled. */
import type { Playback } from '../spotify/playback.js';
import type { Transliterator } from '../text/transliterate.js';

export interface Card {
  /** `Title - Artist, Artist`: for the row that says everything. */
  readonly line: string;
  readonly title: string;
  /** `A`, `A and B`, `A etc`; the show of a podcast. */
  readonly byline: string;
  /** Album, or where it plays; may be empty. */
  readonly detail: string;
}

export const PRIVATE_TITLE = 'Private session';
const AD_TITLE = 'Advertisement';
const UNKNOWN_TITLE = 'Unknown item';

/** A private session is nobody's business, not even the living room's. */
export function cardOf(
  playback: Exclude<Playback, { kind: 'nothing' }>,
  transliterator: Transliterator,
): Card {
  if (playback.isPrivate) return card(PRIVATE_TITLE, [], '');
  const deviceName = transliterator.spell(playback.deviceName);
  switch (playback.kind) {
    case 'track':
    case 'local': {
      const { artists, album, isrc } = playback;
      const artist = artists.join(', ');
      const spell = (text: string): string => transliterator.spell(text, { artist, album, isrc });
      const title = spell(playback.title) || UNKNOWN_TITLE;
      const names = artists.map(spell).filter((name) => name !== '');
      return card(title, names, spell(album) || deviceName);
    }
    case 'episode': {
      const show = transliterator.spell(playback.show);
      const title = transliterator.spell(playback.title, { album: playback.show });
      return card(title || UNKNOWN_TITLE, show ? [show] : [], deviceName);
    }
    case 'ad':
      return card(AD_TITLE, [], deviceName);
    case 'unknown':
      return card(transliterator.spell(playback.title) || UNKNOWN_TITLE, [], deviceName);
  }
}

function card(title: string, artists: readonly string[], detail: string): Card {
  const everyone = artists.join(', ');
  return {
    line: everyone ? `${title} - ${everyone}` : title,
    title,
    byline: bylineOf(artists),
    detail,
  };
}

/** As the display's ancestor wrote it: one name, two with "and", of three or more the first with "etc". */
export function bylineOf(artists: readonly string[]): string {
  const [first = '', second] = artists;
  if (second === undefined) return first;
  return artists.length === 2 ? `${first} and ${second}` : `${first} etc`;
}
