/** The button and the dark hours, on a machine without a display. */
import { describe, expect, it } from '@jest/globals';
import type { Gesture } from '../../../device/controls/gestures.js';
import { UserControls } from '../../../device/controls/user-controls.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { MachineRig } from '../machine/machine-rig.js';

const NIGHT = { fromMin: 23 * 60, toMin: 7 * 60 };

function controlled(epochMs?: number) {
  const rig = new MachineRig();
  rig.time.setEpochMs(epochMs);
  rig.start();
  const counts = { touches: 0, changes: 0 };
  const controls = new UserControls({
    clock: rig.time.clock,
    timer: rig.time.timer,
    machine: rig.machine,
    settings: () => ({ ...DEFAULTS, offHours: NIGHT, utcOffsetMin: 0 }),
    figures: () => ({ startedBy: 'power', signalDbm: -60, displayErrors: 0 }),
    menuActions: { openSetUp: nothing, raiseLine: () => false, endWiringTest: nothing },
    onTouch: () => (counts.touches += 1),
    onChange: () => (counts.changes += 1),
  });
  const does = (gesture: Gesture): void => controls.gesture(gesture);
  return { rig, controls, counts, does };
}

describe('UserControls.gesture', () => {
  it('polls and lights up for a press', () => {
    const { rig, counts, does } = controlled();
    const before = rig.countOf('/v1/me/player');
    does('press');
    expect([rig.pass(0.1).countOf('/v1/me/player') - before, counts.touches]).toEqual([1, 1]);
  });

  it('turns off for two presses, and on for the next one', () => {
    const { rig, does } = controlled();
    does('press');
    does('double press');
    expect(rig.machine.state).toBe('off');
    rig.pass(60);
    does('press');
    does('double press');
    expect(rig.pass(1).machine.state).toBe('playing');
  });

  it('shows each status page for 3 s, then the machine’s screen again', () => {
    const { rig, controls, does } = controlled();
    does('hold');
    const pages = Array.from({ length: 7 }, () => {
      const { notice } = controls;
      rig.pass(3);
      return notice?.kind === 'status' ? notice.page.kind : undefined;
    });
    expect(pages).toEqual([
      'account',
      'relay',
      'requests',
      'start',
      'version',
      'signal',
      undefined,
    ]);
  });

  it('counts down before it unlinks, and keeps the link if released', () => {
    const { rig, controls, does } = controlled();
    does('long hold');
    expect(controls.notice).toEqual({ kind: 'unlinking', retryInMs: 5000 });
    does('let go');
    expect([controls.notice, rig.machine.isLinked]).toEqual([undefined, true]);
    does('longest hold');
    expect(rig.machine.isLinked).toBe(false);
  });
});

describe('UserControls.tick', () => {
  const evening = Date.UTC(2026, 10, 25, 22, 59);

  it('turns off in dark hours, five minutes after the last press, and on at their end', () => {
    const { rig, controls, does } = controlled(evening);
    const tickFor = (minutes: number): void => {
      for (let minute = 0; minute < minutes; minute += 1) {
        rig.pass(60);
        controls.tick();
      }
    };
    tickFor(2);
    does('press');
    tickFor(3);
    expect(rig.machine.state).toBe('playing');
    tickFor(3);
    expect(rig.machine.state).toBe('off');
    tickFor(8 * 60);
    expect(rig.machine.state).toBe('playing');
  });

  it('leaves off what the button turned off', () => {
    const { rig, controls, does } = controlled(evening);
    does('double press');
    rig.pass(12 * 3600);
    controls.tick();
    expect(rig.machine.state).toBe('off');
  });
});

function nothing(): void {
  // No menu here: test/device/app/menu.test.ts has it.
}
