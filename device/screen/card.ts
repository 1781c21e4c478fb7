/** What plays in the display's letters, spelled once for each item and then only scrolled. */
import type { Item } from '../spotify/playback.js';
import type { Hint, Transliterator } from '../text/transliterate.js';
import type { Alphabet, SlotUse } from './alphabet.js';
import { AD_TITLE, bylineOf, PRIVATE_TITLE, UNKNOWN_TITLE } from './lcd-text.js';
import { composeLetters } from './letter-glyphs.js';

/** One character, one cell; all of them letters that the alphabet has codes for. */
export interface Card {
  /** `Title - Artist, Artist`: for the row that says everything. */
  readonly line: string;
  readonly title: string;
  /** `A`, `A and B`, `A etc`; the show of a podcast. */
  readonly byline: string;
  /** Album, or where it plays; may be empty. */
  readonly detail: string;
}

type SpellText = (text: string, hint?: Hint) => string;

export interface CardOptions {
  readonly use?: SlotUse;
  /** How Han is read, whatever the evidence. */
  readonly han?: NonNullable<Hint['han']>;
  /** Whether the display has a row for the detail, so that its letters want slots. */
  readonly hasDetail?: boolean;
  /** The cells as they are: a slot that is seen is the last to be given to another letter. */
  readonly shown?: Uint8Array;
}

/**
 * The item in as many letters of its own as the display can show: first with all that could be shown, to see which are
 * wanted most, then with those that got a slot.
 */
export function cardOf(
  item: Item,
  transliterator: Transliterator,
  alphabet: Alphabet,
  { use = ALL_IN_USE, han = 'auto', hasDetail = true, shown }: CardOptions = {},
): Card {
  const { rom } = alphabet;
  if (rom !== 'ascii') {
    const wish = { rom, keeps: (letter: number): boolean => alphabet.couldKeep(letter) };
    const wished = compose(item, (text, hint) =>
      transliterator.toLcd(composeLetters(text), wish, { ...hint, han }),
    );
    alphabet.assign(use, hasDetail ? [wished.line, wished.detail] : [wished.line], shown);
  }
  return compose(item, (text, hint) =>
    transliterator.toLcd(composeLetters(text), alphabet, { ...hint, han }),
  );
}

const ALL_IN_USE: SlotUse = Object.freeze({
  hasBar: true,
  marks: Object.freeze(['play', 'pause'] as const),
});

/** A private session is nobody's business, not even the living room's. */
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
      return card(title, names, spell(album, 'album') || deviceName);
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

function card(title: string, artists: readonly string[], detail: string): Card {
  const everyone = artists.join(', ');
  return {
    line: everyone ? `${title} - ${everyone}` : title,
    title,
    byline: bylineOf(artists),
    detail,
  };
}
