/** Server-sent events of a state that changes: the whole of it first, then again after changes, never in a flood. */
import type { Writable } from 'node:stream';
import type { Timer } from '../device/shared/ports.js';
import { coalesce } from './coalesce.js';

export interface EventStreamOptions {
  /** The state as one line of JSON. */
  readonly snapshot: () => string;
  /** Calls back after each change; returns what ends that. */
  readonly onChange: (listener: () => void) => () => void;
  readonly nowMs: () => number;
  readonly timer: Timer;
}

/** Twenty pictures a second are more than the glass of a real panel can follow. */
const INTERVAL_MS = 50;
/** Shorter than the minute after which proxies and phones drop a silent connection. */
const HEARTBEAT_MS = 15_000;
/** How soon a browser tries again when the simulator was restarted. */
const RETRY_MS = 1000;

/** Writes to `stream` until it closes; that ends everything. */
export function sendEvents(
  stream: Writable,
  { snapshot, onChange, nowMs, timer }: EventStreamOptions,
): void {
  let sent = '';
  let isFull = false;
  const send = (): void => {
    // To a reader who is behind only the newest state is worth sending, once the older ones are gone.
    if (isFull) return;
    const state = snapshot();
    if (state === sent) return;
    sent = state;
    isFull = !stream.write(`data: ${state}\n\n`);
  };
  const sending = coalesce({ nowMs, timer, intervalMs: INTERVAL_MS }, send);
  stream.on('drain', () => {
    isFull = false;
    sending.request();
  });

  let stopHeartbeat = (): void => undefined;
  const beat = (): void => {
    stopHeartbeat = timer.set(() => {
      stream.write(': still here\n\n');
      beat();
    }, HEARTBEAT_MS);
  };
  stream.write(`retry: ${RETRY_MS}\n\n`);
  const unsubscribe = onChange(() => sending.request());
  stream.once('close', () => {
    unsubscribe();
    sending.cancel();
    stopHeartbeat();
  });
  sending.request();
  beat();
}

/** Who watches: told of the display's changes and of the controls'. */
export class Viewers {
  readonly #onChange: EventStreamOptions['onChange'];
  readonly #listeners = new Set<() => void>();

  constructor(onChange: EventStreamOptions['onChange']) {
    this.#onChange = onChange;
  }

  get count(): number {
    return this.#listeners.size;
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const unsubscribe = this.#onChange(listener);
    return () => {
      this.#listeners.delete(listener);
      unsubscribe();
    };
  };

  notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
