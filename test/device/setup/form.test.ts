/** Forms as browsers send them; anything else is rejected. */
import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../../device/setup/form.js';

const form = (text: string) => {
  const fields = readForm(new Uint8Array(Buffer.from(text, 'latin1')));
  return fields && Object.fromEntries(fields);
};

describe('readForm', () => {
  it('reads what a browser sends for any text', () => {
    const typed = { network: 'Café & "Söhne" = 100% + 😀', password: 'a+b c&d', empty: '' };
    expect(form(new URLSearchParams(typed).toString())).toEqual(typed);
  });

  it.each([
    ['', {}],
    ['a', { a: '' }],
    ['a=1=2', { a: '1=2' }],
    ['&&a=1&', { a: '1' }],
    ['a=1&a=2', { a: '2' }],
    ['=x', {}],
    ['a=%00', { a: '\0' }],
    ['a=%2b%2B', { a: '++' }],
  ])('reads %j', (text, fields) => {
    expect(form(text)).toEqual(fields);
  });

  it.each([
    'a=%',
    'a=%4',
    'a=%4g',
    'a=%:0',
    'a=%@0',
    'a=%ff',
    'a=\xff',
    'a=%ed%a0%80',
    Array.from({ length: 40 }, (_, index) => `f${index}=1`).join('&'),
  ])('takes %j for none', (text) => {
    expect(form(text)).toBe(undefined);
  });
});
