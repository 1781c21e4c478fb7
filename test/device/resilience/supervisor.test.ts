/** The watchdog is fed while timers fire; an overdue step is taken, and if that does not help the device restarts. */
import { describe, expect, it } from '@jest/globals';
import { Supervisor } from '../../../device/resilience/supervisor.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

function supervised() {
  const time = new VirtualTime();
  const counts = { fed: 0, nudges: 0, stuck: 0, ticks: 0 };
  const state = { overdueMs: 0, successCount: 0 };
  const supervisor = new Supervisor({
    timer: time.timer,
    system: {
      startReason: 'power',
      feedWatchdog: () => (counts.fed += 1),
      restart: () => undefined,
    },
    overdueMs: () => state.overdueMs,
    successCount: () => state.successCount,
    nudge: () => (counts.nudges += 1),
    onStuck: () => (counts.stuck += 1),
    onTick: () => (counts.ticks += 1),
  });
  supervisor.start();
  return { time, counts, state, supervisor };
}

describe('Supervisor', () => {
  it('feeds the watchdog every 10 s, well within its 60 s', () => {
    const { time, counts } = supervised();
    time.advanceUs(60e6);
    expect(counts).toEqual({ fed: 7, nudges: 0, stuck: 0, ticks: 6 });
  });

  it('takes a step that is 30 s overdue, and restarts after ten without a success', () => {
    const { time, counts, state } = supervised();
    state.overdueMs = 29_000;
    time.advanceUs(60e6);
    expect(counts.nudges).toBe(0);
    state.overdueMs = 30_000;
    time.advanceUs(100e6);
    expect([counts.nudges, counts.stuck]).toEqual([10, 0]);
    time.advanceUs(10e6);
    expect(counts.stuck).toBe(1);
  });

  it('counts from zero after a success', () => {
    const { time, counts, state } = supervised();
    state.overdueMs = 30_000;
    time.advanceUs(90e6);
    state.successCount = 1;
    time.advanceUs(100e6);
    expect(counts.stuck).toBe(0);
  });

  it('continues if a tick throws', () => {
    const time = new VirtualTime();
    let ticks = 0;
    const nothing = (): void => undefined;
    const supervisor = new Supervisor({
      timer: { set: (callback, delayMs) => time.timer.set(() => quiet(callback), delayMs) },
      system: { startReason: 'power', feedWatchdog: nothing, restart: nothing },
      overdueMs: () => 0,
      successCount: () => 0,
      nudge: nothing,
      onStuck: nothing,
      onTick: () => {
        ticks += 1;
        throw new Error('once more');
      },
    });
    supervisor.start();
    time.advanceUs(30e6);
    expect(ticks).toBe(3);
    supervisor.stop();
    time.advanceUs(30e6);
    expect(ticks).toBe(3);
  });
});

function quiet(callback: () => void): void {
  try {
    callback();
  } catch {
    // The guard around the timer takes it.
  }
}
