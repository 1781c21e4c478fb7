/** Bus load: the share of the last seconds in which the controller was busy. Pure: the page brings its own clock. */

const WINDOW_MS = 10_000;

interface Sample {
  readonly atMs: number;
  readonly busyNs: number;
}

export class BusShare {
  /** Oldest first. The last one before the window stays: the first busy time to compare with. */
  readonly #samples: Sample[] = [];

  add(atMs: number, busyNs: number): void {
    this.#samples.push({ atMs, busyNs });
  }

  /** Of the last ten seconds, or since the first sample; undefined before the second one. */
  shareAt(nowMs: number): number | undefined {
    while ((this.#samples[1]?.atMs ?? Infinity) <= nowMs - WINDOW_MS) this.#samples.shift();
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || nowMs <= first.atMs) return undefined;
    // Nothing was sent between the first sample and the window's beginning.
    const spanMs = Math.min(WINDOW_MS, nowMs - first.atMs);
    return (last.busyNs - first.busyNs) / (spanMs * 1e6);
  }
}

export function shareText(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(2) : percent.toFixed(0)} %`;
}
