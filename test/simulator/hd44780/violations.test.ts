/** Each rule of the data sheet is reported if broken, with its figure, and not if kept. */
import { describe, expect, it } from '@jest/globals';
import { FALL_NS, Host, RW_PIN } from './host.js';

function only(host: Host) {
  expect(host.emulator.violations).toHaveLength(1);
  return host.emulator.violations[0]!;
}

describe('the emulator’s checks of the bus', () => {
  it('reports nothing for a host that keeps every minimum', () => {
    const exact = { setUpNs: 60, highNs: 450 + FALL_NS, lowNs: 600 };
    const host = new Host().start();
    host.nibble(0x8, 0, exact).nibble(0x0, 0, exact).wait(50e3).text('ok');
    expect(host.kinds).toEqual([]);
  });

  it('reports RS that settles too late (tAS)', () => {
    const host = new Host().start();
    host.lines({ rs: 1 }).wait(30).lines({ e: 1 });
    expect(only(host)).toMatchObject({ kind: 'tAS', measuredNs: 30, requiredNs: 60 });
  });

  it('reports RS and E rising together, as some backpacks do', () => {
    const host = new Host().start();
    host.lines({ rs: 1, e: 1 });
    expect(only(host)).toMatchObject({ kind: 'tAS', measuredNs: 0 });
  });

  it('reports RS that moves too soon after the fall (tAH)', () => {
    const host = new Host().start();
    host
      .lines({ e: 1 })
      .wait(500)
      .lines({ e: 0 })
      .wait(FALL_NS + 15)
      .lines({ rs: 1 });
    expect(only(host)).toMatchObject({ kind: 'tAH', measuredNs: 15, requiredNs: 20 });
  });

  it('reports data that settle too late (tDSW)', () => {
    const host = new Host().start();
    host
      .lines({ e: 1 })
      .wait(400)
      .lines({ data: 7 })
      .wait(100 - FALL_NS)
      .lines({ e: 0 });
    expect(only(host)).toMatchObject({ kind: 'tDSW', measuredNs: 100, requiredNs: 195 });
  });

  it.each([
    ['rise', 0, 0xf],
    ['fall', 0xf, 0],
  ])('reports data that %s in the write that drops E', (_name, before, after) => {
    const host = new Host().start();
    host.lines({ data: before }).wait(500).lines({ e: 1 }).wait(500).lines({ e: 0, data: after });
    expect(only(host)).toMatchObject({ kind: 'tDSW', requiredNs: 195 });
  });

  it('reports data that move too soon after the fall (tH)', () => {
    const host = new Host().start();
    host
      .lines({ e: 1 })
      .wait(500)
      .lines({ e: 0 })
      .wait(FALL_NS + 4)
      .lines({ data: 7 });
    expect(only(host)).toMatchObject({ kind: 'tH', measuredNs: 4, requiredNs: 10 });
  });

  it('reports a short pulse (PWEH)', () => {
    const host = new Host().start();
    host.nibble(0x8, 0, { highNs: 300, lowNs: 900 });
    expect(only(host)).toMatchObject({ kind: 'PWEH', measuredNs: 300 + FALL_NS, requiredNs: 450 });
  });

  it('reports pulses that follow too fast (tcycE)', () => {
    const host = new Host().start();
    host.nibble(0x8, 0, { lowNs: 100, setUpNs: 100 }).nibble(0x0, 0, { setUpNs: 200 });
    expect(only(host)).toMatchObject({ kind: 'tcycE', measuredNs: 800, requiredNs: 1000 });
  });

  it('allows at 5 V what is too fast at 3.3 V', () => {
    const pulse = { setUpNs: 40, highNs: 230, lowNs: 250 };
    const kinds = (supply: '3.3V' | '5V'): string[] =>
      new Host({ supply }).start().nibble(0x8, 0, pulse).nibble(0x0, 0, pulse).kinds;
    expect(kinds('5V')).toEqual([]);
    expect(new Set(kinds('3.3V'))).toEqual(new Set(['PWEH', 'tcycE']));
  });

  it('reports RS that moves while E is high', () => {
    const host = new Host().start();
    host.lines({ e: 1 }).wait(500).lines({ rs: 1 });
    expect(only(host)).toMatchObject({ kind: 'rs-while-enabled' });
  });

  it('reports halves of a byte with different RS, but still pairs them', () => {
    const host = new Host().start();
    host.nibble(0x4, 1).nibble(0x1, 0);
    expect(only(host)).toMatchObject({ kind: 'rs-between-nibbles' });
    expect(host.emulator.interface).toEqual({ bits: 4, isAligned: true });
  });

  it('reports R/W that settles too late, or moves while E is high', () => {
    const readWrite = { pin: RW_PIN };
    const late = new Host({ readWrite }).start();
    late.lines({ rw: 1 }).wait(30).lines({ rw: 0 }).wait(30).lines({ e: 1 });
    expect(only(late)).toMatchObject({ kind: 'tAS', measuredNs: 30 - FALL_NS, requiredNs: 60 });
    const moved = new Host({ readWrite }).start();
    moved.lines({ e: 1 }).wait(500).lines({ rw: 1 });
    expect(only(moved)).toMatchObject({ kind: 'rs-while-enabled', detail: /^R\/W changed/ });
  });

  it('reports a read, which writes nothing but moves the counter', () => {
    const host = new Host({ readWrite: { pin: RW_PIN } }).start().text('AB').byte(0x80);
    host.lines({ rw: 1, rs: 1 }).wait(100).nibble(4, 1).nibble(3, 1).wait(50e3);
    expect(host.kinds).toEqual(['read', 'read']);
    expect(host.emulator.addressCounter).toBe(1);
    host.lines({ rw: 0 }).wait(100).text('C');
    expect(host.emulator.text()[0]).toBe('AC'.padEnd(16));
    expect(host.kinds).toHaveLength(2);
  });

  it('always reads if R/W is left open, because of its pull-up', () => {
    const host = new Host({ readWrite: 'open' }).start().text('A');
    expect(new Set(host.kinds)).toEqual(new Set(['read', 'undriven']));
    expect(host.emulator.violations.find(({ kind }) => kind === 'undriven')!.detail).toMatch(
      /R\/W$/,
    );
    expect([host.emulator.isOn, host.emulator.counts.bytes]).toEqual([false, 0]);
  });

  it.each([
    ['D7', 0b11_0111, 0xff],
    ['RS', 0b10_1111, undefined],
    ['RS, D4, D5', 0b10_1100, undefined],
  ])('reports that %s is not driven and reads as 1', (names, claimed, code) => {
    const host = new Host({}, claimed).wait(50e6).nibble(7, 0).wait(5e6);
    const [violation] = host.emulator.violations;
    expect(violation).toMatchObject({ kind: 'undriven' });
    expect(violation!.detail).toBe(`E fell while nothing drove ${names}`);
    // The 7 becomes an F where D7 is open.
    if (code !== undefined) expect(host.emulator.lastBytes[0]).toMatchObject({ byte: code });
  });

  it('receives nothing if E is not driven', () => {
    const host = new Host({}, 0b01_1111).start().text('A');
    expect([host.kinds, host.emulator.counts.bytes]).toEqual([[], 0]);
  });

  it('reports an edge before the controller has started', () => {
    const host = new Host();
    host.wait(20e6).nibble(3);
    expect(only(host)).toMatchObject({ kind: 'power-up', requiredNs: 40e6 });
    expect(new Host({ supply: '5V' }).wait(20e6).nibble(3).kinds).toEqual([]);
  });

  it('reports a nibble while the byte before is still running, and by how much', () => {
    const host = new Host().start().byte(0x01, 0, 1000);
    host.nibble(0x8);
    const { kind, measuredNs, requiredNs, detail } = only(host);
    expect(kind).toBe('busy');
    // 410.4 clocks of 270 kHz are 1.52 ms; the nibble fell 1,001.1 µs after the byte.
    expect(requiredNs).toBeCloseTo(1.52e6, -1);
    expect(measuredNs).toBeCloseTo(1_001_100, -1);
    expect(detail).toMatch(/ns too early after clear$/);
  });

  it.each([
    [270, 37],
    [190, 52.6],
    [350, 28.5],
  ])('stays busy for 10 clocks of %i kHz', (foscKhz, us) => {
    // From fall to fall of the next nibble the host spends 1.1 µs of its own.
    const early = new Host({ foscKhz })
      .start()
      .wait(1e6)
      .byte(0x0c, 0, us - 1.3)
      .nibble(8);
    const right = new Host({ foscKhz })
      .start()
      .wait(1e6)
      .byte(0x0c, 0, us - 0.9)
      .nibble(8);
    const base = new Host({ foscKhz }).start().wait(1e6).kinds.length;
    expect(early.kinds.slice(base)).toEqual(['busy']);
    expect(right.kinds.slice(base)).toEqual([]);
  });

  it('reports a byte before the address counter has moved (tADD)', () => {
    const host = new Host().start().byte(0x41, 1, 38);
    host.nibble(4, 1);
    expect(only(host)).toMatchObject({ kind: 'tADD' });
  });

  it.each([0x28, 0x3f, 0x68, 0x7f])('reports DDRAM address %i, outside two lines', (address) => {
    const host = new Host().start().byte(0x80 | address);
    expect(only(host)).toMatchObject({ kind: 'address' });
  });

  it.each([0x50, 0x7f])('reports DDRAM address %i, outside one line', (address) => {
    const host = new Host().start(0x20).byte(0x80 | address);
    expect(only(host)).toMatchObject({ kind: 'address' });
  });

  it('reports byte 0', () => {
    expect(only(new Host().start().byte(0))).toMatchObject({ kind: 'no-operation' });
  });

  it('reports a second function set that changes the lines', () => {
    expect(new Host().start().byte(0x28).kinds).toEqual([]);
    expect(only(new Host().start().byte(0x20))).toMatchObject({ kind: 'function-set' });
    expect(only(new Host().start().byte(0x2c))).toMatchObject({ kind: 'function-set' });
    const row = (lateFunctionSet: 'apply' | 'ignore'): string =>
      new Host({ lateFunctionSet }).start().byte(0xc0).text('two').byte(0x20).emulator.text()[1]!;
    expect([row('apply'), row('ignore')]).toEqual([' '.repeat(16), 'two'.padEnd(16)]);
  });

  it('reports text written to CGRAM', () => {
    const host = new Host().start().byte(0x40);
    for (let row = 0; row < 8; row += 1) host.byte(0x1f, 1);
    expect(host.kinds).toEqual([]);
    host.text('A');
    expect(only(host)).toMatchObject({ kind: 'text-into-cgram' });
  });

  it('reports a 65th row of dots', () => {
    const host = new Host().start().byte(0x40);
    for (let row = 0; row < 65; row += 1) host.byte(row & 0x1f, 1);
    expect(only(host)).toMatchObject({ kind: 'text-into-cgram' });
  });
});
