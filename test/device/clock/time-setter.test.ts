/** The first server that responds sets the clock, implausible times are rejected, and every wait ends. */
import { describe, expect, it } from '@jest/globals';
import type { NtpReply } from '../../../device/clock/ntp-packet.js';
import { GO_ON_MS, LATE_MS, TimeSetter } from '../../../device/clock/time-setter.js';
import type { Store } from '../../../device/shared/ports.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { DEAD_STORE } from '../app/torn-store.js';

const NOW_MS = Date.UTC(2027, 0, 1);
const HOUR_MS = 3_600_000;
type Server = (requestCount: number, nowMs: number) => NtpReply | undefined;

const right: Server = (_times, nowMs) => ({ kind: 'time', epochMs: nowMs });
const off =
  (ms: number): Server =>
  (_times, nowMs) => ({ kind: 'time', epochMs: nowMs + ms });
const silent: Server = () => undefined;

class Scene {
  readonly time = new VirtualTime();
  readonly told: string[] = [];
  readonly requested: string[] = [];
  readonly lines: string[] = [];
  readonly setter: TimeSetter;
  servers: Record<string, Server>;
  relayDate: number | undefined;

  constructor({
    servers = { a: right, b: right },
    store = new MemoryStore(),
    chipMs,
    isPlain = false,
  }: {
    servers?: Record<string, Server>;
    store?: Store;
    chipMs?: number;
    isPlain?: boolean;
  } = {}) {
    this.servers = servers;
    if (chipMs !== undefined) this.time.setEpochMs(chipMs);
    const { clock, timer } = this.time;
    this.setter = new TimeSetter({
      clock,
      timer,
      log: { write: (_level, line) => this.lines.push(line) },
      store,
      servers: Object.keys(servers),
      requestServer: (host, onReply) => {
        this.requested.push(host);
        const times = this.requested.filter((one) => one === host).length;
        const reply = this.servers[host]!(times, this.trueMs);
        return timer.set(() => onReply(reply), reply ? 50 : 5_000);
      },
      requestRelay: isPlain
        ? (onDate) => timer.set(() => onDate(this.relayDate && this.relayDate + this.uptimeMs), 100)
        : undefined,
      setTime: (epochMs) => this.time.setEpochMs(epochMs),
    });
  }

  start(): this {
    this.setter.start(
      () => this.told.push('set'),
      () => this.told.push('late'),
    );
    return this;
  }

  pass(ms: number): this {
    this.time.advanceUs(ms * 1000);
    return this;
  }

  get uptimeMs(): number {
    return this.time.clock.nowUs() / 1000;
  }

  /** The true time. */
  get trueMs(): number {
    return NOW_MS + this.uptimeMs;
  }

  /** How far the chip's clock is off, in seconds. */
  get offS(): number | undefined {
    const epochMs = this.time.clock.epochMs();
    return epochMs === undefined ? undefined : Math.round((epochMs - this.trueMs) / 1000) + 0;
  }
}

describe('TimeSetter', () => {
  it('uses the first server that responds, calls back once, and sends no more requests', () => {
    const scene = new Scene({ servers: { a: silent, b: right } }).start().pass(10_000);
    expect([scene.told, scene.requested, scene.offS]).toEqual([['set'], ['a', 'b'], 0]);
    expect([scene.pass(HOUR_MS).requested.length, scene.time.nextDeadlineUs()]).toEqual([
      2,
      undefined,
    ]);
  });

  it.each([
    ['nonsense', () => ({ kind: 'unusable', why: 'no time' })],
    ['a refusal', () => ({ kind: 'refused', code: 'DENY' })],
  ] as [string, Server][])('tries the next server after %s', (_name, a) => {
    const scene = new Scene({ servers: { a, b: right } }).start().pass(5_000);
    expect([scene.told, scene.offS]).toEqual([['set'], 0]);
  });

  it('leaves alone a server that refused', () => {
    const a: Server = () => ({ kind: 'refused', code: 'RATE' });
    const scene = new Scene({ servers: { a, b: silent } }).start().pass(HOUR_MS);
    expect(scene.requested.filter((host) => host === 'a')).toEqual(['a']);
    expect(scene.requested.length).toBeGreaterThan(10);
  });

  it('keeps trying if all have refused, but rarely', () => {
    const a: Server = () => ({ kind: 'refused', code: 'DENY' });
    const scene = new Scene({ servers: { a } }).start().pass(HOUR_MS);
    expect(scene.requested.length).toBeGreaterThan(2);
    expect(scene.requested.length).toBeLessThan(20);
  });
});

describe('no time server', () => {
  it('is reported after a minute; the servers are tried less and less often', () => {
    const scene = new Scene({ servers: { a: silent, b: silent } }).start().pass(LATE_MS - 1);
    const before = [...scene.told];
    scene.pass(1);
    expect([before, scene.told]).toEqual([[], ['late']]);
    const { length } = scene.requested;
    scene.pass(HOUR_MS);
    expect(scene.requested.length - length).toBeGreaterThan(15);
    expect(scene.requested.length - length).toBeLessThan(40);
    scene.servers = { a: right, b: right };
    scene.pass(600_000);
    expect([scene.told.at(-1), scene.offS]).toEqual(['set', 0]);
  });

  it('leaves the clock to a plain-http relay’s date until a server responds', () => {
    const scene = new Scene({ servers: { a: silent }, isPlain: true });
    scene.relayDate = NOW_MS - 30_000;
    scene.start().pass(LATE_MS + GO_ON_MS + 200);
    expect([scene.told, scene.offS]).toEqual([['late', 'set'], -30]);
    scene.servers = { a: off(5 * HOUR_MS) };
    scene.pass(600_000);
    // Nothing better was known: one server is enough.
    expect([scene.told, scene.offS]).toEqual([['late', 'set'], 5 * 3600]);
  });

  it.each([
    ['none', undefined],
    ['1970', 1],
    ['2099', Date.UTC(2099, 0, 1)],
  ])('leaves the last time that was known where the relay’s date is %s', (_name, date) => {
    const store = new MemoryStore();
    new Scene({ store }).start().pass(1_000);
    const scene = new Scene({ servers: { a: silent }, store, isPlain: true });
    scene.relayDate = date;
    scene.start().pass(LATE_MS + GO_ON_MS + 200);
    expect([scene.told, Math.abs(scene.offS!) < 2]).toEqual([['late', 'set'], true]);
  });

  it('is waited for if no other time is known', () => {
    const scene = new Scene({ servers: { a: silent }, isPlain: true }).start().pass(HOUR_MS);
    expect([scene.told, scene.offS]).toEqual([['late'], undefined]);
    scene.relayDate = NOW_MS;
    expect(scene.pass(120_000).told).toEqual(['late', 'set']);
  });

  it('does not stop a device whose flash cannot be read', () => {
    const scene = new Scene({ servers: { a: silent }, store: DEAD_STORE }).start().pass(HOUR_MS);
    scene.servers = { a: right };
    expect(scene.pass(600_000).told).toEqual(['late', 'set']);
  });
});

describe('a clock that is set', () => {
  it('is corrected by the seconds it is off', () => {
    const scene = new Scene({ chipMs: NOW_MS + 20_000 }).start().pass(1_000);
    expect([scene.told, scene.offS, scene.requested]).toEqual([['set'], 0, ['a']]);
  });

  it.each([-HOUR_MS, HOUR_MS, 9 * 365 * 24 * HOUR_MS])(
    'is not moved by one server that is off by %d ms',
    (ms) => {
      const scene = new Scene({ chipMs: NOW_MS, servers: { a: off(ms), b: right } });
      scene.start().pass(5_000);
      expect([scene.told, scene.offS]).toEqual([['set'], 0]);
    },
  );

  it('is moved by two that agree', () => {
    const scene = new Scene({ chipMs: NOW_MS - 9 * HOUR_MS }).start().pass(5_000);
    expect([scene.told, scene.offS, scene.requested]).toEqual([['set'], 0, ['a', 'b']]);
  });

  it('is moved by a single server that repeats its time', () => {
    const scene = new Scene({ chipMs: NOW_MS - 9 * HOUR_MS, servers: { a: right } });
    scene.start().pass(60_000);
    expect([scene.told, scene.offS, scene.requested]).toEqual([['set'], 0, ['a', 'a']]);
  });

  it('stays if no two agree', () => {
    const servers = { a: off(HOUR_MS), b: off(7 * HOUR_MS) };
    const scene = new Scene({ chipMs: NOW_MS, servers }).start().pass(6 * HOUR_MS);
    expect([scene.told, scene.offS]).toEqual([[], 0]);
  });

  it('is checked at once if a certificate looks out of date', () => {
    const scene = new Scene({ servers: { a: off(-9 * HOUR_MS), b: right, c: right } });
    scene.start().pass(1_000);
    expect(scene.offS).toBe(-9 * 3600);
    scene.setter.doubt();
    scene.setter.doubt();
    scene.pass(10_000);
    expect([scene.offS, scene.requested]).toEqual([0, ['a', 'b', 'c']]);
  });
});

it('writes to flash twice a day at most', () => {
  let writes = 0;
  const memory = new MemoryStore();
  const store = {
    read: (key: string) => memory.read(key),
    remove: (key: string) => memory.remove(key),
    write: (key: string, value: string) => {
      writes += 1;
      memory.write(key, value);
    },
  };
  const scene = new Scene({ store }).start();
  for (let hour = 0; hour < 48; hour += 1) scene.pass(HOUR_MS).start();
  expect([writes >= 2, writes <= 4]).toEqual([true, true]);
});
