/**
 * Drives an HD44780U: initialises it by instruction, keeps a shadow of its contents, writes only differences, and heals it
 * regularly, since with R/W tied low a driver cannot detect that a glitch has upset the controller.
 */
import type { Frame } from '../shared/frame.js';
import { LcdBus } from './bus.js';
import { FramePlan } from './frame-plan.js';
import * as lcd from './instructions.js';
import type { LcdOptions } from './options.js';
import { lcdProblem, LcdOptionsError } from './options.js';
import type { PlanSink } from './plan.js';

export class LcdController {
  readonly #bus: LcdBus;
  readonly #plan: FramePlan;
  readonly #instructionUs: number;
  readonly #writeUs: number;
  readonly #clockUs: number;
  readonly #sink: PlanSink;
  #isOn = false;
  /** The next step of healing; 0 while not healing. */
  #healingStep = 0;

  /** @throws LcdOptionsError before any pin is claimed */
  constructor(options: LcdOptions) {
    const problem = lcdProblem(options);
    if (problem) throw new LcdOptionsError(problem);
    this.#clockUs = 1000 / options.foscKhz;
    this.#instructionUs = lcd.INSTRUCTION_CLOCKS * this.#clockUs;
    this.#writeUs = lcd.WRITE_CLOCKS * this.#clockUs;
    this.#plan = new FramePlan(options.geometry);
    this.#bus = new LcdBus(options);
    this.#sink = {
      isSeekDear: options.isSeekDear === true,
      seek: (address) => this.instruct(lcd.SET_DDRAM | address),
      seekGlyph: (address) => this.instruct(lcd.SET_CGRAM | address),
      write: (code) => this.#bus.write(code, this.#writeUs),
    };
    this.#bus.holdUs(lcd.POWER_ON_US);
  }

  /**
   * Works from any of the 18 states of the interface (8-bit, 4-bit, or half of any byte received): after three 3s it is
   * always in 8-bit mode, so the 2 is a whole function set. In 4-bit mode a 3 may complete an unknown byte, such as home
   * (1.52 ms): hence the first wait of more than 4.1 ms (data sheet p. 46, figure 24). The display stays off until the
   * first frame is written.
   */
  initialise(): void {
    this.#healingStep = 0;
    this.#bus.restart(this.longUs);
    this.#bus.instructNibble(0x3, lcd.FIRST_RESET_CLOCKS * this.#clockUs);
    this.setInterface();
    this.instruct(lcd.DISPLAY_OFF);
    this.#bus.instruct(lcd.CLEAR, this.longUs);
    this.instruct(lcd.ENTRY_INCREMENT);
    this.#bus.flush();
    this.#plan.cleared();
    this.#isOn = false;
  }

  /** Writes what differs from the last frame. Returns without writing while the display is being healed: show it again then. */
  show(frame: Frame): void {
    if (this.#healingStep !== 0) return;
    this.#plan.change(frame, this.#sink);
    if (!this.#isOn) this.instruct(lcd.DISPLAY_ON);
    this.#isOn = true;
    this.#bus.flush();
  }

  /** Blank until the next frame; its memory is kept. */
  turnOff(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    // Not while healing: its last step does it.
    if (this.#healingStep !== 0) return;
    this.instruct(lcd.DISPLAY_OFF);
    this.#bus.flush();
  }

  /** Between two bytes. The contents may be lost: RS, E, D4 to D7, backlight. */
  raiseLine(index: number): boolean {
    return this.#bus.raiseLine(index);
  }

  /** The display keeps its contents; another controller may take the lines. */
  close(): void {
    this.#bus.close();
  }

  setBacklight(isLit: boolean): void {
    this.#bus.setBacklight(isLit);
    this.#bus.flush();
  }

  /**
   * Begins to restore the display after a possible glitch, without blanking it. Two effects remain: for up to half a
   * millisecond around the function set the controller uses one line and eight bits, much less than its refresh of 12 ms;
   * and what the glitch wrote stays until the last step, 8 to 12 ms later. The caller does the long waits, so nothing
   * blocks.
   * @returns time until `heal` may be called, in µs
   */
  startHealing(): number {
    this.#healingStep = 1;
    this.#bus.restart(this.longUs);
    // The last byte may have been read as a clear.
    return this.longUs;
  }

  /** @returns time until the next call, in µs; undefined when everything is rewritten */
  heal(): number | undefined {
    const waitUs = this.nextHealingStep();
    this.#bus.flush();
    return waitUs;
  }

  private nextHealingStep(): number | undefined {
    switch (this.#healingStep) {
      case 1:
        this.#healingStep = 2;
        this.#bus.instructNibble(0x3, lcd.FIRST_RESET_CLOCKS * this.#clockUs);
        return lcd.FIRST_RESET_CLOCKS * this.#clockUs;
      case 2:
        this.#healingStep = 3;
        this.setInterface();
        this.instruct(this.#isOn ? lcd.DISPLAY_ON : lcd.DISPLAY_OFF);
        this.instruct(lcd.ENTRY_INCREMENT);
        // Only home undoes a shift of the window.
        this.#bus.instruct(lcd.HOME, this.longUs);
        return this.longUs;
      case 3:
        this.#healingStep = 0;
        this.#plan.repaint(this.#sink);
        if (!this.#isOn) this.instruct(lcd.DISPLAY_OFF);
        return undefined;
      default:
        return undefined;
    }
  }

  /** After the first 3: two more, then 4-bit mode and the number of lines. */
  private setInterface(): void {
    const shortUs = lcd.NEXT_RESET_CLOCKS * this.#clockUs;
    this.#bus.instructNibble(0x3, shortUs);
    this.#bus.instructNibble(0x3, shortUs);
    this.#bus.instructNibble(lcd.FUNCTION_4_BIT >> 4, shortUs);
    this.instruct(lcd.FUNCTION_4_BIT | (this.#plan.isTwoLine ? lcd.FUNCTION_TWO_LINES : 0));
  }

  private instruct(byte: number): void {
    this.#bus.instruct(byte, this.#instructionUs);
  }

  private get longUs(): number {
    return lcd.LONG_CLOCKS * this.#clockUs;
  }
}
