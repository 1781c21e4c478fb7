/** Server-sent events: the whole state first, then again after each change, at a limited rate. */
import type { Writable } from 'node:stream';
import type { Timer } from '../device/shared/ports.js';
import { coalesce } from './coalesce.js';

export interface EventStreamOptions {
  /** The state as one line of JSON. */
  readonly snapshot: () => string;
  /** Calls back after each change; returns a function that stops it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly nowMs: () => number;
  readonly timer: Timer;
}

/** Twenty states a second are more than the liquid crystal of a real panel can follow. */
const INTERVAL_MS = 50;
/** Shorter than the minute after which proxies and phones drop a silent connection. */
const HEARTBEAT_MS = 15_000;
/** How soon a browser reconnects after the simulator was restarted. */
const RETRY_MS = 1000;

/** Writes to `stream` until it closes. */
export function sendEvents(
  stream: Writable,
  { snapshot, onChange, nowMs, timer }: EventStreamOptions,
): void {
  let sent = '';
  let isFull = false;
  const send = (): void => {
    // A reader that is behind gets only the newest state, once the older ones are sent.
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
      stream.write(': heartbeat\n\n');
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

/** The open event streams: notified of changes of the display and of the controls. */
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
