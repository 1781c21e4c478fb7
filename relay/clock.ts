/** Time as the relay takes it: handed in, so that tests and the simulation decide it. */

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  sleep(delayMs: number): Promise<void>;
}

export const systemClock: Clock = Object.freeze({
  nowMs: () => Date.now(),
  sleep: (delayMs: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, delayMs);
    }),
});
