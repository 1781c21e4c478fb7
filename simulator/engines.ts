/** The simulated device on either engine: Node's, in this process, or the real one's, XS, in a worker. */
import { Device } from '../device/app/device.js';
import type { LogLevel } from '../device/shared/ports.js';
import type { DeviceSettings } from '../device/shared/settings.js';
import type { Hd44780Emulator } from './hd44780/emulator.js';
import { NodeTimer } from './node/clock.js';
import type { NodeClock } from './node/clock.js';
import { NodeHttp } from './node/http.js';
import { timedBank } from './ports/bank.js';
import { Chip } from './ports/chip.js';
import { ScriptedButton } from './ports/scripted-button.js';
import { ScriptedNetwork } from './ports/scripted-network.js';
import type { ListableStore } from './xs/engine.js';
import { XsEngine } from './xs/engine.js';

export interface RunningDevice {
  /** A short press of the device's button. */
  press(): void;
  /** The button's line, for whoever holds it. */
  button(isDown: boolean): void;
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly settings: DeviceSettings;
  readonly tables: { readonly text: Uint8Array; readonly japanese?: Uint8Array };
  readonly store: ListableStore;
  readonly clock: NodeClock;
  readonly lcd: Hd44780Emulator;
  readonly onLog: (level: LogLevel, message: string) => void;
  /** The device has ended by itself. */
  readonly onFailure: (error: Error) => void;
}

export function startOnNode(options: EngineOptions): RunningDevice {
  const { settings, tables, store, clock, lcd, onLog } = options;
  const openBank = timedBank(lcd.openBank(settings.pins), clock);
  const timer = new NodeTimer();
  const button = new ScriptedButton();
  let device: Device | undefined;
  const chip = new Chip({
    timer,
    start: (system) => {
      const http = new NodeHttp();
      const network = new ScriptedNetwork();
      const log = { write: onLog };
      const { random } = Math;
      device = new Device(
        { openBank, clock, timer, http, store, network, system, button, log, random, tables },
        settings,
      );
      device.start();
      return device;
    },
  });
  chip.powerOn();
  return {
    press: () => device?.press(),
    button: (isDown) => button.become(isDown),
    stop: () => {
      chip.powerOff();
      return Promise.resolve();
    },
  };
}

/** Rejects with one line where the engine cannot be built. */
export async function startOnXs(options: EngineOptions): Promise<RunningDevice> {
  const { settings, lcd } = options;
  const engine = new XsEngine({
    ...options,
    http: new NodeHttp(),
    onPins: (writes) => {
      for (const { atNs, levels } of writes) lcd.driveLevels(atNs, settings.pins, levels);
    },
  });
  await engine.start();
  return {
    press: () => engine.press(),
    button: (isDown) => engine.button(isDown),
    stop: () => engine.stop(),
  };
}
