/**
 * Deadlines of one exchange: of the whole, and of each of its phases, so that a server that is not there is given up
 * long before one that is slow, and the fault says at what it failed.
 */
import type { Cancel, Timer } from '../shared/ports.js';

/** In this order; one may be left out, as a kept connection leaves out the first. */
export type Phase = 'connecting' | 'waiting for an answer' | 'reading the answer';

/**
 * TLS is arithmetic in JavaScript: on a chip at 240 MHz a handshake takes seconds, and a busy access point some more.
 * The answer's own wait is the exchange's to limit. Once it flows it flows: ten seconds of silence are its end.
 */
const PHASE_MS_MAX: Readonly<Record<Phase, number>> = Object.freeze({
  connecting: 12_000,
  'waiting for an answer': Infinity,
  'reading the answer': 10_000,
});

export class PhaseDeadlines {
  readonly #timer: Timer;
  readonly #onExpired: (phase: Phase) => void;
  readonly #cancelTotal: Cancel;
  #cancelPhase: Cancel = () => undefined;
  #phase: Phase = 'connecting';
  #isOver = false;

  /** @param totalMs of the whole exchange, from now */
  constructor(timer: Timer, totalMs: number, onExpired: (phase: Phase) => void) {
    this.#timer = timer;
    this.#onExpired = onExpired;
    this.#cancelTotal = timer.set(() => this.expire(), totalMs);
  }

  /** Enters a phase, or tells that it still moves: its time starts anew. */
  moves(phase: Phase): void {
    if (this.#isOver) return;
    this.#phase = phase;
    this.#cancelPhase();
    const ms = PHASE_MS_MAX[phase];
    this.#cancelPhase = Number.isFinite(ms)
      ? this.#timer.set(() => this.expire(), ms)
      : () => undefined;
  }

  /** Nothing follows; harmless when called twice. */
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
