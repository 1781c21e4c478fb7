/** Edges of a bouncing line → presses and holds. */
import { describe, expect, it } from '@jest/globals';
import { Gestures } from '../../../device/controls/gestures.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

/** Plays edges, each so many ms after the one before, down first; @returns the gestures with the time of each */
function gesturesOf(...gapsMs: number[]): string[] {
  const time = new VirtualTime();
  const seen: string[] = [];
  const gestures = new Gestures({
    clock: time.clock,
    timer: time.timer,
    onGesture: (gesture) => void seen.push(`${time.clock.nowUs() / 1000} ${gesture}`),
  });
  let isDown = false;
  for (const gapMs of gapsMs) {
    time.advanceUs(gapMs * 1000);
    isDown = !isDown;
    gestures.changed(isDown);
  }
  time.advanceUs(20e6);
  return seen;
}

describe('Gestures', () => {
  it('takes the bounce out of a press', () => {
    expect(gesturesOf(0, 5, 3, 200)).toEqual(['238 press']);
  });

  it('ignores a glitch', () => {
    expect(gesturesOf(0, 10)).toEqual([]);
  });

  it('distinguishes a double press from two single ones', () => {
    expect(gesturesOf(0, 100, 200, 100)).toEqual(['130 press', '430 double press']);
    expect(gesturesOf(0, 100, 700, 100)).toEqual(['130 press', '930 press']);
  });

  it('counts a third press as the first of another pair', () => {
    expect(gesturesOf(0, 100, 200, 100, 200, 100)).toEqual([
      '130 press',
      '430 double press',
      '730 press',
    ]);
  });

  it('reports how long it is held, and its release', () => {
    expect(gesturesOf(0, 4000)).toEqual(['1530 hold', '3030 long hold', '4030 let go']);
    expect(gesturesOf(0, 9000)).toEqual(['1530 hold', '3030 long hold', '8030 longest hold']);
  });

  it('reports nothing once stopped', () => {
    const time = new VirtualTime();
    const seen: string[] = [];
    const gestures = new Gestures({
      clock: time.clock,
      timer: time.timer,
      onGesture: (gesture) => void seen.push(gesture),
    });
    gestures.changed(true);
    time.advanceUs(1e6);
    gestures.stop();
    time.advanceUs(20e6);
    expect(seen).toEqual([]);
  });
});
