/** Runs of one script, and words that use letters of another script for their looks. */
import { lookAlike } from './look-alikes.js';
import type { Script } from './scripts.js';
import { scriptOf } from './scripts.js';

/** Where the run that begins at `from` ends. */
export function endOfRun(points: ArrayLike<number>, from: number, script: Script): number {
  let to = from + 1;
  while (to < points.length && isOneWord(script, scriptOf(points[to] ?? 0))) to += 1;
  return to;
}

/** A word may mix cased scripts (look-alikes), and kana with Han. */
function isOneWord(first: Script, second: Script): boolean {
  if (first === second) return true;
  return isCased(first) ? isCased(second) : isEastAsian(first) && isEastAsian(second);
}

function isCased(script: Script): boolean {
  return script === 'latin' || script === 'greek' || script === 'cyrillic';
}

function isEastAsian(script: Script): boolean {
  return script === 'japanese' || script === 'han';
}

export function hasLatin(points: ArrayLike<number>, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (scriptOf(points[at] ?? 0) === 'latin') return true;
  return false;
}

/** Latin capitals for letters that all look like one; empty if any does not. */
export function lookAlikes(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const look = lookAlike(points[at] ?? 0);
    if (look === '') return '';
    text += look;
  }
  return text;
}
