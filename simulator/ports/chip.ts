/** The chip around a device: starts its program, starts it anew when told, or when nobody feeds its watchdog. */
import type { Cancel, StartReason, System, Timer } from '../../device/shared/ports.js';

/** What runs on the chip, until the chip restarts: then it is dropped in the middle of whatever it did. */
export interface Program {
  stop(): void;
}

export interface ChipOptions {
  readonly timer: Timer;
  readonly start: (system: System) => Program;
  readonly firstReason?: StartReason;
  /** Each start after the first. */
  readonly onRestart?: (reason: StartReason) => void;
}

const WATCHDOG_MS = 60_000;
/** From reset to the program's first line: bootloader and the machine's creation. */
const BOOT_MS = 500;

export class Chip {
  readonly #options: ChipOptions;
  #program: Program | undefined;
  #cancelWatchdog: Cancel = () => undefined;
  #cancelBoot: Cancel = () => undefined;
  /** Each start has a number: what an earlier one still calls counts no more. */
  #startCount = 0;
  #restartCount = 0;
  #isOff = false;

  constructor(options: ChipOptions) {
    this.#options = options;
  }

  get restartCount(): number {
    return this.#restartCount;
  }

  powerOn(): void {
    this.#start(this.#options.firstReason ?? 'power');
  }

  powerOff(): void {
    this.#isOff = true;
    this.#drop();
  }

  /** What the engine does where the program throws. */
  crash(): void {
    this.#restart('crash');
  }

  #start(startReason: StartReason): void {
    this.#startCount += 1;
    const current = this.#startCount;
    const isCurrent = (): boolean => current === this.#startCount && !this.#isOff;
    const system: System = {
      startReason,
      feedWatchdog: () => {
        if (isCurrent()) this.#feed();
      },
      restart: () => {
        if (isCurrent()) this.#restart('asked');
      },
    };
    const program = this.#options.start(system);
    // It may have restarted while it started.
    if (isCurrent()) this.#program = program;
    else program.stop();
  }

  #feed(): void {
    this.#cancelWatchdog();
    this.#cancelWatchdog = this.#options.timer.set(() => this.#restart('watchdog'), WATCHDOG_MS);
  }

  #restart(reason: StartReason): void {
    this.#drop();
    this.#startCount += 1;
    this.#restartCount += 1;
    this.#cancelBoot = this.#options.timer.set(() => {
      this.#options.onRestart?.(reason);
      this.#start(reason);
    }, BOOT_MS);
  }

  #drop(): void {
    this.#cancelWatchdog();
    this.#cancelBoot();
    this.#program?.stop();
    this.#program = undefined;
  }
}
