/** What the controller does with bytes: memory, counter, window, power-on. */
import { describe, expect, it } from '@jest/globals';
import { Host } from './host.js';

const blank = ' '.repeat(16);

describe('the interface', () => {
  it('latches the lines at the falling edge of E', () => {
    const host = new Host().start().byte(0x80);
    host.lines({ rs: 1, data: 0xf }).wait(100).lines({ e: 1 }).wait(300);
    host.lines({ data: 0x4 }).wait(300).lines({ e: 0 }).wait(500);
    host.nibble(0x1, 1);
    expect(host.emulator.text()[0]).toBe('A'.padEnd(16));
    expect(host.kinds).toEqual([]);
  });

  it('pairs nibbles, the high one first', () => {
    const host = new Host().start();
    host.nibble(0x4, 1);
    expect(host.emulator.interface).toEqual({ bits: 4, isAligned: false });
    expect(host.emulator.text()[0]).toBe(blank);
    host.nibble(0x2, 1);
    expect(host.emulator.text()[0]).toBe('B'.padEnd(16));
  });

  it('loses a byte that arrives while busy, but not the pairing', () => {
    const host = new Host().start().byte(0x01, 0, 100);
    host.byte(0x41, 1, 1600).text('B');
    expect(host.emulator.text()[0]).toBe('B'.padEnd(16));
    expect(new Set(host.kinds)).toEqual(new Set(['busy']));
  });

  it.each([
    ['loses', 'ignore', 'B'],
    ['takes', 'execute', 'AB'],
    ['mistakes', (byte: number) => byte ^ 0x20, 'aB'],
  ] as const)(
    '%s a byte that comes while it is busy, as it is told to',
    (_name, whileBusy, text) => {
      const host = new Host({ whileBusy }).start().byte(0x80, 0, 5).byte(0x41, 1).text('B');
      expect(host.emulator.text()[0]).toBe(text.padEnd(16));
      expect(new Set(host.kinds)).toEqual(new Set(['busy']));
    },
  );

  it.each([
    ['0xF', 0xf, 'second row here '],
    ['0x0', 0x0, blank],
  ])(
    'reads open pins as %s in 8-bit mode, which decides the lines of a half function set',
    (_name, floatingNibble, row) => {
      const host = new Host({ floatingNibble });
      host
        .wait(50e6)
        .nibble(3)
        .wait(4.5e6)
        .nibble(3)
        .wait(150e3)
        .nibble(3)
        .wait(150e3)
        .nibble(2)
        .wait(150e3);
      host.byte(0x0c).byte(0x01, 0, 1600).byte(0x06).byte(0xc0).text('second row here ');
      expect(host.emulator.text()[1]).toBe(row);
    },
  );

  const nibbles = Array.from({ length: 16 }, (_, nibble) => nibble);
  const endsAligned = (
    sequence: readonly number[],
    held: number | undefined,
    floatingNibble: number,
  ): boolean => {
    const wake =
      held === undefined
        ? ({ bits: 4 } as const)
        : ({ bits: 4, held: { nibble: held, rs: 0 } } as const);
    const host = new Host({ wake, floatingNibble });
    host.wait(50e6);
    for (const nibble of sequence) host.nibble(nibble).wait(5e6);
    return host.emulator.interface.bits === 4 && host.emulator.interface.isAligned;
  };

  it.each([
    ['three 3s and a 2', [3, 3, 3, 2], []],
    ['whole bytes of them', [0, 3, 0, 3, 0, 3, 0, 2], []],
    ['two 3s and a 2', [3, 3, 2], nibbles.filter((nibble) => nibble !== 3)],
  ])('is brought to 4 bits by %s, except if it held one of these', (_name, sequence, failing) => {
    const failed = nibbles.filter((held) =>
      nibbles.some((open) => !endsAligned(sequence, held, open)),
    );
    expect(failed).toEqual(failing);
    expect(nibbles.every((open) => endsAligned(sequence, undefined, open))).toBe(true);
  });

  it('uses the RS of the first half of an interrupted byte, without a violation', () => {
    const woken = (rs: 0 | 1): Host =>
      new Host({ wake: { bits: 4, held: { nibble: 0x4, rs } } }).wait(50e6).nibble(3).wait(5e6);
    expect(woken(1).emulator.lastBytes).toMatchObject([{ rs: 1, byte: 0x43 }]);
    expect(woken(0).emulator.lastBytes).toMatchObject([{ rs: 0, byte: 0x43 }]);
    expect([...woken(1).kinds, ...woken(0).kinds]).toEqual([]);
  });
});

describe('DDRAM', () => {
  it.each([
    ['0x27 to 0x40', 0x27, 0x40],
    ['0x67 to 0x00', 0x67, 0x00],
  ])('counts on from %s', (_name, from, to) => {
    const host = new Host()
      .start()
      .byte(0x80 | from)
      .text('A');
    expect(host.emulator.addressCounter).toBe(to);
  });

  it('goes back the same way when it decrements', () => {
    const host = new Host()
      .start()
      .byte(0x04)
      .byte(0x80 | 0x40)
      .text('A');
    expect(host.emulator.addressCounter).toBe(0x27);
    expect(host.byte(0x80).text('B').emulator.addressCounter).toBe(0x67);
  });

  it('is one ring of 80 with a single line', () => {
    const host = new Host({ geometry: { columns: 40, rows: 1 } }).start(0x20).byte(0x80 | 0x4f);
    expect(host.text('AB').emulator.addressCounter).toBe(0x01);
    expect(host.emulator.text()[0]).toBe('B'.padEnd(40));
  });

  it.each([
    [{ columns: 16, rows: 4 }, [0x00, 0x40, 0x10, 0x50]],
    [{ columns: 20, rows: 4 }, [0x00, 0x40, 0x14, 0x54]],
  ])('shows the rows of %j where they are wired', (geometry, starts) => {
    const host = new Host({ geometry }).start();
    for (const [row, start] of starts.entries()) host.byte(0x80 | start).text(`row ${row}`);
    expect(host.emulator.text().map((row) => row.trimEnd())).toEqual([
      'row 0',
      'row 1',
      'row 2',
      'row 3',
    ]);
  });

  it('shows that 0x14 and 0x54 are wrong for a 16x4', () => {
    const host = new Host({ geometry: { columns: 16, rows: 4 } })
      .start()
      .byte(0x80 | 0x14)
      .text('x');
    expect(host.emulator.text()[2]).toBe('    x'.padEnd(16));
  });

  it('holds its cells while the display is off', () => {
    const host = new Host().start().text('A').byte(0x08);
    expect(host.emulator.text()[0]).toBe(blank);
    expect(host.byte(0x0c).emulator.text()[0]).toBe('A'.padEnd(16));
  });
});

describe('clear and home', () => {
  it('clears the cells, the counter, the shift, and counts up again', () => {
    const host = new Host().start().text('A').byte(0x18).byte(0x04).byte(0x01, 0, 1600);
    expect(host.emulator.addressCounter).toBe(0);
    expect(host.text('BC').emulator.text()[0]).toBe('BC'.padEnd(16));
  });

  it('goes home without touching the cells or the direction', () => {
    const host = new Host().start().text('AB').byte(0x18).byte(0x04).byte(0x02, 0, 1600);
    expect(host.emulator.text()[0]).toBe('AB'.padEnd(16));
    expect(host.text('C').emulator.addressCounter).toBe(0x67);
  });
});

describe('the window', () => {
  it('moves over both lines together, each a ring of 40, and leaves the counter', () => {
    const host = new Host().start().text('ABC').byte(0xc0).text('abc');
    expect(host.byte(0x18).emulator.text()).toEqual(['BC'.padEnd(16), 'bc'.padEnd(16)]);
    expect(host.emulator.addressCounter).toBe(0x43);
    host.byte(0x1c).byte(0x1c);
    expect(host.emulator.text()).toEqual([' ABC'.padEnd(16), ' abc'.padEnd(16)]);
    for (let step = 0; step < 40; step += 1) host.byte(0x18);
    expect(host.emulator.text()[0]).toBe(' ABC'.padEnd(16));
  });

  it('moves with each write if the entry mode says so', () => {
    const host = new Host().start().byte(0x07).text('AB');
    expect(host.emulator.text()[0]).toBe(blank);
    expect(host.byte(0x1c).byte(0x1c).emulator.text()[0]).toBe('AB'.padEnd(16));
  });

  it('does not move for writes to CGRAM', () => {
    const host = new Host().start().text('A').byte(0x07).byte(0x40).byte(0x1f, 1);
    expect(host.emulator.text()[0]).toBe('A'.padEnd(16));
  });

  it('stays while the cursor moves', () => {
    const host = new Host().start().text('A').byte(0x14).text('B').byte(0x10).byte(0x10).text('C');
    expect(host.emulator.text()[0]).toBe('ACB'.padEnd(16));
  });
});

describe('CGRAM', () => {
  it('is a ring of 64 rows of five dots', () => {
    const host = new Host().start().byte(0x7f).byte(0x11, 1).byte(0x0e, 1);
    expect([host.emulator.cgram[63], host.emulator.cgram[0]]).toEqual([0x11, 0x0e]);
    expect(host.emulator.addressCounter).toBe(undefined);
  });

  it('shows each slot by two codes', () => {
    const host = new Host().start().byte(0x48);
    for (let row = 0; row < 8; row += 1) host.byte(row, 1);
    host.byte(0x80).byte(1, 1).byte(9, 1);
    expect(host.emulator.cellDots(0, 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(host.emulator.cellDots(0, 1)).toEqual(host.emulator.cellDots(0, 0));
    expect(host.emulator.text()[0]!.slice(0, 2)).toBe('\ue001\ue001');
  });

  it('has four tall glyphs with 5x10 dots', () => {
    const host = new Host({ geometry: { columns: 8, rows: 1 } }).start(0x24).byte(0x50);
    for (let row = 0; row < 8; row += 1) host.byte(row, 1);
    host.byte(0x80).byte(2, 1).byte(3, 1);
    expect(host.emulator.cellDots(0, 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(host.emulator.cellDots(0, 1)).toEqual(host.emulator.cellDots(0, 0));
  });

  it('sends text to CGRAM until a DDRAM address is set', () => {
    const host = new Host().start().byte(0x40).text('lost').byte(0x80).text('kept');
    expect(host.emulator.text()[0]).toBe('kept'.padEnd(16));
  });
});

describe('the cursor', () => {
  it('is the eighth row of the counter’s cell, or the whole cell while it blinks', () => {
    const host = new Host().start().byte(0x0e);
    expect(host.emulator.cellDots(0, 0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0x1f]);
    host.byte(0x0d);
    const seen = new Set<string>();
    for (let tenth = 0; tenth < 10; tenth += 1)
      seen.add(host.wait(100e6).emulator.cellDots(0, 0).join());
    expect(seen).toEqual(new Set([new Array(8).fill(0).join(), new Array(8).fill(31).join()]));
  });
});

describe('the audit', () => {
  it('counts bytes, and those that changed nothing', () => {
    const host = new Host().start();
    const before = host.emulator.counts.bytes;
    host.byte(0x80).text('A').byte(0x80).text('A').byte(0x81);
    expect(host.emulator.counts).toMatchObject({ redundantWrites: 1, redundantSeeks: 2 });
    expect(host.emulator.counts.bytes - before).toBe(5);
  });

  it('remembers the last 64 bytes with their meaning', () => {
    const host = new Host().start().text('x'.repeat(70));
    expect(host.emulator.lastBytes).toHaveLength(64);
    expect(host.emulator.lastBytes.at(-1)).toMatchObject({
      rs: 1,
      byte: 0x78,
      meaning: 'write "x"',
    });
  });
});
