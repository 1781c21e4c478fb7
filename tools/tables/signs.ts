/** Signs that are no letters and where we differ from the packages: typography as a typewriter would set it. */

/** What is written, then every sign that is written so. */
const SPELLED: readonly (readonly [string, string])[] = [
  ["'", '‘’‚‛′ʼʻʽˈ‹›＇`´'],
  ['"', '“”„‟″«»〃〝〞〟＂'],
  ['-', '‐‑‒–—―−ー⸺⸻﹣－•‣⁃'],
  ['...', '…⋯'],
  ['..', '‥'],
  [' - ', '·‧∙'],
  [' ', '・･'],
  ['~', '〜～∼˜'],
  // East Asian brackets and marks bring their own blanks: here, blanks that Output may drop.
  [' "', '「『｢﹁﹃'],
  ['" ', '」』｣﹂﹄'],
  [' [', '【〔〖〘〚［'],
  ['] ', '】〕〗〙〛］'],
  [' (', '（'],
  [') ', '）'],
  [' <', '〈《'],
  ['> ', '〉》'],
  ['! ', '！'],
  ['? ', '？'],
  [': ', '：'],
  [', ', '、，､،'],
  ['. ', '。｡．۔'],
  [';', '؛'],
  ['; ', '；'],
  ['?', '؟⸮'],
  ['?!', '‽'],
  ['!=', '≠'],
  ['inf', '∞'],
  ['|', '।॥'],
  ['&', '﹠＆'],
  [' x ', '×'],
  ['x', '✕✖╳'],
  ['/', '÷⁄∕'],
  ['*', '★☆✩✪✫✬✭✮✯✰⁎∗＊※'],
  [' <3 ', '♥♡❤'],
  ['#', '♯'],
  ['b', '♭'],
  ['TM', '™'],
  ['(R)', '®'],
  ['(C)', '©'],
  ['(P)', '℗'],
  ['No.', '№'],
  ['deg', '°'],
  ['deg C', '℃'],
  ['deg F', '℉'],
  ['E', '€'],
  ['L', '£'],
  ['Y', '¥'],
  ['c', '¢'],
  ['W', '₩'],
  ['N', '₦'],
  ['Rs', '₹₨'],
  ['R', '₽'],
  ['B', '₿฿'],
  ['+', '†‡'],
  ['->', '→⇒➔➜'],
  ['<-', '←⇐'],
  ['SS', 'ẞ'],
  ['e', 'əǝɚ'],
  ['a', 'ʌ'],
  ['E', 'Ə'],
];

/** Pictographs without an emoji name. */
const NAMED: readonly (readonly [string, string])[] = [['music', '♩♪♫♬𝄞']];

/** Dropped without a substitute. */
export const SILENT: ReadonlySet<string> = new Set('¡¿ʹʺˊˋ˙¨¯¸ˑːˌ');

export const SIGNS: ReadonlyMap<number, string> = toMap(SPELLED);
export const PICTURES: ReadonlyMap<number, string> = toMap(NAMED);

function toMap(rows: readonly (readonly [string, string])[]): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const [spelling, signs] of rows)
    for (const sign of signs) map.set(sign.codePointAt(0) ?? 0, spelling);
  return map;
}
