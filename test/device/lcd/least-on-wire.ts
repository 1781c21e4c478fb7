const RING = 80;

/** The cells on the counter's ring, where the counter is, and the level of RS. */
export interface HeldByController {
  readonly ring: readonly number[];
  readonly counter: number;
  readonly rs: number;
}

/**
 * The fewest bytes on the wire of a backpack that show other cells. Shares nothing with the driver.
 *
 * Each run of cells is reached by a seek, over the one cell before it, or because the counter is there; every byte takes
 * four, and what comes before its first rise is RS or a wait.
 */
export function leastOnWire(
  controller: HeldByController,
  wanted: readonly number[],
  khz: number,
): number {
  const isDirty = (at: number): boolean =>
    wanted[(at + RING) % RING] !== controller.ring[(at + RING) % RING];
  const dirty = wanted.map((_, at) => at).filter(isDirty);
  if (dirty.length === 0) return 0;
  const waits = Math.ceil(41 / (9000 / khz)) - 1;
  const write = 4 + waits;
  /** RS falls before it and rises after it. */
  const seek = 2 * Math.max(1, waits) + 4 + 4 - write;
  const runs = dirty.filter((at) => !isDirty(at - 1));
  const entryOf = (at: number, before: boolean): number =>
    at === controller.counter ? 0 : before ? Math.min(seek, write) : seek;
  const isNext = (at: number): boolean => (at - 1 + RING) % RING === controller.counter;
  const entries = runs.map((at) => entryOf(at, isDirty(at - 2) || isNext(at)));
  // Nothing waits for the first byte; RS may be low before it, which suits a seek.
  const savedBySeek = controller.rs ? 0 : 1;
  const savedByWrite = waits - savedBySeek;
  const first = runs.map((at, index) => {
    const isThere = at === controller.counter || isNext(at);
    const entry = entryOf(at, isNext(at)) - (entries[index] ?? 0);
    return entry - (isThere ? savedByWrite : savedBySeek);
  });
  if (isDirty(controller.counter)) first.push(-savedByWrite);
  const sum = entries.reduce((total, one) => total + one, 0);
  return 1 + dirty.length * write + sum + Math.min(...first);
}
