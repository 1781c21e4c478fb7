/**
 * The Log port on `trace`: a terminal on a PC, xsbug in a debug build, the serial port in a build with a log (`npm run
 * flash -- --log`). Other release builds have no console, and print nothing.
 */
import type { Log, LogLevel } from '../../shared/ports.js';

export class TraceLog implements Log {
  write(level: LogLevel, message: string): void {
    trace(`${level}: ${message}\n`); // trace adds no newline of its own.
  }
}
