import { expect, it } from '@jest/globals';
import { mishandledKinds } from '../../../tools/moddable/preloaded.js';

const slot = (kind: string): string =>
  `/* 0001 */\t{ NULL, {.ID = XS_NO_ID, .flag = 0x8a, .kind = XS_${kind}_KIND}, .value = {} },\n`;

it('finds a RegExp and a Date among preloaded objects', () => {
  const source = ['ARRAY', 'REGEXP', 'MAP', 'DATE', 'REGEXP'].map(slot).join('');
  expect(mishandledKinds(source)).toEqual(['REGEXP', 'DATE']);
});

it('finds nothing among what may be preloaded', () => {
  expect(mishandledKinds(['ARRAY', 'MAP', 'TYPED_ARRAY', 'CODE_X'].map(slot).join(''))).toEqual([]);
});
