/** Time as the relay takes it: handed in, so that tests and the simulation decide it. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  sleep(delayMs: number): Promise<void>;
}

export const systemClock: Clock = Object.freeze({
  nowMs: () => Date.now(),
  sleep: (delayMs: number) => sleep(delayMs),
});
