/** An unreachable server times out soon, a slow one later, and the fault names the phase. */
import { describe, expect, it } from '@jest/globals';
import { PhaseDeadlines, type Phase } from '../../../device/http/phase-deadlines.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

const TOTAL_MS = 60_000;

function scene() {
  const time = new VirtualTime();
  const expired: Phase[] = [];
  const deadlines = new PhaseDeadlines(time.timer, TOTAL_MS, (phase) => expired.push(phase));
  return { deadlines, expired, pass: (ms: number) => time.advanceUs(ms * 1000), time };
}

describe('PhaseDeadlines', () => {
  it('gives a server twelve seconds to accept a connection', () => {
    const { deadlines, expired, pass } = scene();
    deadlines.moves('connecting');
    pass(11_999);
    const before = [...expired];
    pass(1);
    expect([before, expired]).toEqual([[], ['connecting']]);
  });

  it('lets a response take as long as the whole exchange may', () => {
    const { deadlines, expired, pass } = scene();
    deadlines.moves('connecting');
    deadlines.moves('waiting for a response');
    pass(TOTAL_MS - 1);
    const before = [...expired];
    pass(1);
    expect([before, expired]).toEqual([[], ['waiting for a response']]);
  });

  it('gives up ten seconds after the last byte, not after the first', () => {
    const { deadlines, expired, pass } = scene();
    for (let part = 0; part < 4; part += 1) {
      deadlines.moves('reading the response');
      pass(9_000);
    }
    const before = [...expired];
    pass(1_000);
    expect([before, expired]).toEqual([[], ['reading the response']]);
  });

  it('ends a response that trickles in forever', () => {
    const { deadlines, expired, pass } = scene();
    for (let part = 0; part < 10; part += 1) {
      deadlines.moves('reading the response');
      pass(9_000);
    }
    expect(expired).toEqual(['reading the response']);
  });

  it('never calls back after its end, and leaves no timer', () => {
    const { deadlines, expired, pass, time } = scene();
    deadlines.moves('connecting');
    deadlines.end();
    deadlines.end();
    deadlines.moves('reading the response');
    pass(TOTAL_MS);
    expect([expired, time.nextDeadlineUs()]).toEqual([[], undefined]);
  });
});
