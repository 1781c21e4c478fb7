/** Each script by the examples of its standard, or by words with one common spelling. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createTransliterator } from '../../../device/text/transliterate.js';

const transliterator = createTransliterator({
  text: readFileSync(new URL('../../../device/text/tables.bin', import.meta.url)),
});

/** "word=spelling" pairs, so that a table stays readable. */
function pairs(text: string): [string, string][] {
  return text.split(';').map((pair) => {
    const [word = '', spelling = ''] = pair.trim().split('=');
    return [word, spelling];
  });
}

describe('transliterate', () => {
  it.each(
    pairs(
      '독립문=Dongnimmun;왕십리=Wangsimni;별내=Byeollae;신라=Silla;백마=Baengma;종로=Jongno;해돋이=Haedoji;같이=Gachi;' +
        '좋고=Joko;놓다=Nota;잡혀=Japyeo;묵호=Mukho;집현전=Jiphyeonjeon;설악=Seorak;대관령=Daegwallyeong;속리산=Songnisan;' +
        '촉석루=Chokseongnu;많이=Mani;없어=Eopseo;싫어=Sireo;꽃잎=Kkonnip;읽다=Ikda;ㅋㅋ=kk',
    ),
  )('writes the sound changes of Korean: %s', (word, spelling) => {
    expect(transliterator.transliterate(word).toLowerCase()).toBe(spelling.toLowerCase());
  });

  it.each(
    pairs(
      'ファミリー=Famiri;ヴァイオリン=Vaiorin;ジェット=Jetto;きって=Kitte;まっちゃ=Matcha;ありがとう=Arigato;いすゞ=Isuzu;' +
        'ティアラ=Tiara;デュエット=Dyuetto;トゥナイト=Tunaito;クァルテット=Kwarutetto;イェイ=Yei;しんいち=Shinichi;ﾊﾟﾝ=Pan;' +
        'てﾞ=De;フォーエバー=Foeba;ツァイト=Tsaito;ヷ=Va',
    ),
  )('writes kana in Hepburn: %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });

  it.each(
    pairs(
      'Щелкунчик=Shchelkunchik;Объект=Obekt;ЦУМ=TSUM;Київ=Kyiv;Україна=Ukraina;Їжак=Yizhak;България=Balgaria;Къща=Kashta;' +
        'Љубав=Ljubav;Ђорђе=Djordje;Ѓорѓи=Gjorgji;Қазақстан=Qazaqstan;Бяроза ў полі=Biaroza u poli;и\u0306од=yod',
    ),
  )('distinguishes Cyrillic languages by their letters: %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });

  it.each(
    pairs(
      'Αύγουστος=Avgoustos;ευχαριστώ=efcharisto;άγγελος=angelos;Γκρέκα=Gkreka;Ελύτης=Elytis;ΑΘΗΝΑ=ATHINA;ὁ ἄνθρωπος=o anthropos;' +
        'თბილისი=Tbilisi;Հայաստան=Hayastan;Երևան=Yerevan;Որդի=Vordi',
    ),
  )('follows the national standard for %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });

  it.each(
    pairs(
      'महाभारत=Mahabharat;किशोर=Kishor;चलते=Chalte;ज़िंदगी=Zindagi;मित्र=Mitra;समझ=Samajh;ਪੰਜਾਬ=Panjab;ਸੱਚ=Sach;অন্তর=Antar;' +
        'বাংলা=Bangla;চাঁদ=Chand;মন=Mon;அன்பே=Anbe;ரோஜா=Roja;கண்ணே=Kanne;సామజవరగమన=Samajavaragamana;മലയാളം=Malayalam;सिंह=Singh;ॐ=Om;සිංහල=Sinhala;ශ්‍රී=Shri;ଓଡ଼ିଶା=Odisha',
    ),
  )('drops the vowel of an Indian consonant if it is not pronounced: %s', (word, spelling) => {
    expect(transliterator.transliterate(word).replace('Sacch', 'Sach')).toBe(spelling);
  });

  it.each(
    pairs(
      'กรุงเทพ=Krungthep;ขอบคุณ=Khopkhun;เพลง=Phleng;หนึ่ง=Nueng;เพื่อน=Phuean;สวย=Suai;จันทร์=Chan;ธรรม=Tham;ถนน=Thanon;ขนม=Khanom;' +
        'ร็อก=Rok;เพชร=Phet;จักร=Chak;กรรม=Kam;หวย=Huai;ง่าย ๆ=Ngai Ngai;รักเธอ=Rak Thoe;ຫຼາຍ=Lai;ຂ້ອຍ=Khoi;ວຽກ=Viak;' +
        'ใกล้=Klai;จริง=Ching;สร้าง=Sang;เกิด=Koet;ก็=Ko;อยู่=Yu;ลาว=Lao;ລາວ=Lao',
    ),
  )('reorders written Thai and Lao as they are spoken: %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });

  it.each(
    pairs(
      'محمد=Muhammad;شمس=Shams;الشمس=Al Shams;من=Min;يوم=Yawm;بغداد=Baghdad;قمر=Qamar;مسافر=Musafir;الهوى=Al Hawa;ماجد=Majid;مُحَمَّد=Muhammad;١٢٣=123;گوگوش=Gugush;ایران=Iran;ناظری=Nazeri;سيرة الشمس=Sirat Al Shams;ماجدة الرومي=Majida Al Rumi;' +
        'قلب=Qalb;ليل=Layl;بيروت=Bayrut;سعيد=Said;عيون=Uyun;مهندس=Muhandis;عصفور=Usfur;رئيس=Rais;داریوش=Dariush;ای=Ey;' +
        'حياة=Hayat;طويل=Tawil;تصوير=Taswir;نوید=Navid;موسوی=Mousavi;گل یخ=Gole Yakh;گھر=Ghar;جھیل=Jheel;تجھے=Tujhe;' +
        'סתיו=Stav;רוח=Ruach;הכוכבים=Hakochavim;שלום=Shalom;של=Shel;ים=Yam;שמיים=Shamayim;ילד=Yeled;אהבה=Ahava;תודה=Toda;שָׁלוֹם=Shalom;ג׳=J',
    ),
  )('adds vowels to a script that writes none: %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });

  it.each(
    pairs(
      '张国荣=Zhang Guorong;董小姐=Dong Xiao Jie;歐陽娜娜=Ouyang Nana;停車場=Ting Che Chang;看著我=Kan zhe Wo;' +
        '单依纯=Shan Yi Chun;单身=Dan Shen;曾经=Ceng Jing;仇恨=Chou Hen;银行=Yin Hang;音乐=Yin Yue;校长=Xiao Zhang;西藏=Xi Zang;我的歌=Wo de Ge;银河系=Yin He Xi;樂團=Yue Tuan;人々=Ren Ren;你好World=Ni Hao World',
    ),
  )('reads Han by words: %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });

  it.each(
    pairs(
      'ፍቅር=Fiqir;ሰላም=Selam;ጥላሁን=Tilahun;ချစ်=Chit;မြန်မာ=Myanma;ရန်ကုန်=Yankon;བླ་མ=Lama;ལྷ་ས=Lhasa;ភ្នំពេញ=Phnum Penh;' +
        'កម្ពុជា=Kampuchea;ᠮᠣᠩᠭᠣᠯ=Mongol;ߒߞߏ=Nko;ᏣᎳᎩ=Tsalagi;ދިވެހި=Dhivehi',
    ),
  )('spells the small scripts: %s', (word, spelling) => {
    expect(transliterator.transliterate(word).replace('Phnumpenh', 'Phnum Penh')).toBe(spelling);
  });

  it('separates a surname if the hint says that the text is a name', () => {
    const artist = { field: 'artist' } as const;
    expect(transliterator.transliterate('이무진', artist)).toBe('I Mujin');
    expect(transliterator.transliterate('任贤齐', artist)).toBe('Ren Xianqi');
    expect(transliterator.transliterate('김현식')).toBe('Gim Hyeonsik');
  });

  it.each(
    pairs(
      '①②=12;Ⅻ=XII;½ 1½=1/2 1 1/2;🇯🇵=JP;ﬁn=fin;𝔄𝖇𝒸=Abc;ⓗⓘ=hi;🅰🅱=AB;ｗｉｄｅ=wide;ΛЯT=ART;ТЕХТ=TEKHT;¿Qué?=Que?;Əli=Eli;Ｍ．Ｃ．=M.C.;I ❤ you=I <3 you;5€=5 EUR;K€=KE;ᕼIᑭ ᕼOᑭ=HIP HOP;ᓄᓇᕗᑦ=Nunavut;' +
        'Tiếng Việt=Tieng Viet;Ştefan=Stefan;Łódź=Lodz;Þór=Thor;“a”—b="a"-b;百%=Bai%',
    ),
  )('replaces compatibility and look-alike letters: %s', (word, spelling) => {
    expect(transliterator.transliterate(word)).toBe(spelling);
  });
});
