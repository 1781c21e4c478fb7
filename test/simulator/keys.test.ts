import { describe, expect, it } from '@jest/globals';
import { actionsOf, KEY_HELP, type KeyAction } from '../../simulator/keys.js';

describe('actionsOf', () => {
  it.each<[string, KeyAction[]]>([
    [' ', ['toggle']],
    ['n', ['next']],
    ['P', ['previous']],
    ['bb', ['button', 'button']],
    ['123', ['play button', 'next button', 'previous button']],
    ['q', ['quit']],
    ['\x03', ['quit']],
    ['\x1a', ['suspend']],
    ['?', ['help']],
    ['x\r', []],
    ['\x1b[B', []],
  ])('reads %j as %j', (typed, actions) => {
    expect(actionsOf(typed)).toEqual(actions);
  });

  it('lists each key', () => {
    for (const key of ['space/n/p', '1/2/3', 'b:', 'q:', '?:']) expect(KEY_HELP).toContain(key);
  });
});
