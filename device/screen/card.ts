/** What plays in the display's letters, spelled once for each item and then only scrolled. */
import type { Playback } from '../spotify/playback.js';
import { halfWidth, isKana } from '../text/rom.js';
import type { SpellingContext } from '../text/transliterate.js';
import type { Alphabet, SlotUse } from './alphabet.js';

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

export const PRIVATE_TITLE = 'Private session';
const AD_TITLE = 'Advertisement';
const UNKNOWN_TITLE = 'Unknown item';
/** Repeats the Han before it. */
const ITERATION_MARK = 0x3005;

/** Spells any text in plain letters, and leaves those that `keep` names as they are. */
export interface Speller {
  spell(text: string, context?: SpellingContext & { readonly keep?: Keep }): string;
}

type Keep = (codePoint: number) => boolean;
type Spell = (text: string, context?: SpellingContext) => string;
type Item = Exclude<Playback, { kind: 'nothing' }>;

/**
 * The item in as many letters of its own as the display can show: first with all that could be shown, to see which are
 * wanted most, then with those that got a slot.
 */
export function cardOf(
  item: Item,
  speller: Speller,
  alphabet: Alphabet,
  use: SlotUse = ALL_IN_USE,
): Card {
  if (alphabet.rom === 'ascii')
    return compose(item, (text, context) => speller.spell(text, context));
  const wished = compose(
    item,
    keeping(speller, (letter) => alphabet.couldKeep(letter), alphabet),
  );
  alphabet.assign(use, [wished.line, wished.detail]);
  return compose(
    item,
    keeping(speller, (letter) => alphabet.keeps(letter), alphabet),
  );
}

const ALL_IN_USE: SlotUse = Object.freeze({
  hasBar: true,
  marks: Object.freeze(['play', 'pause'] as const),
});

/** Kana between Han that is spelled in Latin letters would be read by nobody: there it is spelled too. */
function keeping(speller: Speller, keep: Keep, { rom }: Alphabet): Spell {
  return (text, context) => {
    const keepsKana = rom === 'A00' && !hasHan(text);
    const spelled = speller.spell(text, {
      ...context,
      keep: (letter) => (isKana(letter) ? keepsKana : keep(letter)),
    });
    return keepsKana ? halfWidth(spelled) : spelled;
  };
}

function hasHan(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const charCode = text.charCodeAt(at);
    if ((charCode >= 0x3400 && charCode <= 0x9fff) || charCode === ITERATION_MARK) return true;
  }
  return false;
}

/** A private session is nobody's business, not even the living room's. */
function compose(playback: Item, spellText: Spell): Card {
  if (playback.isPrivate) return card(PRIVATE_TITLE, [], '');
  const deviceName = spellText(playback.deviceName);
  switch (playback.kind) {
    case 'track':
    case 'local': {
      const { artists, album, isrc } = playback;
      const artist = artists.join(', ');
      const spell = (text: string): string => spellText(text, { artist, album, isrc });
      const title = spell(playback.title) || UNKNOWN_TITLE;
      const names = artists.map(spell).filter((name) => name !== '');
      return card(title, names, spell(album) || deviceName);
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

/** As the display's ancestor wrote it: one name, two with "and", of three or more the first with "etc". */
export function bylineOf(artists: readonly string[]): string {
  const [first = '', second] = artists;
  if (second === undefined) return first;
  return artists.length === 2 ? `${first} and ${second}` : `${first} etc`;
}
