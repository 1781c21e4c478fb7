/** Failed checks in words. Most of them repeat an earlier one, with other numbers. */

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
  const since = fault ? `, ${duration(atMs - fault.atMs)} after "${fault.name}" began` : '';
  return `at ${hours(atMs)} on device ${seat}${since}: ${what}`;
}

/** Prints one line for each kind of complaint under a fault, and at most `kindsMax` of them. */
export class ComplaintPrinter {
  readonly #print: (line: string) => void;
  #kindsLeft: number;
  #unseenCount = 0;

  constructor(print: (line: string) => void, kindsMax: number) {
    this.#print = print;
    this.#kindsLeft = kindsMax;
  }

  add(complaints: readonly Complaint[]): void {
    const kinds = new Map<string, [Complaint, ...Complaint[]]>();
    for (const complaint of complaints) {
      const kind = kindOf(complaint);
      const known = kinds.get(kind);
      if (known) known.push(complaint);
      else kinds.set(kind, [complaint]);
    }
    for (const alike of kinds.values())
      if (this.#kindsLeft > 0) this.#show(alike);
      else this.#unseenCount += alike.length;
  }

  end(): void {
    if (this.#unseenCount > 0) this.#print(`… and ${this.#unseenCount} more`);
  }

  #show([first, ...others]: readonly [Complaint, ...Complaint[]]): void {
    this.#kindsLeft -= 1;
    this.#print(`failed ${inWords(first)}`);
    const last = others.at(-1);
    if (!last) return;
    const seats = new Set([first, ...others].map(({ seat }) => seat));
    const devices = seats.size > 1 ? `, on devices ${[...seats].join(', ')}` : '';
    this.#print(`  and ${others.length} more like it until ${hours(last.atMs)}${devices}`);
  }
}

/** What a check says before the text of the display, without its numbers. */
function kindOf({ what, fault }: Complaint): string {
  return `${fault?.atMs} ${what.replace(/: .*/s, '').replace(/\d+/g, '')}`;
}

function hours(ms: number): string {
  return `${(ms / HOUR_MS).toFixed(3)} h`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 600 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
