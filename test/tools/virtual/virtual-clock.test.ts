/** Virtual time advances as the ports promise, and the same way each time. */
import { describe, expect, it } from '@jest/globals';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

describe('VirtualTime', () => {
  it('fires timers at their deadlines, in order', () => {
    const time = new VirtualTime();
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(`${name}@${time.clock.nowUs()}`);
    time.timer.set(note('late'), 20);
    time.timer.set(note('early'), 10);
    time.advanceUs(30_000);
    expect(fired).toEqual(['early@10000', 'late@20000']);
    expect(time.clock.nowUs()).toBe(30_000);
  });

  it('fires timers of one deadline in the order they were set', () => {
    const time = new VirtualTime();
    const fired: number[] = [];
    for (const name of [1, 2, 3]) time.timer.set(() => fired.push(name), 5);
    time.advanceUs(5_000);
    expect(fired).toEqual([1, 2, 3]);
  });

  it('fires what a callback sets within the same advance', () => {
    const time = new VirtualTime();
    const firedAtUs: number[] = [];
    const tick = (): void => {
      firedAtUs.push(time.clock.nowUs());
      time.timer.set(tick, 10);
    };
    time.timer.set(tick, 10);
    time.advanceUs(35_000);
    expect(firedAtUs).toEqual([10_000, 20_000, 30_000]);
    expect(time.nextDeadlineUs()).toBe(40_000);
  });

  it('does not fire what was cancelled, even late or twice', () => {
    const time = new VirtualTime();
    let count = 0;
    const cancel = time.timer.set(() => (count += 1), 10);
    cancel();
    cancel();
    time.advanceUs(20_000);
    cancel();
    expect(count).toBe(0);
    expect(time.nextDeadlineUs()).toBeUndefined();
  });

  it('moves on without firing while the device waits for its display', () => {
    const time = new VirtualTime();
    const firedAtUs: number[] = [];
    time.timer.set(() => {
      time.clock.waitUntilUs(25_000);
    }, 10);
    time.timer.set(() => firedAtUs.push(time.clock.nowUs()), 15);
    time.advanceUs(20_000);
    // Due at 15 ms, but the wait was until 25 ms, beyond the advance itself.
    expect(firedAtUs).toEqual([25_000]);
    expect(time.clock.nowUs()).toBe(25_000);
  });

  it('does not go back for a wait that is over', () => {
    const time = new VirtualTime();
    time.advanceUs(100);
    time.clock.waitUntilUs(50);
    expect(time.clock.nowUs()).toBe(100);
  });

  it('treats a negative delay as none', () => {
    const time = new VirtualTime();
    let count = 0;
    time.timer.set(() => (count += 1), -5);
    time.advanceUs(0);
    expect(count).toBe(1);
  });

  it('has no wall clock until it is set, then advances it with time', () => {
    const time = new VirtualTime();
    expect(time.clock.epochMs()).toBeUndefined();
    time.advanceUs(5_000);
    time.setEpochMs(1_000_000);
    time.advanceUs(2_000);
    expect(time.clock.epochMs()).toBe(1_000_002);
    time.setEpochMs(undefined);
    expect(time.clock.epochMs()).toBeUndefined();
  });

  it('stops a device that would loop forever at one instant', () => {
    const time = new VirtualTime();
    const spin = (): void => void time.timer.set(spin, 0);
    time.timer.set(spin, 0);
    expect(() => time.advanceUs(1)).toThrow(/does not advance/);
  });

  it('refuses to move backwards, or from within a callback', () => {
    const time = new VirtualTime();
    expect(() => time.advanceUs(-1)).toThrow(RangeError);
    time.timer.set(() => time.advanceUs(1), 0);
    expect(() => time.advanceUs(0)).toThrow(/callback/);
  });
});
