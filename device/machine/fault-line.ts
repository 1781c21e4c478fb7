/** A fault as a line for the log, without values from a body. */
import type { CommandFault } from '../shared/faults.js';

export function faultLine(fault: CommandFault): string {
  const { kind, ...rest } = fault;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  return [kind, ...details].join(', ');
}
