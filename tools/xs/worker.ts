/**
 * One XS machine in a process of its own (host.c), with netstrings between: a frame in, a frame out, in order. A command
 * fails if the machine writes to stderr meanwhile (host.c reports it).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Duplex, Readable } from 'node:stream';
import { FrameReader, frame } from './netstring.js';
import { mapStack } from './stack-map.js';

export interface XsOptions {
  /** The program that `buildXsHost` made. */
  readonly hostPath: string;
  /** Runs first; absolute. With a source map beside it (`.map`), stacks name the sources. */
  readonly scriptPath: string;
  /** Memory beyond that of the bare machine, fixed at creation. */
  readonly chunkBytes: number;
  readonly slotCount: number;
  readonly stackCount: number;
  /** Computrons (about one byte code each) that one command may take; more ends the machine. At most 2^32 - 1. */
  readonly meterLimit: number;
  readonly onPrint?: (line: string) => void;
}

/** Beyond the bare machine, after the command, garbage included; `collect` leaves only what is in use. */
export interface XsHeap {
  readonly slots: number;
  readonly slotsPeak: number;
  readonly slotsMax: number;
  readonly chunks: number;
  readonly chunksPeak: number;
  readonly chunksMax: number;
  /** In slots, the deepest since the script ran or the last collection. */
  readonly stackPeak: number;
  readonly keys: number;
  /** What the engine holds from `malloc`, its fixed arenas too: compiled regular expressions are there, not in the heap. */
  readonly mallocBlocks: number;
  readonly mallocBytes: number;
  /** 16 as on an ESP32, or 32 where the compiler makes no 32-bit programs. */
  readonly slotBytes: number;
  /** What this command took. */
  readonly computrons: number;
}

export interface XsReply {
  readonly bytes: Buffer;
  readonly heap: XsHeap;
}

/** What the exit codes of host.c mean. */
const EXIT_MEANING: Readonly<Record<number, string>> = Object.freeze({
  2: 'a broken frame',
  11: 'memory full',
  12: 'stack overflow',
  15: 'unhandled exception',
  16: 'no more property names',
  17: 'too much computation',
});

/** The machine has ended, with the reason. */
export class XsExit extends Error {
  override readonly name = 'XsExit';
  /** null if a signal ended it. */
  readonly code: number | null;
  constructor(code: number | null, why: string) {
    super(`XS ended: ${why}`);
    this.code = code;
  }
}

/** A script or command threw; the machine continues. The message is XS's own, with file and line of the source. */
export class XsError extends Error {
  override readonly name = 'XsError';
}

interface Pending {
  resolve(reply: XsReply): void;
  reject(error: Error): void;
}

/** A machine that prints endlessly must not fill Node's memory. */
const STDERR_CHARS_MAX = 4_000;

export class XsWorker {
  readonly #child: ChildProcess;
  readonly #toXs: Duplex;
  readonly #pending: Pending[] = [];
  readonly #exited: Promise<void>;
  readonly #scriptPath: string;
  #stderr = '';
  #exit: XsExit | undefined;
  /** What loading the script cost: on a device most of it (byte code, names) is in flash. */
  loaded: XsHeap | undefined;

  private constructor(options: XsOptions) {
    this.#scriptPath = options.scriptPath;
    const sizes = [options.chunkBytes, options.slotCount, options.stackCount, options.meterLimit];
    // An empty environment: XSBUG_HOST would make XS wait for its debugger.
    this.#child = spawn(options.hostPath, sizes.map(String), {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      env: {},
    });
    const [, stdout, stderr, toXs, fromXs] = this.#child.stdio;
    this.#toXs = toXs as Duplex;
    // The machine may end between two writes; its exit code says more than EPIPE.
    this.#toXs.on('error', () => undefined);
    const reader = new FrameReader((bytes) => this.#receive(bytes));
    (fromXs as Readable).on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#stderr += String(error);
        this.#child.kill('SIGKILL');
      }
    });
    (stderr as Readable).setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(0, STDERR_CHARS_MAX);
    });
    const { onPrint = () => undefined } = options;
    createInterface({ input: stdout as Readable }).on('line', onPrint);
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#end(new XsExit(null, `the host did not start (${error.message})`));
        resolve();
      });
      // 'close', not 'exit': everything that it wrote has been read by then.
      this.#child.once('close', (code, signal) => {
        this.#end(exitOf(code, signal, this.#stderr));
        resolve();
      });
    });
  }

  /** Creates the machine and runs the script; rejects with XsExit or XsError. */
  static async start(options: XsOptions): Promise<XsWorker> {
    const worker = new XsWorker(options);
    try {
      const { heap } = await worker.#send('s', Buffer.from(options.scriptPath));
      worker.loaded = heap;
      return worker;
    } catch (error) {
      await worker.close();
      throw error;
    }
  }

  /** Calls `handleCommand` with the bytes (text as UTF-8). Commands wait for each other. */
  send(command: Uint8Array | string): Promise<XsReply> {
    return this.#send('?', typeof command === 'string' ? Buffer.from(command) : command);
  }

  /** Sends and expects JSON; also returns the heap's figures. */
  async json(command: unknown): Promise<{ readonly value: unknown; readonly heap: XsHeap }> {
    const { bytes, heap } = await this.send(JSON.stringify(command));
    return { value: bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8')), heap };
  }

  /** Collects garbage; the rest is what the script holds. */
  async collect(): Promise<XsHeap> {
    return (await this.#send('g', new Uint8Array())).heap;
  }

  /** Ends it at once, even in a long command. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Ends the machine and waits for the end of its process; may be called after it has ended. */
  async close(): Promise<void> {
    this.#toXs.end(frame('q', Buffer.alloc(0)));
    await this.#exited;
  }

  #send(verb: string, bytes: Uint8Array): Promise<XsReply> {
    if (this.#exit) return Promise.reject(this.#exit);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#toXs.write(frame(verb, bytes));
    });
  }

  #receive(bytes: Buffer): void {
    const pending = this.#pending.shift();
    if (!pending) throw new Error('XS sent a reply without a command');
    if (bytes[0] !== 0x2e) {
      pending.reject(new XsError(mapStack(bytes.toString('utf8', 1).trim(), this.#scriptPath)));
      return;
    }
    const headEnd = bytes.indexOf(1);
    const heap = JSON.parse(bytes.toString('latin1', 1, headEnd)) as XsHeap;
    pending.resolve({ bytes: bytes.subarray(headEnd + 1), heap });
  }

  #end(exit: XsExit): void {
    this.#exit ??= exit;
    for (const pending of this.#pending.splice(0)) pending.reject(this.#exit);
  }
}

function exitOf(code: number | null, signal: string | null, stderr: string): XsExit {
  const meaning = code === null ? `signal ${signal ?? 'unknown'}` : EXIT_MEANING[code];
  const why = meaning ?? (code === 0 ? 'it was closed' : `exit code ${code ?? 'none'}`);
  return new XsExit(code, stderr ? `${why}: ${stderr.trim()}` : why);
}
