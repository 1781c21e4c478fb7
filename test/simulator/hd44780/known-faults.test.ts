/** Faults of published drivers: the emulator shows each. */
import { describe, expect, it } from '@jest/globals';
import { Host } from './host.js';

describe('faults seen in other drivers', () => {
  it('text without a new DDRAM address lands in the glyphs', () => {
    const host = new Host().start().byte(0x40);
    for (let row = 0; row < 8; row += 1) host.byte(0x0a, 1);
    host.text('Hi');
    expect(host.kinds).toEqual(['text-into-cgram', 'text-into-cgram']);
    expect(host.emulator.text()[0]).toBe(' '.repeat(16));
  });

  it('an operator precedence error in blink clears the display', () => {
    const host = new Host().start().text('Hi').byte(0x01, 0, 1600);
    expect(host.emulator.text()[0]).toBe(' '.repeat(16));
    expect(host.emulator.lastBytes.at(-1)).toMatchObject({ meaning: 'clear' });
  });

  it('a backlight switched by 0x08 turns the display off', () => {
    const host = new Host().start().text('Hi').byte(0x08);
    expect(host.emulator.isOn).toBe(false);
  });

  it('a function set without its bit turns the display off and leaves one line', () => {
    const host = new Host({ floatingNibble: 0 }).start(0x08).byte(0xc0).text('row two');
    expect(host.emulator.text()[1]).toBe(' '.repeat(16));
  });

  it('a short wait after clear loses what follows', () => {
    const host = new Host().start().byte(0x01, 0, 40).byte(0x41, 1, 40);
    expect(host.kinds).toContain('busy');
    expect(host.wait(2e6).emulator.text()[0]).toBe(' '.repeat(16));
  });

  it('waits for 270 kHz are too short at 190 kHz', () => {
    const host = new Host({ foscKhz: 190 }).start().wait(2e6);
    const before = host.kinds.length;
    host.byte(0x80, 0, 38).byte(0x41, 1, 43);
    expect(host.kinds.slice(before)).toContain('busy');
  });
});
