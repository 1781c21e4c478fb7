/** The Log port on `trace`: the serial line of a board, xsbug's log, or a terminal. */
import type { Log, LogLevel } from '../../shared/ports.js';

export class TraceLog implements Log {
  write(level: LogLevel, message: string): void {
    trace(`${level}: ${message}\n`); // trace adds no newline of its own.
  }
}
