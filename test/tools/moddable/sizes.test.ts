/** The size of a build is read from the linker's C; what cannot be read fails its budget. */
import { describe, expect, it } from '@jest/globals';
import { budgetLine, budgetsOf, isKept, sizesOf } from '../../../tools/moddable/sizes.js';

const SOURCE = `
#define mxAliasCount 281
#define mxHeapCount 1024
static const txU1 gxCode1[471];
static const txU1 gxCode12[906];
static const txU1 gxCode1[471] = { 1, 2 };
`;

describe('sizesOf', () => {
  it('adds up bytecode once, and objects by their count', () => {
    expect(sizesOf(SOURCE)).toEqual({ codeBytes: 1377, preloadBytes: 16_384, aliasCount: 281 });
  });
});

describe('budgetsOf', () => {
  const files = new Map([
    ['tables.bin', 100 * 1024],
    ['ca.ski', 320],
    ['ca0.der', 704],
  ]);

  it('weighs a lite build without the dictionary', () => {
    const budgets = budgetsOf(sizesOf(SOURCE), files);
    expect(budgets.map(budgetLine)).toEqual([
      'bytecode 1.3 KB of 320.0',
      'preloaded objects 16.0 KB of 540.0',
      'text tables 100.0 KB of 200.0',
      'trust store 1.0 KB of 30.0',
    ]);
    expect(budgets.every(isKept)).toBe(true);
  });

  it('fails a budget that is exceeded, or whose section is missing', () => {
    const grown = new Map([...files, ['japanese.bin', 800 * 1024]] as const);
    const over = budgetsOf(sizesOf(SOURCE), grown).filter((budget) => !isKept(budget));
    const lost = budgetsOf(sizesOf('nothing'), new Map()).filter((budget) => !isKept(budget));
    expect([over.map(({ name }) => name), lost.map(({ name }) => name)]).toEqual([
      ['Japanese dictionary'],
      ['preloaded objects', 'text tables'],
    ]);
  });
});
