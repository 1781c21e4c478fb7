import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../simulator/options.js';

describe('readOptions', () => {
  it('defaults to a 16x2 display', () => {
    expect(readOptions([])).toEqual({
      kind: 'run',
      options: {
        byHand: false,
        expose: false,
        bus: 'gpio',
        columns: 16,
        rows: 2,
        source: 'spotify',
        settings: {},
      },
    });
  });

  it('accepts display and layout', () => {
    const args = ['--by-hand', '--cols', '20', '--rows=4', '--layout', 'classic'];
    expect(readOptions(args)).toMatchObject({
      kind: 'run',
      options: { byHand: true, columns: 20, rows: 4, settings: { layout: 'classic' } },
    });
  });

  it('accepts every setting that the relay has, by its name', () => {
    const args = ['--idle', 'clock', '--clock=12h', '--clock-digits', 'large', '--scroll-ms=250'];
    const settings = { idle: 'clock', clock: '12h', clock_digits: 'large', scroll_ms: '250' };
    expect(readOptions(args)).toMatchObject({ kind: 'run', options: { settings } });
  });

  it.each([
    [['--idle', 'radio'], '--idle'],
    [['--scroll-ms', '1'], '--scroll-ms'],
    [['--rom', 'A01'], '--rom'],
    [['--bus', 'spi'], '--bus'],
    [['--scroll', 'roll'], '--scroll'],
    [['--source', 'radio'], '--source'],
    [['--cols', '7'], '--cols'],
    [['--cols', '41'], '--cols'],
    [['--cols', 'x'], '--cols'],
    [['--rows', '3'], '--rows'],
    [['--cols', '40', '--rows', '4'], '--cols 40 --rows 4 is not a panel'],
    [['--cols', '13'], 'Panels: 8x1, 8x2'],
    [['--layout', 'modern'], '--layout'],
    [['--nonsense'], '--nonsense'],
    [['stray'], 'stray'],
  ])('reports the error in %j', (args, named) => {
    const result = readOptions(args);
    expect(result).toMatchObject({ kind: 'invalid', problem: expect.stringContaining(named) });
  });

  it.each([
    [[], undefined],
    [['--lan'], ''],
    [['--lan=192.168.1.5'], '192.168.1.5'],
  ])('listens as %j says', (args, lan) => {
    const result = readOptions(args);
    expect(result.kind === 'run' && result.options.lan).toBe(lan);
  });

  it('shows the help before any error', () => {
    expect(readOptions(['--help', '--rows', '3'])).toEqual({ kind: 'help' });
  });
});
