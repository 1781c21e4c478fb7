/** Random texts for properties that hold for any: all planes, lone surrogates, blanks, one script or a mix. */
import type { Random } from '../../device/shared/ports.js';

/** Ranges of code points that rules and tables tell apart, each as likely as another. */
const RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x7f],
  [0x20, 0x20],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x52f],
  [0x531, 0x58f],
  [0x591, 0x5f4],
  [0x600, 0x6ff],
  [0x900, 0xdff],
  [0xe01, 0xedf],
  [0x10a0, 0x10ff],
  [0x1100, 0x11ff],
  [0x2000, 0x206f],
  [0x3041, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xff00, 0xffef],
  [0x1d400, 0x1d7ff],
  [0x1f000, 0x1faff],
  [0x0, 0xffff],
  [0x0, 0x10ffff],
];
const LENGTH_MAX = 10_000;
/** How often the next sign is of the same range. */
const STAY = 0.9;
/** Signs that become a string at once. */
const PIECE = 512;

/** Of a length whose logarithm is evenly distributed from 1 to LENGTH_MAX. */
export function randomText(random: Random): string {
  const length = Math.max(1, Math.floor(Math.exp(random() * Math.log(LENGTH_MAX + 1))));
  let text = '';
  let piece: number[] = [];
  let [first, last] = pick(random);
  for (let at = 0; at < length; at += 1) {
    if (random() > STAY) [first, last] = pick(random);
    piece.push(first + Math.floor(random() * (last - first + 1)));
    if (piece.length < PIECE && at + 1 < length) continue;
    text += String.fromCodePoint(...piece);
    piece = [];
  }
  return text;
}

function pick(random: Random): readonly [number, number] {
  return RANGES[Math.floor(random() * RANGES.length)] ?? [0, 0];
}
