import type { ListedWord } from './word-list.js';
export const ARABIC_WORDS: readonly ListedWord[] = [];
export const PERSIAN_WORDS: readonly ListedWord[] = [];
export const URDU_WORDS: readonly ListedWord[] = [];
export const HEBREW_WORDS: readonly ListedWord[] = [];
export const THAI_WORDS: readonly ListedWord[] = [];
