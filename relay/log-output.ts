/**
 * Standard output for the log, without ever waiting for it: a full disk or a stalled reader loses lines, and nothing
 * else. pino's own destination waits for both when the process ends, and so ignores SIGTERM.
 */
import { fstatSync, write } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { readableLine } from './readable-log.js';

/** 2 MB: some seconds of a busy relay. */
const WAITING_MAX = 2_000_000;
/** Lines that come within this time are one write: at 8,000 requests a second a write a line is 12 % of the work. */
const GATHER_MS = 10;
const END_WAIT_MS = 500;
const STDOUT = 1;

export class LogOutput {
  readonly #send: (chunk: string, done: () => void) => void = senderOf(STDOUT);
  readonly #format: (line: string) => string = isatty(STDOUT) ? readableLine : (line) => line;
  #waiting = '';
  #isBusy = false;
  #lostCount = 0;

  write(line: string): void {
    if (this.#waiting.length > WAITING_MAX) this.#lostCount += 1;
    else this.#waiting += this.#format(line);
    if (this.#isBusy) return;
    this.#isBusy = true;
    setTimeout(() => this.#next(), GATHER_MS);
  }

  /** Waits until all is written, but not for long. */
  async end(): Promise<void> {
    const end = performance.now() + END_WAIT_MS;
    while (this.#isBusy && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  }

  #next(): void {
    const chunk = this.#waiting;
    this.#waiting = '';
    this.#isBusy = chunk !== '';
    if (!this.#isBusy) return;
    this.#send(chunk, () => {
      if (this.#lostCount > 0)
        this.#waiting += this.#format(
          `{"level":40,"msg":"${this.#lostCount} log lines were lost"}\n`,
        );
      this.#lostCount = 0;
      setTimeout(() => this.#next(), GATHER_MS);
    });
  }
}

/** A pipe is written without blocking, through a socket; a file by a thread. A write that fails is given up. */
function senderOf(fd: number): (chunk: string, done: () => void) => void {
  const stats = fstatSync(fd);
  if (!stats.isFIFO() && !stats.isSocket()) return (chunk, done) => write(fd, chunk, done);
  const socket = new Socket({ fd, readable: false, writable: true });
  socket.on('error', () => undefined);
  return (chunk, done) => void socket.write(chunk, done);
}
