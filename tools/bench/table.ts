/** A benchmark's outcome, and its tables as text and as Markdown. */
import { buildXsHost } from '../xs/build.js';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What carries over to another machine: ours beside a peer's, from the same run. */
export interface Ratio {
  readonly measure: string;
  readonly peer: string;
  readonly ours: number;
  readonly theirs: number;
}

export interface BenchResult {
  /** What was measured, and how; also what was not, and why. */
  readonly notes: readonly string[];
  readonly ratios?: readonly Ratio[];
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

/** Aligned as the text is; Prettier sets the widths. */
export function tableMarkdown({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(literal).join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? ':--' : '--:'));
  return [
    `**${literal(title)}**`,
    '',
    line(head),
    `| ${rule.join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

/** Without a meaning in Markdown. */
export function literal(text: string): string {
  return text.replace(/[\\|*_`<[\]]/g, '\\$&');
}

/** Below 1, ours is smaller. */
export function ratioTable(ratios: readonly Ratio[]): Table {
  return {
    title: 'Ratios',
    head: ['measure', 'peer', 'ours / peer', 'ours', 'peer alone'],
    rows: ratios.map(({ measure, peer, ours, theirs }) => [
      measure,
      peer,
      (ours / theirs).toFixed(3),
      figure(ours),
      figure(theirs),
    ]),
  };
}

function figure(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString('en');
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
