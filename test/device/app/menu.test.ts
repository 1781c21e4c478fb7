/** The menu of a press just after power-on: for a display that is blank, and for a board that was just wired. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { ScriptedButton } from '../../../simulator/ports/scripted-button.js';
import { LINKED, World, type WorldOptions } from './world.js';

let world: World;
let setUps = 0;

function started(options: WorldOptions = {}): World {
  setUps = 0;
  world = new World({
    stored: LINKED,
    between: (ports) => ({ ...ports, openSetUp: () => (setUps += 1) }),
    ...options,
  });
  return world.start().pass(1);
}

/** A press that opens the menu. */
function opened(): World {
  return started().hold(3.2);
}

const press = (): World => world.hold(0.2);
const choose = (): World => world.hold(1.7);

afterEach(() => world.chip.powerOff());

describe('a press just after power-on', () => {
  it('opens the menu once held for 3 s', () => {
    started().button.become(true);
    world.pass(2.9);
    expect(world.rows[0]).toBe('Account');
    world.pass(0.2);
    expect(world.rows).toEqual(['Set up by phone.', 'Release button']);
  });

  it('opens set-up if nothing follows its release, as on a blank display', () => {
    opened();
    expect(world.rows).toEqual(['Set up by phone.', 'Opens in 8s']);
    world.pass(7);
    expect([setUps, world.pass(1).rows, setUps]).toEqual([0, expect.anything(), 1]);
  });

  it('opens set-up even after a press longer than any hold', () => {
    started().hold(12);
    world.pass(8);
    expect(setUps).toBe(1);
  });

  it('opens set-up by BOOT if the button’s pin is wrong and picks up mains hum', () => {
    const spareButton = new ScriptedButton();
    started({
      between: (ports) => ({ ...ports, spareButton, openSetUp: () => (setUps += 1) }),
    });
    const hum = (seconds: number): void => {
      for (let half = 0; half < seconds * 100; half += 1) {
        world.button.become(half % 2 === 0);
        world.pass(0.01);
      }
    };
    spareButton.become(true);
    hum(3.2);
    spareButton.become(false);
    hum(9);
    expect(setUps).toBe(1);
  });

  it('moves on to the next entry if set-up cannot be opened', () => {
    opened().pass(9);
    expect(world.rows).toEqual(['Test the panel', 'Hold to choose']);
  });

  it.each([
    ['that begins too late', {}, 6],
    ['after a restart', { firstReason: 'requested' }, 1],
  ] as const)('does not open it for one %s', (_name, options, afterS) => {
    started(options).pass(afterS - 1);
    world.button.become(true);
    world.pass(3.2);
    expect(world.rows[0]).toBe('Release to keep');
  });

  it('leaves the menu after the last entry', () => {
    opened();
    const entries = [press().rows[0], press().rows[0], press().pass(1).rows[0]];
    expect(entries).toEqual(['Test the panel', 'Test the wiring', 'Song - Ana']);
    world.pass(60);
    expect(setUps).toBe(0);
  });

  it('leaves the menu after five minutes', () => {
    opened();
    press();
    expect(world.pass(300).rows[0]).toBe('Song - Ana');
  });
});

describe('the panel test', () => {
  it('fills each cell of each row until a press', () => {
    opened();
    press();
    choose();
    expect(world.rows).toEqual(['Row 1 ABCDEFGHI|', 'Row 2 ABCDEFGHI|']);
    expect(press().rows[0]).toBe('Test the panel');
  });
});

describe('the wiring test', () => {
  it('raises one line per press, then redraws the display', () => {
    const levels: number[] = [];
    started({
      between: (ports) => ({
        ...ports,
        openBank: (mask) => {
          const bank = ports.openBank(mask);
          return {
            write: (level) => {
              levels.push(level);
              bank.write(level);
            },
          };
        },
      }),
    }).hold(3.2);
    press();
    press();
    levels.length = 0;
    choose();
    const raised = [levels.at(-1)];
    for (let left = 5; left > 0; left -= 1) {
      press().pass(10);
      raised.push(levels.at(-1));
    }
    // RS, E, D4 to D7 as in docs/wiring.md.
    expect(raised).toEqual([19, 23, 18, 17, 16, 4].map((pin) => 1 << pin));
    press();
    expect(world.rows).toEqual(['Test the wiring', 'Hold to choose']);
  });
});
