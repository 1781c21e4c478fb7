/** A device that is stuck or has crashed restarts, says why, and never loops. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DevicePorts } from '../../../device/app/device.js';
import type { StartReason } from '../../../device/shared/ports.js';
import { LINKED, World, type WorldOptions } from './world.js';

const HOUR_S = 3600;

let world: World;

function started(options: WorldOptions = {}): World {
  world = new World({ stored: LINKED, settings: { columns: 40 }, ...options });
  return world.start();
}

afterEach(() => {
  world.chip.powerOff();
  expect(world.emulator.violations).toEqual([]);
});

/** The device crashes at every poll. */
function crashing(ports: DevicePorts): DevicePorts {
  return {
    ...ports,
    http: {
      send: (request, handlers) =>
        ports.http.send(request, {
          onHeaders: (status, headers) => handlers.onHeaders(status, headers),
          onBody: () => handlers.onBody(undefined as unknown as Uint8Array),
          onDone: () => handlers.onDone(),
          onFault: (fault) => handlers.onFault(fault),
        }),
    },
  };
}

describe('a start', () => {
  it.each<[StartReason, string]>([
    ['crash', 'Restarted: crash'],
    ['watchdog', 'Restarted: watchdog'],
    ['brown-out', 'Restarted: low voltage'],
  ])('after a %s says so, then goes on', (firstReason, row) => {
    started({ firstReason }).pass(1);
    expect(world.rows).toEqual([row, 'Resuming in 2s']);
    world.pass(4);
    expect(world.rows[0]).toBe('Song - Ana');
    expect(world.logged[0]).toMatch(/^warn started: .*, restart 1 in a row$/);
  });

  it.each<StartReason>(['power', 'requested', 'unknown'])(
    'after %s goes on at once',
    (firstReason) => {
      started({ firstReason }).pass(1);
      expect(world.rows[0]).toBe('Song - Ana');
    },
  );

  it('does not make a press wait', () => {
    started({ firstReason: 'crash' }).pass(0.5);
    world.hold(0.1).pass(0.5);
    expect(world.rows[0]).toBe('Song - Ana');
  });
});

describe('a device that never recovers', () => {
  it('waits longer before each restart', () => {
    started({ between: crashing });
    world.pass(2 * HOUR_S);
    // 3 s, 10 s, 1 min, 5 min, then half an hour each.
    expect(world.chip.restartCount).toBeGreaterThanOrEqual(6);
    expect(world.chip.restartCount).toBeLessThanOrEqual(9);
    world.pass(6 * HOUR_S);
    expect(world.chip.restartCount).toBeLessThanOrEqual(21);
    expect(world.rows).toEqual([
      'Restarted: error',
      expect.stringMatching(/^Resuming in \d+[sm]$/),
    ]);
  });

  it('announces each restart and its reason', () => {
    started({ between: crashing }).pass(2);
    expect(world.rows).toEqual(['Restarting', 'error']);
    expect(world.logged).toContainEqual(expect.stringMatching(/^error crash: /));
    expect(world.logged.join('\n')).not.toMatch(/Bearer|\bdev\b/);
  });

  it('forgets its restarts after a power cut, and after running well for an hour', () => {
    let isIll = true;
    started({ between: (ports) => (isIll ? crashing(ports) : ports) }).pass(60);
    const { restartCount } = world.chip;
    expect(restartCount).toBeGreaterThan(1);
    isIll = false;
    world.pass(HOUR_S * 1.2);
    expect(world.rows[0]).toBe('Song - Ana');
    expect(world.store.contents()).toEqual(LINKED);
    expect(world.chip.restartCount).toBeLessThanOrEqual(restartCount + 1);
  });
});

describe('a chip whose timers have stopped', () => {
  it('is restarted by its watchdog within a minute, and plays again', () => {
    let isStill = false;
    started({
      between: (ports) => ({
        ...ports,
        timer: {
          set: (callback, delayMs) =>
            isStill ? () => undefined : ports.timer.set(callback, delayMs),
        },
      }),
    }).pass(30);
    isStill = true;
    world.pass(30);
    isStill = false;
    world.pass(70);
    expect(world.chip.restartCount).toBe(1);
    expect(world.rows[0]).toBe('Song - Ana');
  });

  it('is not restarted while idle', () => {
    started();
    world
      .hold(0.1)
      .hold(0.1)
      .pass(4 * HOUR_S);
    expect(world.chip.restartCount).toBe(0);
  });

  it('is not restarted during a day without network', () => {
    started().pass(1);
    world.network.become({ kind: 'lost', name: 'Home' });
    world.pass(24 * HOUR_S);
    world.network.become({ kind: 'online' });
    world.pass(2);
    expect(world.chip.restartCount).toBe(0);
    expect(world.rows[0]).toBe('Song - Ana');
  });
});

describe('a device that is stuck', () => {
  it('takes the overdue step, and restarts if that never helps', () => {
    let isStuck = false;
    started({
      between: (ports) => ({
        ...ports,
        http: {
          send: (request, handlers) =>
            isStuck ? () => undefined : ports.http.send(request, handlers),
        },
        // Its pulse goes on, but no wait of the machine ends, and no call.
        timer: {
          set: (callback, delayMs) =>
            isStuck && delayMs > 1000 && delayMs !== 10_000
              ? () => undefined
              : ports.timer.set(callback, delayMs),
        },
      }),
    }).pass(30);
    isStuck = true;
    world.pass(200);
    expect(
      world.logged.filter((line) => line.includes('next step is overdue')).length,
    ).toBeGreaterThan(1);
    expect(world.chip.restartCount).toBe(0);
    for (let minute = 0; minute < 15 && world.chip.restartCount === 0; minute += 1) world.pass(60);
    isStuck = false;
    expect(world.logged).toContainEqual('error restarting: stuck');
    world.pass(60);
    expect(world.chip.restartCount).toBe(1);
    expect(world.rows[0]).toBe('Song - Ana');
  });
});
