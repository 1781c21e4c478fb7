/** The texts for each kind of item. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Alphabet } from '../../../device/screen/alphabet.js';
import { cardOf } from '../../../device/screen/card.js';
import { bylineOf } from '../../../device/screen/lcd-text.js';
import type { Playback } from '../../../device/spotify/playback.js';
import { createTransliterator } from '../../../device/text/transliterate.js';

const tables = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../device/text/${name}`, import.meta.url));
const transliterator = createTransliterator({
  text: tables('tables.bin'),
  japanese: tables('japanese.bin'),
});
const ascii = new Alphabet('ascii');
const COMMON = {
  isPlaying: true,
  progressMs: 0,
  durationMs: 1000,
  deviceName: 'Küche',
  isPrivate: false,
  itemKey: 'a',
};
type Item = Exclude<Playback, { kind: 'nothing' }>;
const track = (change: object = {}): Item => ({
  kind: 'track',
  ...COMMON,
  title: 'Así',
  artists: ['Ana'],
  album: 'Álbum',
  isrc: '',
  ...change,
});

describe('cardOf', () => {
  it.each<[string, Item, object]>([
    [
      'a track',
      track(),
      { line: 'Asi - Ana', title: 'Asi', byline: 'Ana', album: 'Album', device: 'Kuche' },
    ],
    ['two artists', track({ artists: ['A', 'B'] }), { line: 'Asi - A, B', byline: 'A and B' }],
    [
      'three artists',
      track({ artists: ['A', 'B', 'C'] }),
      { line: 'Asi - A, B, C', byline: 'A etc' },
    ],
    ['no artist', track({ artists: [] }), { line: 'Asi', byline: '' }],
    [
      'artists that are blank',
      track({ artists: ['\u3000', 'B'] }),
      { line: 'Asi - B', byline: 'B' },
    ],
    ['no album', track({ album: '' }), { album: 'Kuche', device: 'Kuche' }],
    ['an empty title', track({ title: '' }), { line: 'Unknown item - Ana', title: 'Unknown item' }],
    ['a blank title', track({ title: ' ' }), { title: 'Unknown item' }],
    ['a title of signs', track({ title: '😀' }), { title: 'grinning face' }],
    ['a local file', track({ kind: 'local', artists: [], album: '' }), { line: 'Asi' }],
    [
      'a podcast',
      { kind: 'episode', ...COMMON, title: 'Folge 1', show: 'Die Show' },
      { line: 'Folge 1 - Die Show', byline: 'Die Show', album: 'Kuche', device: 'Kuche' },
    ],
    [
      'a podcast without a show',
      { kind: 'episode', ...COMMON, title: 'Folge 1', show: '' },
      { line: 'Folge 1', byline: '' },
    ],
    [
      'an ad',
      { kind: 'ad', ...COMMON },
      { line: 'Advertisement', byline: '', album: 'Kuche', device: 'Kuche' },
    ],
    ['an unknown item', { kind: 'unknown', ...COMMON, title: '' }, { line: 'Unknown item' }],
    ['an item from the future', { kind: 'unknown', ...COMMON, title: 'Clip' }, { line: 'Clip' }],
  ])('says of %s what it is', (_name, item, expected) => {
    expect(cardOf(item, transliterator, ascii)).toMatchObject(expected);
  });

  it('reads signs as a person’s name in an artist, not in a title', () => {
    const { line } = cardOf(track({ title: '任贤齐', artists: ['任贤齐'] }), transliterator, ascii);
    expect(line).toBe('Ren Xian Qi - Ren Xianqi');
  });

  it('shows a private session as nothing but that', () => {
    expect(cardOf(track({ isPrivate: true }), transliterator, ascii)).toEqual({
      line: 'Private session',
      title: 'Private session',
      byline: '',
      album: '',
      device: '',
    });
  });
});

describe('the language of a title', () => {
  const song = (change: object): Item => track({ title: '朋友', album: '', ...change });
  it.each<[string, Item, 'Hoyu' | 'Peng You']>([
    ['by itself', song({}), 'Peng You'],
    ['an artist', song({ artists: ['Ana', 'さだ'] }), 'Hoyu'],
    ['the album', song({ album: 'ベスト' }), 'Hoyu'],
    ['the recording', song({ isrc: 'JPA000000000' }), 'Hoyu'],
    ['the show', { kind: 'episode', ...COMMON, title: '朋友', show: 'さだ' }, 'Hoyu'],
  ])('is told by what is known of the item: %s', (_name, item, title) => {
    expect(cardOf(item, transliterator, ascii).title).toBe(title);
  });

  it.each(['ascii', 'A00'] as const)('is the one of the settings, with %s', (rom) => {
    const titles = (['auto', 'ja'] as const).map(
      (han) => cardOf(song({}), transliterator, new Alphabet(rom), { han }).title,
    );
    expect(titles).toEqual(['Peng You', 'Hoyu']);
  });
});

describe('cardOf with a ROM', () => {
  const titled = (title: string, alphabet: Alphabet): string => {
    const item = track({ title, durationMs: 200_000, deviceName: '', album: '' });
    return cardOf(item, transliterator, alphabet).line;
  };

  it.each([
    ['A00', 'Für Elise', 'Für Elise - Ana'],
    ['A00', 'Zażółć', 'Zażólc - Ana'],
    ['A00', 'ガンダム', 'ｶﾞﾝﾀﾞﾑ - Ana'],
    ['A02', 'Déjà Vu', 'Déjà Vu - Ana'],
    ['A02', 'Øresund', 'Øresund - Ana'],
    ['A02', 'Łódź', 'Łódź - Ana'],
  ] as const)('shows on %s %s as %s', (rom, title, line) => {
    expect(titled(title, new Alphabet(rom))).toBe(line);
  });

  it('gives no slot to letters of an album without a row', () => {
    const item = track({ title: 'Łód', album: 'ąęśćńő ąęśćńő', durationMs: 200_000 });
    const own = (details: readonly 'album'[] = []): string =>
      cardOf(item, transliterator, new Alphabet('A00'), { details }).title;
    expect([own(['album']), own()]).toEqual(['Lod', 'Łód']);
  });

  it('has both the album and the device, as the layout needs them', () => {
    const both = (item: Item): readonly string[] => {
      const { album, device } = cardOf(item, transliterator, ascii);
      return [album, device];
    };
    expect(both(track())).toEqual(['Album', 'Kuche']);
    expect(both(track({ deviceName: '' }))).toEqual(['Album', '']);
  });

  it('contains only characters that the display has a code for', () => {
    const alphabet = new Alphabet('A00');
    const title = 'Žluťoučký kůň úpěl ďábelské ódy';
    const line = titled(title, alphabet);
    expect(line).toHaveLength(`${title} - Ana`.length);
    const own = Array.from(line, (letter) => letter.charCodeAt(0)).filter((code) => code > 0x7e);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((code) => !alphabet.keeps(code))).toEqual([]);
  });
});

describe('letters with a combining mark', () => {
  it.each(['ascii', 'A00', 'A02'] as const)('are read as one letter: %s', (rom) => {
    for (const title of ['Beyoncé', 'Żółć', 'Šļūtenes', 'Ångström', 'Ñandú', 'Ðe ŭ ő']) {
      const [one, loose] = (['NFC', 'NFD'] as const).map(
        (form) =>
          cardOf(track({ title: title.normalize(form) }), transliterator, new Alphabet(rom)).line,
      );
      expect(loose).toBe(one);
    }
  });
});

describe('bylineOf', () => {
  it.each([
    [[], ''],
    [['A'], 'A'],
    [['A', 'B'], 'A and B'],
    [['A', 'B', 'C'], 'A etc'],
  ])('writes %j as %j', (artists, byline) => {
    expect(bylineOf(artists)).toBe(byline);
  });
});
