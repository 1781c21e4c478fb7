/** A fault as a line for the log, without values from a body. */
import type { Fault } from '../shared/faults.js';

export function faultLine(fault: Fault): string {
  const { kind, ...rest } = fault;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  return [kind, ...details].join(', ');
}
