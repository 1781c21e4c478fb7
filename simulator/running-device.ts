/** The simulated device: the device's own code on Node's ports and the emulated display. */
import { Device } from '../device/app/device.js';
import type { TextTables } from '../device/text/transliterate.js';
import type { LogLevel, Store } from '../device/shared/ports.js';
import type { DeviceSettings } from '../device/shared/settings.js';
import type { Hd44780Emulator } from './hd44780/emulator.js';
import { NodeTimer } from './node/clock.js';
import type { NodeClock } from './node/clock.js';
import { NodeHttp } from './node/http.js';
import { timedBank } from './ports/bank.js';
import { Chip } from './ports/chip.js';
import { ScriptedButton } from './ports/scripted-button.js';
import { ScriptedNetwork } from './ports/scripted-network.js';

export interface RunningDevice {
  /** A short press of the device's button. */
  press(): void;
  /** The button's line, while it is held and let go. */
  button(isDown: boolean): void;
  stop(): void;
}

export interface RunningDeviceOptions {
  readonly settings: DeviceSettings;
  readonly tables: TextTables;
  readonly store: Store;
  readonly clock: NodeClock;
  readonly lcd: Hd44780Emulator;
  readonly onLog: (level: LogLevel, message: string) => void;
}

export function startDevice(options: RunningDeviceOptions): RunningDevice {
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
    stop: () => chip.powerOff(),
  };
}
