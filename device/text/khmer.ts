/** Khmer: a consonant belongs to one of two series, and a vowel sounds otherwise behind each. Close to the UNGEGN system. */
const FIRST = 0x1780;
const VOWEL_FIRST = 0x17a3;
const SIGN_FIRST = 0x17b6;
const LAST = 0x17d3;
/** Ka to qa, each with the number of its series. */
const CONSONANTS = Object.freeze(
  'k1 kh1 k2 kh2 ng2 ch1 chh1 ch2 chh2 nh2 d1 th1 d2 th2 n1 t1 th1 t2 th2 n2 b1 ph1 p2 ph2 m2 y2 r2 l2 v2 sh1 s1 s1 h1 l1 -1'.split(
    ' ',
  ),
);
/** U+17A3 to U+17B3. */
const INDEPENDENT = Object.freeze('a a e ei o ok ov ri ri li li e ai ao ao au au'.split(' '));
/** U+17B6 to U+17C5, behind the first series and behind the second. */
const SIGNS_1 = Object.freeze('a e ei oe eu o ou uo aeu oea ie e ae ai ao au'.split(' '));
const SIGNS_2 = Object.freeze('ea i i ue eu u u uo eu oea ie e ae ey o ov'.split(' '));
const NIKAHIT = 0x17c6;
const REAHMUK = 0x17c7;
const YUUKALEAPINTU = 0x17c8;
/** They move a consonant to the other series. */
const MUUSIKATOAN = 0x17c9;
const TRIISAP = 0x17ca;
/** Silences its letter. */
const TOANDAKHIAT = 0x17cd;
/** The consonant behind it is written below the one before. */
const COENG = 0x17d2;

export function isKhmer(codePoint: number): boolean {
  return codePoint >= FIRST && codePoint <= LAST;
}

/** A run without blanks, in small letters. */
export function spellKhmer(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  /** The consonant before is a syllable's first, and has no vowel yet. */
  let series = 0;
  /** A syllable is complete, so that the next consonant begins another. */
  let isOpen = true;
  for (let at = from; at < to; at += 1) {
    const point = points[at] ?? 0;
    if (point < VOWEL_FIRST) {
      if (points[at + 1] === TOANDAKHIAT) {
        at += 1;
        continue;
      }
      const isBelow = points[at - 1] === COENG && at > from;
      const isOnset: boolean = isBelow || beginsSyllable(points, at, to) || isOpen;
      if (!isBelow && series !== 0) text += series === 2 ? 'o' : 'a';
      text += consonantOf(point);
      series = isOnset ? seriesOf(point, isBelow ? series : 0) : 0;
      isOpen = !isOnset;
    } else if (point < SIGN_FIRST) {
      text += INDEPENDENT[point - VOWEL_FIRST] ?? '';
      series = 0;
      isOpen = false;
    } else if (point < NIKAHIT) {
      text += (series === 2 ? SIGNS_2 : SIGNS_1)[point - SIGN_FIRST] ?? '';
      if (points[at + 1] === NIKAHIT) text += 'm';
      series = 0;
      isOpen = false;
    } else if (point === NIKAHIT) {
      if (series !== 0) text += series === 2 ? 'um' : 'am';
      series = 0;
      isOpen = false;
    } else if (point === REAHMUK || point === YUUKALEAPINTU) {
      text += series === 0 ? 'h' : 'ah';
      series = 0;
      isOpen = false;
    } else if (point === TRIISAP) series = 2;
    else if (point === MUUSIKATOAN) series = 1;
  }
  return text;
}

function consonantOf(point: number): string {
  return (CONSONANTS[point - FIRST] ?? '').slice(0, -1).replace('-', '');
}

/** A sonorant below takes the series of what stands above it. */
function seriesOf(point: number, above: number): number {
  const own = (CONSONANTS[point - FIRST] ?? '').endsWith('2') ? 2 : 1;
  return above !== 0 && 'ng nh n m y r l v'.split(' ').includes(consonantOf(point)) ? above : own;
}

/** A vowel sign, a mark or a consonant below follows. */
function beginsSyllable(points: ArrayLike<number>, at: number, to: number): boolean {
  const next = at + 1 < to ? (points[at + 1] ?? 0) : 0;
  return (next >= SIGN_FIRST && next <= TRIISAP) || next === COENG;
}
