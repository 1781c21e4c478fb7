/** A device on an emulated display, with the chip that restarts it, its Wi-Fi and its button. */
import { Device, type DevicePorts } from '../../device/app/device.js';
import type { I2c, LogLevel, PlayerButton, StartReason } from '../../device/shared/ports.js';
import type { DeviceSettings, Wiring } from '../../device/shared/settings.js';
import { BEHIND_BACKPACK, EmulatedBackpack } from '../hd44780/backpack.js';
import { Hd44780Emulator } from '../hd44780/emulator.js';
import type { EmulatorOptions } from '../hd44780/options.js';
import { notWired, timedBank } from './bank.js';
import { Chip } from './chip.js';
import { ScriptedButton } from './scripted-button.js';
import { ScriptedNetwork } from './scripted-network.js';

export interface EmulatedDeviceOptions extends Pick<
  DevicePorts,
  'clock' | 'timer' | 'http' | 'store' | 'random' | 'tables'
> {
  readonly settings: DeviceSettings;
  readonly onLog: (level: LogLevel, message: string) => void;
  /** One with the default oscillator and no ROM, unless given. */
  readonly lcd?: Hd44780Emulator;
  readonly network?: ScriptedNetwork;
  readonly firstReason?: StartReason;
  /** The buttons that control playback are wired. */
  readonly hasPlayerButtons?: boolean;
  /** Puts something between the device and its ports, at each start. */
  readonly between?: (ports: DevicePorts) => DevicePorts;
}

export class EmulatedDevice {
  readonly lcd: Hd44780Emulator;
  readonly network: ScriptedNetwork;
  readonly button = new ScriptedButton();
  readonly playerButtons = {
    play: new ScriptedButton(),
    next: new ScriptedButton(),
    previous: new ScriptedButton(),
  } as const;
  readonly chip: Chip;
  /** Where the display is behind one. */
  readonly backpack: EmulatedBackpack | undefined;
  #device: Device | undefined;

  constructor(options: EmulatedDeviceOptions) {
    const { settings, clock, timer, http, store, random, tables, onLog } = options;
    const { network = new ScriptedNetwork() } = options;
    const between = options.between ?? ((ports: DevicePorts): DevicePorts => ports);
    const { button, playerButtons } = this;
    const nowNs = (): number => clock.nowUs() * 1000;
    const { wiring } = settings;
    this.lcd =
      options.lcd ?? new Hd44780Emulator({ geometry: settings, ...wiringOf(wiring), nowNs });
    this.network = network;
    const openBank =
      wiring.bus === 'gpio' ? timedBank(this.lcd.openBank(wiring.pins), clock) : notWired;
    this.backpack =
      wiring.bus === 'gpio' ? undefined : new EmulatedBackpack({ lcd: this.lcd, clock, ...wiring });
    const openI2c = (): I2c => this.backpack ?? notWired();
    const log = { write: onLog };
    const ports = {
      openBank,
      openI2c,
      clock,
      timer,
      http,
      store,
      network,
      button,
      log,
      random,
      tables,
      ...(options.hasPlayerButtons ? { playerButtons } : {}),
    };
    this.chip = new Chip({
      timer,
      ...(options.firstReason === undefined ? {} : { firstReason: options.firstReason }),
      start: (system) => {
        // The new program watches for itself; the one before it is gone.
        network.forgetWatchers();
        for (const one of [button, ...Object.values(playerButtons)]) one.forgetWatchers();
        this.#device = new Device(between({ ...ports, system }), settings);
        this.#device.start();
        return this.#device;
      },
    });
  }

  /** @param name undefined: the one that every device has */
  buttonOf(name: PlayerButton | undefined): ScriptedButton {
    return name === undefined ? this.button : this.playerButtons[name];
  }

  get shown(): Device['shown'] {
    return this.#device?.shown;
  }

  /** The one that runs now: a restart makes another. */
  get device(): Device {
    if (!this.#device) throw new Error('not started');
    return this.#device;
  }
}

/** How an emulated display is wired for these settings. */
export function wiringOf(wiring: Wiring): Partial<EmulatorOptions> {
  if (wiring.bus === 'gpio') return wiring;
  return { ...BEHIND_BACKPACK, backlightActive: wiring.backlightActive };
}
