/** The whole device behind an I2C backpack: it works as on GPIO, and an unresponsive backpack never stops it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { showSettingsProblem, type DevicePorts } from '../../../device/app/device.js';
import type { I2c } from '../../../device/shared/ports.js';
import { DEFAULTS, type DeviceSettings } from '../../../device/shared/settings.js';
import { readWiring } from '../../../device/shared/wiring.js';
import { notWired } from '../../../simulator/ports/bank.js';
import { LINKED, NOTHING_PLAYS, track, World, type WorldOptions } from './world.js';

const { wiring } = readWiring({ bus: 'pcf8574' });
let world: World;

function started(options: Partial<WorldOptions> = {}, isConnected = true): World {
  world = new World({ stored: LINKED, ...options, settings: { wiring, ...options.settings } });
  world.backpack.isConnected = isConnected;
  return world.start();
}

/** Puts something between the device and its I2C bus. */
function onI2c(change: (i2c: I2c) => I2c) {
  return (ports: DevicePorts): DevicePorts => ({
    ...ports,
    openI2c: (pins) => change(ports.openI2c(pins)),
  });
}

afterEach(() => {
  world.chip.powerOff();
});

describe('a display behind a backpack', () => {
  it('plays, heals and switches the backlight as on GPIO', () => {
    started({ settings: { healS: 5, backlightOffS: 60, rom: 'A00' } });
    world.responses['/v1/me/player'] = () => track({}, { name: 'Zażółć gęślą jaźń, żółty łoś' });
    world.pass(30);
    expect(world.rows[1]).toMatch(/\d:\d\d/);
    expect(world.emulator.isLit).toBe(true);
    expect(world.emulator.counts.homes).toBeGreaterThan(3);
    world.responses['/v1/me/player'] = () => NOTHING_PLAYS;
    world.pass(300);
    expect([world.rows[0], world.emulator.isLit]).toEqual(['Nothing playing', false]);
    expect(world.emulator.violations).toEqual([]);
    expect(world.emulator.counts.visibleDots).toBe(0);
    expect(world.logged).toContain('info display: backpack at 0x27');
  });

  it('recovers after interrupted transactions', () => {
    let broken = 0;
    const between = onI2c((i2c) => ({
      khz: i2c.khz,
      write: (address, bytes) => {
        if (broken === 0) return i2c.write(address, bytes);
        broken -= 1;
        i2c.write(address, bytes.subarray(0, bytes.length >> 1));
        throw new Error('write failed');
      },
    }));
    started({ between }).pass(5);
    for (const times of [1, 2]) {
      broken = times;
      world.pass(1 + 2 * times);
      expect(broken).toBe(0);
      expect([world.rows[0], world.emulator.isOn]).toEqual(['Song - Ana', true]);
    }
    world.hold(1.6);
    expect(world.rows).toEqual(['Display errors', '3: check wires']);
  });
});

describe('a test of other hardware', () => {
  it('shows the pattern there, and reports what cannot be opened', () => {
    let isTaken = false;
    const between = (ports: DevicePorts): DevicePorts => ({
      ...ports,
      openBank: (mask) => {
        if (isTaken) throw new Error('in use');
        return ports.openBank(mask);
      },
    });
    world = new World({ between, settings: { wiring } }).start().pass(5);
    const gpio = { ...DEFAULTS, relayUrl: 'https://relay.example' };
    const test = (settings: DeviceSettings) => (): void => world.device.test(settings);
    isTaken = true;
    expect(test(gpio)).toThrow('in use');
    expect(test({ ...gpio, wiring })).not.toThrow();
    expect(world.rows[0]).toBe('Row 1 ABCDEFGHI|');
    world.backpack.isConnected = false;
    expect(test({ ...gpio, wiring })).toThrow('no backpack answers');
  });
});

describe('showSettingsProblem', () => {
  it('shows it behind the backpack if another setting is the invalid one', () => {
    world = new World({ settings: { wiring } });
    const { clock, timer } = world.time;
    const ports = { openBank: notWired, openI2c: () => world.backpack, clock, timer };
    const problems = [{ name: 'relay', problem: 'must be an address' }];
    showSettingsProblem({ ...ports, log: { write: () => undefined } }, problems, {
      ...DEFAULTS,
      wiring,
    });
    expect(world.rows[0]).toBe('Setting relay');
  });
});

describe('a missing backpack', () => {
  it('is looked for less and less often while the device runs, and is used once it responds', () => {
    started({}, false).pass(600);
    expect(world.countOf('/v1/me/player')).toBeGreaterThan(10);
    const missed = world.logged.filter((line) => line.includes('no backpack at 0x27: '));
    // 1, 2, 4, 8, 16 and then each 30 s.
    expect(missed.length).toBeGreaterThan(20);
    expect(missed.length).toBeLessThan(30);
    world.backpack.isConnected = true;
    world.pass(31);
    expect([world.rows[0], world.emulator.isOn]).toEqual(['Song - Ana', true]);
    expect(world.emulator.violations).toEqual([]);
    world.pass(60);
    world.hold(1.6);
    expect(world.rows[0]).toBe('Display errors');
  });

  it('blocks the device for one attempt at most if the bus hangs', () => {
    let blockedMs = 0;
    const between = onI2c((i2c) => ({
      khz: i2c.khz,
      write: () => {
        blockedMs += 150;
        const { clock } = world.time;
        clock.waitUntilUs(clock.nowUs() + 150_000);
        throw new Error('write failed');
      },
    }));
    started({ between }).pass(600);
    expect(world.countOf('/v1/me/player')).toBeGreaterThan(10);
    // Two addresses an attempt.
    expect(blockedMs).toBeLessThan(30 * 300);
    expect(world.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});
