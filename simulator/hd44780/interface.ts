/**
 * The bus side of the controller: seven lines in, whole bytes out. It latches at the falling edge of E, pairs nibbles and
 * checks every minimum of the data sheet against the times of the edges.
 */
import { DATA_LINES, E_LINE, lineNames, RS_LINE, RW_LINE } from './lines.js';
import type { BusTiming, Violation, ViolationKind } from './timing.js';

/** How the interface wakes: 8-bit, or 4-bit and maybe holding the high half of an interrupted byte. */
export type Wake =
  | { readonly bits: 8 }
  | { readonly bits: 4; readonly held?: { readonly nibble: number; readonly rs: 0 | 1 } };

export interface InterfaceOptions {
  readonly timing: BusTiming;
  readonly wake: Wake;
  readonly linesAtStart: number;
  /** What the open DB0–DB3 read as in 8-bit mode: 0xF by their pull-ups. */
  readonly floatingNibble: number | (() => number);
  /** Which half's RS counts where they differ. */
  readonly mixedRs: 'first' | 'second';
  readonly report: (violation: Violation) => void;
  /** Called at each latch, before pairing: the controller may be busy. */
  readonly onNibble: (atNs: number) => void;
  /** `isInherited`: its first half came before the emulation started, so this host did not send it. */
  readonly onByte: (byte: number, rs: 0 | 1, atNs: number, isInherited: boolean) => void;
  /** A byte of memory was read and the counter moved on; its value is not emulated. */
  readonly onRead: () => void;
}

interface Half {
  readonly nibble: number;
  readonly rs: 0 | 1;
  readonly isRead: boolean;
}

const LONG_AGO = -1e15;

export class BusInterface {
  readonly #options: InterfaceOptions;
  #bits: 4 | 8;
  #held: Half | undefined;
  #isInherited = false;
  #lines: number;
  #roseAtNs = LONG_AGO;
  #fellAtNs = LONG_AGO;
  #rsAtNs = LONG_AGO;
  #dataAtNs = LONG_AGO;

  constructor(options: InterfaceOptions) {
    this.#options = options;
    this.#bits = options.wake.bits;
    this.#lines = options.linesAtStart;
    if (options.wake.bits === 4 && options.wake.held)
      this.#held = { ...options.wake.held, isRead: false };
    this.#isInherited = this.#held !== undefined;
  }

  /** 4 or 8, and whether the next nibble is the first of its byte. */
  get state(): { readonly bits: 4 | 8; readonly isAligned: boolean } {
    return { bits: this.#bits, isAligned: this.#held === undefined };
  }

  /** DL of the function set: takes effect after its byte and restarts the pairing. */
  setWidth(bits: 4 | 8): void {
    this.#bits = bits;
    this.#held = undefined;
  }

  /** Sets the lines from `atNs` on; nothing drives the `undriven` ones. Time must not go backwards. */
  drive(atNs: number, lines: number, undriven = 0): void {
    const changed = lines ^ this.#lines;
    if (changed === 0) return;
    const wasHigh = (this.#lines & E_LINE) !== 0;
    const isHigh = (lines & E_LINE) !== 0;
    if (changed & (RS_LINE | RW_LINE))
      this.#addressMoved(atNs, lineNames(changed & (RS_LINE | RW_LINE)), wasHigh && isHigh);
    if (changed & DATA_LINES) {
      this.#atLeast('tH', atNs, this.#fellAtNs, this.#options.timing.dataHoldNs);
      this.#dataAtNs = atNs;
    }
    this.#lines = lines;
    if (!wasHigh && isHigh) this.#rise(atNs);
    else if (wasHigh && !isHigh) this.#fall(atNs, undriven);
  }

  #addressMoved(atNs: number, names: string, whileHigh: boolean): void {
    if (whileHigh)
      this.#options.report({
        kind: 'rs-while-enabled',
        atNs,
        detail: `${names} changed while E was high`,
      });
    else this.#atLeast('tAH', atNs, this.#fellAtNs, this.#options.timing.addressHoldNs);
    this.#rsAtNs = atNs;
  }

  #rise(atNs: number): void {
    const { timing } = this.#options;
    this.#atLeast('tAS', atNs, this.#rsAtNs, timing.addressSetUpNs);
    this.#atLeast('tcycE', atNs, this.#roseAtNs, timing.cycleNs);
    this.#roseAtNs = atNs;
    if (this.#lines & RW_LINE)
      this.#options.report({
        kind: 'read',
        atNs,
        detail: 'E rose while R/W was high: the display drives the data lines',
      });
  }

  #fall(atNs: number, undriven: number): void {
    const { timing } = this.#options;
    this.#atLeast('PWEH', atNs, this.#roseAtNs, timing.pulseWidthNs);
    this.#atLeast('tDSW', atNs, this.#dataAtNs, timing.dataSetUpNs);
    this.#fellAtNs = atNs;
    if (atNs < timing.powerUpNs)
      this.#options.report({
        kind: 'power-up',
        atNs,
        measuredNs: atNs,
        requiredNs: timing.powerUpNs,
        detail: 'E fell before the controller had started',
      });
    const isRead = (this.#lines & RW_LINE) !== 0;
    const open = isRead ? undriven & ~DATA_LINES : undriven;
    if (open !== 0)
      this.#options.report({
        kind: 'undriven',
        atNs,
        detail: `E fell while nothing drove ${lineNames(open)}`,
      });
    // The busy flag may be read at any time, memory may not.
    if (!isRead || this.#lines & RS_LINE) this.#options.onNibble(atNs);
    if (isRead) this.#read();
    else this.#latch(atNs);
  }

  /** A read takes as many pulses as a write; a half of each is not a byte. */
  #read(): void {
    const rs = this.#lines & RS_LINE ? 1 : 0;
    if (this.#bits === 4 && !this.#held) {
      this.#held = { nibble: 0, rs, isRead: true };
      return;
    }
    const isWhole = this.#bits === 8 || this.#held?.isRead === true;
    this.#held = undefined;
    this.#isInherited = false;
    if (isWhole && rs === 1) this.#options.onRead();
  }

  #latch(atNs: number): void {
    const nibble = this.#lines & DATA_LINES;
    const rs = this.#lines & RS_LINE ? 1 : 0;
    if (this.#bits === 8) {
      const { floatingNibble } = this.#options;
      const low = typeof floatingNibble === 'number' ? floatingNibble : floatingNibble() & 15;
      this.#options.onByte((nibble << 4) | low, rs, atNs, false);
      return;
    }
    if (!this.#held) {
      this.#held = { nibble, rs, isRead: false };
      return;
    }
    const held = this.#held;
    this.#held = undefined;
    if (held.isRead) return;
    const byte = (held.nibble << 4) | nibble;
    if (this.#isInherited) {
      this.#isInherited = false;
      // The data sheet does not say which half's RS counts: here it is the first's, so that tests can try both cases.
      this.#options.onByte(byte, held.rs, atNs, true);
      return;
    }
    if (held.rs !== rs)
      this.#options.report({
        kind: 'rs-between-nibbles',
        atNs,
        detail: 'the halves of a byte have different RS',
      });
    this.#options.onByte(byte, this.#options.mixedRs === 'first' ? held.rs : rs, atNs, false);
  }

  #atLeast(kind: ViolationKind, atNs: number, sinceNs: number, requiredNs: number): void {
    const measuredNs = atNs - sinceNs;
    if (measuredNs >= requiredNs) return;
    const detail = `${kind} was ${measuredNs.toFixed(0)} ns, needs ${requiredNs}`;
    this.#options.report({ kind, atNs, measuredNs, requiredNs, detail });
  }
}
