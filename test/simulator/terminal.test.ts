import { describe, expect, it } from '@jest/globals';
import { boxLines, logLine, TerminalDisplay } from '../../simulator/terminal.js';
import { stripVTControlCharacters } from 'node:util';
import { HandTimer } from './hand-timer.js';

const shown = (first: string, second = '▶ 0:12 ███▋ 0:32') => ({
  rows: [first.padEnd(16), second],
  backlight: true,
  title: '',
  status: 'playing',
});

/** Without its escape sequences. */
const widthShown = (line: string): number => stripVTControlCharacters(line).length;

function open(isTty: boolean, size = { columns: 80, rows: 24 }) {
  const timer = new HandTimer();
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const display = new TerminalDisplay({
    write,
    isTty,
    hasColour: false,
    size: () => size,
    nowMs: timer.nowMs,
    timer,
  });
  return { display, timer, written };
}

describe('boxLines', () => {
  it('frames the rows and shows the status below', () => {
    const lines = boxLines(
      {
        rows: ['Paper Lanterns  ', '▶ 0:12 ███▋ 0:32'],
        backlight: true,
        title: '夜',
        status: 'playing',
      },
      false,
    );
    expect(lines).toEqual([
      '╭──────────────────╮',
      '│ Paper Lanterns   │',
      '│ ▶ 0:12 ███▋ 0:32 │',
      '╰──────────────────╯',
      '  夜',
      '  playing',
    ]);
  });

  it('keeps the frame aligned around a character of two columns', () => {
    const lines = boxLines({ rows: ['千円'], backlight: true, title: '', status: '' }, false);
    expect(lines[1]).toBe('│ □□ │');
  });

  it('cuts the status to the terminal', () => {
    const status = 'x'.repeat(100);
    expect(
      boxLines({ rows: [], backlight: true, title: '', status }, false, 40).at(-1),
    ).toHaveLength(39);
  });

  it('ends every colour on its own line', () => {
    for (const line of boxLines(shown('A'), true).filter((text) => text.includes('\x1b[38')))
      expect(line.endsWith('\x1b[0m│')).toBe(true);
  });
});

describe('TerminalDisplay without a terminal', () => {
  it('prints one line per change', () => {
    const { display, written } = open(false);
    display.show(shown('Paper Lanterns'));
    expect(written).toEqual([`${logLine(shown('Paper Lanterns'))}\n`]);
    expect(written[0]).toBe('16x2 | Paper Lanterns   | ▶ 0:12 ███▋ 0:32 |\n');
  });

  it('prints nothing if the rows have not changed', () => {
    const { display, timer, written } = open(false);
    for (let count = 0; count < 5; count++) {
      display.show(shown('Paper Lanterns'));
      timer.pass(2000);
    }
    expect(written).toHaveLength(1);
  });

  it('prints one line a second at most, the newest, and never loses the last', () => {
    const { display, timer, written } = open(false);
    for (let step = 0; step < 10; step++) {
      display.show(shown(`step ${step}`));
      timer.pass(300);
    }
    timer.pass(5000);
    expect(written.map((line) => /step \d/.exec(line)?.[0])).toEqual([
      'step 0',
      'step 3',
      'step 6',
      'step 9',
    ]);
  });

  it('prints a new title at once', () => {
    const { display, written } = open(false);
    display.show(shown('Contacting relay'));
    display.show({ ...shown('Paper Lanterns -'), title: 'Paper Lanterns – Mira Holt' });
    display.show({ ...shown('aper Lanterns - '), title: 'Paper Lanterns – Mira Holt' });
    expect(written.map((line) => line.slice(7, 23))).toEqual([
      'Contacting relay',
      'Paper Lanterns -',
    ]);
  });

  it('writes no escape sequence, not even at its end', () => {
    const { display, written } = open(false);
    display.show(shown('A'));
    display.log('a line');
    display.close();
    expect(written.join('')).not.toContain('\x1b');
  });
});

describe('TerminalDisplay on a terminal', () => {
  it('hides the cursor, redraws in place and restores the cursor', () => {
    const { display, timer, written } = open(true);
    display.show(shown('A'));
    timer.pass(100);
    display.show(shown('B'));
    display.close();
    display.close();
    expect(written[0]?.startsWith('\x1b[?25l╭')).toBe(true);
    expect(written[1]?.startsWith('\x1b[6A\r╭')).toBe(true);
    expect(written.at(-1)).toBe('\x1b[?25h');
    expect(written.filter((text) => text.includes('\x1b[?25h'))).toHaveLength(1);
  });

  it('draws twenty times a second at most', () => {
    const { display, timer, written } = open(true);
    for (let step = 0; step < 99; step++) {
      display.show(shown(`step ${step}`));
      timer.pass(10);
    }
    expect(written).toHaveLength(20);
  });

  it('prints a line that stays above the box', () => {
    const { display, written } = open(true);
    display.show(shown('A'));
    display.log('linked');
    expect(written[1]).toBe('\x1b[6A\r\x1b[Jlinked\n');
    expect(written[2]).toMatch(/╭/);
  });

  it('leaves nothing behind when the terminal becomes narrower and wraps the box', () => {
    const size = { columns: 80, rows: 24 };
    const { display, written } = open(true, size);
    display.show({ ...shown('A'), title: 'x'.repeat(45) });
    size.columns = 30;
    display.redraw();
    // 47 columns of title take two lines now.
    expect(written[1]?.startsWith('\x1b[7A\r╭')).toBe(true);
    for (const line of (written[1] ?? '').split('\n')) expect(widthShown(line)).toBeLessThan(30);
    size.rows = 4;
    display.redraw();
    expect(written[2]?.split('\n')).toHaveLength(4);
  });

  it('strips control sequences from a title', () => {
    const { display, written } = open(true);
    display.show({ ...shown('A'), title: 'a\x1b[2Jb\u202ec\n' });
    expect(written[0]).toContain('  a[2Jbc\x1b[K\n');
  });

  it('draws nothing more once it is closed', () => {
    const { display, timer, written } = open(true);
    display.show(shown('A'));
    display.close();
    const count = written.length;
    display.show(shown('B'));
    timer.pass(1000);
    expect(written).toHaveLength(count);
    expect(timer.pendingCount).toBe(0);
  });
});
