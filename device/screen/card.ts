/** The texts of an item in the display's letters: transliterated once, then only scrolled. */
import type { Item } from '../spotify/playback.js';
import type { DisplayLetters } from '../text/lettering.js';
import type { Hint, Transliterator } from '../text/transliterate.js';
import type { Alphabet, SlotUse } from './alphabet.js';
import { AD_TITLE, bylineOf, PRIVATE_TITLE, UNKNOWN_TITLE } from './lcd-text.js';
import { composeLetters } from './letter-glyphs.js';

/** One character per cell, and only letters that the alphabet has codes for. */
export interface Card {
  /** `Title - Artist, Artist`: for screens with one row of text. */
  readonly line: string;
  readonly title: string;
  /** `A`, `A and B`, `A etc`; the show of a podcast. */
  readonly byline: string;
  /** The device if there is none; may be empty. */
  readonly album: string;
  readonly device: string;
}

type Detail = 'album' | 'device';

type SpellText = (text: string, hint?: Hint) => string;

export interface CardOptions {
  readonly use?: SlotUse;
  /** How Han characters are read. */
  readonly han?: NonNullable<Hint['han']>;
  /** Which of them the layout shows: their letters then need slots. */
  readonly details?: readonly Detail[];
  /** The current cells: slots that they use are reassigned last. */
  readonly shown?: Uint8Array;
}

/**
 * Keeps as many of the item's own letters as the display can show: first transliterates with all that could have a glyph,
 * to count them, then with those that got a slot.
 */
export function cardOf(
  item: Item,
  transliterator: Transliterator,
  alphabet: Alphabet,
  { use = ALL_IN_USE, han = 'auto', details = NONE, shown }: CardOptions = {},
): Card {
  const { rom } = alphabet;
  const cardIn = (letters: DisplayLetters): Card =>
    compose(item, (text, hint) =>
      transliterator.toLcd(composeLetters(text), letters, { ...hint, han }),
    );
  if (rom !== 'ascii') {
    const wanted = cardIn({ rom, keeps: (letter) => alphabet.couldKeep(letter) });
    alphabet.assign(use, [wanted.line, ...details.map((name) => wanted[name])], shown);
  } else alphabet.assign(use, []);
  return cardIn(alphabet);
}

const NONE: readonly Detail[] = Object.freeze([]);
const ALL_IN_USE: SlotUse = Object.freeze({
  hasBar: true,
  marks: Object.freeze(['play', 'pause'] as const),
});

/** A private session hides what plays. */
function compose(playback: Item, spellText: SpellText): Card {
  if (playback.isPrivate) return card(PRIVATE_TITLE, [], '');
  const deviceName = spellText(playback.deviceName);
  switch (playback.kind) {
    case 'track':
    case 'local': {
      const { artists, album, isrc } = playback;
      const artist = artists.join(', ');
      const spell = (text: string, field: NonNullable<Hint['field']>): string =>
        spellText(text, { artist, album, isrc, field });
      const title = spell(playback.title, 'title') || UNKNOWN_TITLE;
      const names = artists.map((name) => spell(name, 'artist')).filter((name) => name !== '');
      return card(title, names, deviceName, spell(album, 'album'));
    }
    case 'episode': {
      const show = spellText(playback.show);
      const title = spellText(playback.title, { album: playback.show });
      return card(title || UNKNOWN_TITLE, show ? [show] : [], deviceName);
    }
    case 'ad':
      return card(AD_TITLE, [], deviceName);
    case 'unknown':
      return card(spellText(playback.title) || UNKNOWN_TITLE, [], deviceName);
  }
}

function card(title: string, artists: readonly string[], device: string, album = ''): Card {
  const everyone = artists.join(', ');
  return {
    line: everyone ? `${title} - ${everyone}` : title,
    title,
    byline: bylineOf(artists),
    album: album || device,
    device,
  };
}
