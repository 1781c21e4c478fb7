/** Failed checks in words. Most of them repeat the one before, with other numbers. */

const HOUR_MS = 3_600_000;

export interface Complaint {
  readonly atMs: number;
  /** Undefined: at the end, of the run as a whole. */
  readonly seat?: number;
  readonly what: string;
  /** The fault that began last. */
  readonly fault?: { readonly name: string; readonly atMs: number } | undefined;
}

/** What follows “failed”. */
export function inWords({ atMs, seat, what, fault }: Complaint): string {
  if (seat === undefined) return `at the end: ${what}`;
  const since = fault
    ? `, ${Math.round((atMs - fault.atMs) / 1000)} s after "${fault.name}" began`
    : '';
  return `at ${(atMs / HOUR_MS).toFixed(3)} h on device ${seat}${since}: ${what}`;
}

/** Prints complaints as they come, the first of each kind in a row, and at most `linesMax` of those. */
export class ComplaintPrinter {
  readonly #print: (line: string) => void;
  #linesLeft: number;
  #kind = '';
  #repeatCount = 0;
  #unseenCount = 0;

  constructor(print: (line: string) => void, linesMax: number) {
    this.#print = print;
    this.#linesLeft = linesMax;
  }

  add(complaints: readonly Complaint[]): void {
    for (const complaint of complaints) {
      const kind = kindOf(complaint);
      if (kind === this.#kind) {
        this.#repeatCount += 1;
        continue;
      }
      this.#printRepeats();
      this.#kind = kind;
      if (this.#linesLeft > 0) this.#print(`failed ${inWords(complaint)}`);
      else this.#unseenCount += 1;
      this.#linesLeft -= 1;
    }
    this.#printRepeats();
  }

  end(): void {
    if (this.#unseenCount > 0) this.#print(`… and ${this.#unseenCount} more`);
  }

  #printRepeats(): void {
    if (this.#linesLeft < 0) this.#unseenCount += this.#repeatCount;
    else if (this.#repeatCount > 0) this.#print(`  and ${this.#repeatCount} more of this kind`);
    this.#repeatCount = 0;
  }
}

/** What a check says before the text of the display, without its numbers. */
function kindOf({ seat, what, fault }: Complaint): string {
  return [seat, fault?.atMs, what.replace(/: .*/s, '').replace(/\d+/g, '')].join();
}
