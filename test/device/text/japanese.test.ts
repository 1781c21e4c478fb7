/** Readings of kanji in words, and what distinguishes Japanese from Chinese. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { JapaneseDictionary } from '../../../device/text/dictionary.js';
import type { Rom } from '../../../device/shared/frame.js';
import type { Hint } from '../../../device/text/transliterate.js';
import { createTransliterator } from '../../../device/text/transliterate.js';

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../device/text/${name}`, import.meta.url)));
const dictionary = read('japanese.bin');
const transliterator = createTransliterator({ text: read('tables.bin'), japanese: dictionary });

describe('transliterate with the Japanese dictionary', () => {
  it.each([
    ['東京の空', 'Tokyo no Sora'],
    ['雨が降る夜は', 'Ame ga Furu Yoru wa'],
    ['海へ行こう', 'Umi e Iko'],
    ['思う', 'Omou'],
    ['走れメロス', 'Hashire Merosu'],
    ['食べられない', 'Taberarenai'],
    ['山田太郎', 'Yamada Taro'],
    ['学校へ行きたい', 'Gakko e Ikitai'],
    ['涙そうそう', 'Namida Soso'],
    ['お父さん', 'Otosan'],
    ['人々の声', 'Hitobito no Koe'],
    // Compounds that no entry has, by each sign's commonest reading and the changes at the joint.
    ['点描', 'Tenbyo'],
    ['喝采', 'Kassai'],
    ['都はるみ', 'Miyako Harumi'],
    ['わすれない', 'Wasurenai'],
    ['負けないで', 'Makenaide'],
    ['阿佐ヶ谷', 'Asagaya'],
    ['江ノ島', 'Enoshima'],
    ['一ヶ月', 'Ikkagetsu'],
    ['１０月', '10 Gatsu'],
  ])('reads %s by its words', (title, spelling) => {
    const said = transliterator.transliterate(title, { han: 'ja' });
    expect(said.replace(/ /g, '').toLowerCase()).toBe(spelling.replace(/ /g, '').toLowerCase());
  });

  it.each([
    // Counters change where they meet their number, and some numbers have names of their own.
    ['二人の世界', 'Futari no Sekai'],
    ['三日', 'Mikka'],
    ['二十日', 'Hatsuka'],
    ['二十歳', 'Hatachi'],
    ['三本', 'Sanbon'],
    ['六回', 'Rokkai'],
    ['三階', 'Sangai'],
    ['三百六十五歩', 'Sanbyakurokujugoho'],
    ['八千', 'Hassen'],
    ['十八歳', 'Juhassai'],
    ['一週間', 'Isshukan'],
    ['九月', 'Kugatsu'],
    ['365日', '365 Nichi'],
    ['3本', '3 Bon'],
    ['3月9日', '3 Gatsu 9 Ka'],
    // Words that only look like them.
    ['百合', 'Yuri'],
    ['三日月', 'Mikazuki'],
    ['五木', 'Itsuki'],
    // Kana alone: no particle begins a text, no consonant is lost, no sign repeats nothing.
    ['はなび', 'Hanabi'],
    ['うっせぇわ', 'Ussee wa'],
    ['わっしょい', 'Wasshoi'],
    ['いすゞ', 'Isuzu'],
    ['こゝろ', 'Kokoro'],
    ['みんなのうた', 'Minna no Uta'],
  ])('reads %s as %s', (title, spelling) => {
    const said = transliterator.transliterate(title, { han: 'ja' });
    expect(said.replace(/ /g, '').toLowerCase()).toBe(spelling.replace(/ /g, '').toLowerCase());
  });

  it.each([
    ['なみだ', 'Namida'],
    ['すいへいせん', 'Suiheisen'],
    ['へいわ', 'Heiwa'],
    ['はは', 'Haha'],
    ['もののけ姫', 'Mononoke Hime'],
    ['風になる', 'Kaze ni Naru'],
    ['勉強してよ', 'Benkyo Shite yo'],
    ['手をつなごう', 'Te o Tsunago'],
    ['アニメ「花」主題歌', 'Anime "Hana" Shudaika'],
    ['夜空 feat.初音ミク', 'Yozora feat. Hatsune Miku'],
    ['恋、花火。', 'Koi, Hanabi.'],
    ['手紙〜拝啓〜', 'Tegami ~Haikei~'],
  ])('keeps the words of %s apart', (title, spelling) => {
    expect(transliterator.transliterate(title, { han: 'ja' })).toBe(spelling);
  });

  it.each([
    ['空想', '米津玄師', 'Kuso'],
    ['群青', '谷村新司', 'Gunjo'],
    ['夜曲', '周杰倫', 'Ye Qu'],
    ['長大', '林俊傑', 'Zhang Da'],
  ])('reads %s in the language of its artist %s', (title, artist, spelling) => {
    expect(transliterator.transliterate(title, { artist })).toBe(spelling);
  });

  it('ignores a hint of the wrong type', () => {
    const hint = { artist: null, album: 7, isrc: null } as unknown as Hint;
    expect(transliterator.transliterate('桜', hint)).toBe('Sakura');
    expect(transliterator.transliterate('朋友', hint)).toBe(transliterator.transliterate('朋友'));
    expect(transliterator.transliterate('桜', null)).toBe('Sakura');
  });

  it('shows plain letters with an unknown ROM', () => {
    expect(transliterator.toLcd('ä桜', 'A99' as Rom)).toBe('a Sakura');
  });

  it('writes particles separately, in lower case', () => {
    expect(transliterator.transliterate('東京の空')).toBe('Tokyo no Sora');
  });

  it.each([
    ['the setting', '朋友', { han: 'ja' }, 'Hoyu'],
    ['the setting, against kana in the artist', '東京', { han: 'zh', artist: 'さだ' }, 'Dong Jing'],
    ['kana in the artist', '朋友', { artist: 'さだまさし' }, 'Hoyu'],
    ['kana in the album', '朋友', { album: 'ベスト' }, 'Hoyu'],
    ['the country of the recording', '朋友', { isrc: 'JPA000000000' }, 'Hoyu'],
    ['signs that Japanese alone writes', '桜', {}, 'Sakura'],
    ['signs that Chinese alone writes', '发现', {}, 'Fa Xian'],
  ] as const)('tells the language by %s', (_name, title, context, spelling) => {
    expect(transliterator.transliterate(title, context)).toBe(spelling);
  });

  it('reads a text longer than its window in linear time', () => {
    const verse = '夢の中で君を探して歩いている';
    const once = transliterator.transliterate(verse);
    const long = transliterator.transliterate(verse.repeat(100));
    expect(long.split(once.split(' ')[0]!).length - 1).toBeGreaterThanOrEqual(99);
  });

  it('reads a character that no Japanese word has as Chinese, and drops none', () => {
    expect(transliterator.transliterate('们の夢')).toBe('Men no Yume');
  });

  it('reads Han as Chinese without a dictionary', () => {
    expect(
      createTransliterator({ text: read('tables.bin') }).transliterate('東京', { han: 'ja' }),
    ).toBe('Dong Jing');
  });
});

describe('JapaneseDictionary', () => {
  it.each([
    ['other bytes', new Uint8Array(100), /not made by/],
    ['half of it', dictionary.subarray(0, 9000), /cut short/],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => new JapaneseDictionary(bytes)).toThrow(message);
  });

  it('fits its share of the flash', () => {
    expect(dictionary.length).toBeLessThanOrEqual(700 * 1024);
  });
});
