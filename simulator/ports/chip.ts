/** The chip around a device: starts its program, and restarts it on request, after a crash, or by the watchdog. */
import type { Cancel, StartReason, System, Timer } from '../../device/shared/ports.js';

/** What runs on the chip. A restart stops it in the middle of what it is doing. */
export interface Program {
  stop(): void;
}

export interface ChipOptions {
  readonly timer: Timer;
  readonly start: (system: System) => Program;
  readonly firstReason?: StartReason;
}

const WATCHDOG_MS = 60_000;
/** From reset to the program's first line: the bootloader, and creating the XS machine. */
const BOOT_MS = 500;

export class Chip {
  readonly #options: ChipOptions;
  #program: Program | undefined;
  #cancelWatchdog: Cancel = () => undefined;
  #cancelBoot: Cancel = () => undefined;
  /** Each start has a number, so that calls of an earlier program are ignored. */
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
    this.#isOff = false;
    this.#start(this.#options.firstReason ?? 'power');
  }

  powerOff(): void {
    this.#isOff = true;
    this.#drop();
  }

  /** What the engine does when the program throws, and the chip when its supply dips. */
  crash(reason: 'crash' | 'brown-out' = 'crash'): void {
    this.#restart(reason);
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
        if (isCurrent()) this.#restart('requested');
      },
    };
    const program = this.#options.start(system);
    // It may have restarted during its start.
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
    this.#cancelBoot = this.#options.timer.set(() => this.#start(reason), BOOT_MS);
  }

  #drop(): void {
    this.#cancelWatchdog();
    this.#cancelBoot();
    this.#program?.stop();
    this.#program = undefined;
  }
}
