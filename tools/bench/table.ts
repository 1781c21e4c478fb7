/** A benchmark's outcome, and its tables as text. */
import { buildXsHost } from '../xs/build.js';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface BenchResult {
  /** What was measured, and how. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  /** The same numbers for a program. */
  readonly json: unknown;
}

/** Columns as wide as their widest cell; the first one left-aligned, numbers to the right. */
export function tableText({ title, head, rows }: Table): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [title, line(head), ...rows.map(line)].join('\n');
}

export interface Machine {
  readonly hostPath: string;
  readonly slotBytes: number;
}

/** Results that need the device's engine; without a compiler only a note that says so. */
export async function benchInXs(
  bench: (machine: Machine) => Promise<BenchResult>,
): Promise<BenchResult> {
  const host = await buildXsHost();
  if (host.ok) return bench({ hostPath: host.path, slotBytes: host.slotBytes });
  return { notes: [`XS was not measured: ${host.reason}`], tables: [], json: null };
}
