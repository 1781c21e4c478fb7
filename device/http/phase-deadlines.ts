/**
 * Deadlines of one exchange, for the whole and for each phase: so an absent server times out long before a slow one, and
 * the fault names the phase.
 */
import { nothing } from '../shared/nothing.js';
import type { Cancel, Timer } from '../shared/ports.js';

/** In this order; some may be skipped. */
export type Phase = 'connecting' | 'waiting for a response' | 'reading the response';

/**
 * TLS is computed in JavaScript: a handshake takes seconds on a chip at 240 MHz, and more on a busy access point. The
 * wait for a response is limited by the exchange alone; once it has begun, ten seconds of silence end it.
 */
const PHASE_MS_MAX: Readonly<Record<Phase, number>> = Object.freeze({
  connecting: 12_000,
  'waiting for a response': Infinity,
  'reading the response': 10_000,
});

export class PhaseDeadlines {
  readonly #timer: Timer;
  readonly #onExpired: (phase: Phase) => void;
  readonly #cancelTotal: Cancel;
  #cancelPhase: Cancel = nothing;
  #phase: Phase = 'connecting';
  #isOver = false;

  /** @param totalMs of the whole exchange, from now */
  constructor(timer: Timer, totalMs: number, onExpired: (phase: Phase) => void) {
    this.#timer = timer;
    this.#onExpired = onExpired;
    this.#cancelTotal = timer.set(() => this.expire(), totalMs);
  }

  /** Enters a phase, or reports progress in it: restarts its deadline. */
  moves(phase: Phase): void {
    if (this.#isOver) return;
    this.#phase = phase;
    this.#cancelPhase();
    const ms = PHASE_MS_MAX[phase];
    this.#cancelPhase = Number.isFinite(ms) ? this.#timer.set(() => this.expire(), ms) : nothing;
  }

  /** Cancels all deadlines; harmless when called twice. */
  end(): void {
    this.#isOver = true;
    this.#cancelTotal();
    this.#cancelPhase();
  }

  private expire(): void {
    if (this.#isOver) return;
    this.end();
    this.#onExpired(this.#phase);
  }
}
