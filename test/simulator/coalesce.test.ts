import { describe, expect, it } from '@jest/globals';
import { coalesce } from '../../simulator/coalesce.js';
import { HandTimer } from './hand-timer.js';

function open() {
  const timer = new HandTimer();
  const runsAtMs: number[] = [];
  const runs = coalesce({ nowMs: timer.nowMs, timer, intervalMs: 100 }, () =>
    runsAtMs.push(timer.nowMs()),
  );
  return { timer, runs, runsAtMs };
}

describe('coalesce', () => {
  it('runs the first at once', () => {
    const { runs, runsAtMs } = open();
    runs.request();
    expect(runsAtMs).toEqual([0]);
  });

  it('runs once an interval, however often requested, and after the last request', () => {
    const { timer, runs, runsAtMs } = open();
    for (let count = 0; count < 25; count++) {
      runs.request();
      timer.pass(10);
    }
    timer.pass(1000);
    expect(runsAtMs).toEqual([0, 100, 200, 300]);
  });

  it('runs at once again after a quiet interval', () => {
    const { timer, runs, runsAtMs } = open();
    runs.request();
    timer.pass(150);
    runs.request();
    expect(runsAtMs).toEqual([0, 150]);
  });

  it('drops a cancelled call, and accepts the next', () => {
    const { timer, runs, runsAtMs } = open();
    runs.request();
    runs.request();
    runs.cancel();
    runs.cancel();
    timer.pass(500);
    expect(runsAtMs).toEqual([0]);
    runs.request();
    expect(runsAtMs).toEqual([0, 500]);
  });
});
