/**
 * One XS machine in a process of its own (host.c), spoken to in netstrings: a frame in, a frame out, in order.
 * What the machine writes to stderr while it works on a command makes that command fail (host.c sees to it).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { FrameReader, frame } from './netstring.js';
import { mapStack } from './stack-map.js';

export interface XsOptions {
  /** The program that `buildXsHost` made. */
  readonly hostPath: string;
  /** Runs first; absolute. With a source map beside it (`.map`), stacks name the sources. */
  readonly scriptPath: string;
  /** Memory above the bare machine's own, fixed at creation. */
  readonly chunkBytes: number;
  readonly slotCount: number;
  readonly stackCount: number;
  /** Computrons (about one byte code each) that one command may take; more ends the machine. At most 2^32 - 1. */
  readonly meterLimit: number;
  readonly onPrint?: (line: string) => void;
}

/** All above the bare machine, as it is after the command, garbage included; `collect` shows what lives. */
export interface XsHeap {
  readonly slots: number;
  readonly slotsPeak: number;
  readonly slotsMax: number;
  readonly chunks: number;
  readonly chunksPeak: number;
  readonly chunksMax: number;
  /** In slots, the deepest since the script was run or garbage was collected last. */
  readonly stackPeak: number;
  readonly keys: number;
  /** What the engine holds from `malloc`, its fixed arenas too: compiled regular expressions lie there, not in the heap. */
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

/** The machine is gone, and this is why. */
export class XsExit extends Error {
  override readonly name = 'XsExit';
  /** null where a signal ended it. */
  readonly code: number | null;
  constructor(code: number | null, why: string) {
    super(`XS ended: ${why}`);
    this.code = code;
  }
}

/** A script or command threw; the machine lives on. The message is XS's own, with file and line of the source. */
export class XsError extends Error {
  override readonly name = 'XsError';
}

interface Pending {
  resolve(reply: XsReply): void;
  reject(error: Error): void;
}

/** A child that prints no end of text must not take our memory too. */
const STDERR_CHARS_MAX = 4_000;

export class XsWorker {
  readonly #child: ChildProcess;
  readonly #toXs: Duplex;
  readonly #pending: Pending[] = [];
  readonly #exited: Promise<void>;
  readonly #scriptPath: string;
  #stderr = '';
  #exit: XsExit | undefined;
  /** What running the script cost: on a device most of it (byte code, names) stands in flash. */
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
    // The machine may have ended between two writes; its exit says it better than EPIPE.
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
    readLines(stdout as Readable, options.onPrint ?? (() => undefined));
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#end(new XsExit(null, `the host did not start (${error.message})`));
        resolve();
      });
      // 'close', not 'exit': by then all that it wrote has been read.
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
      const { heap } = await worker.#ask('s', Buffer.from(options.scriptPath));
      worker.loaded = heap;
      return worker;
    } catch (error) {
      await worker.close();
      throw error;
    }
  }

  /** Calls `handleCommand` with the bytes (text as UTF-8). Commands wait for each other. */
  send(command: Uint8Array | string): Promise<XsReply> {
    return this.#ask('?', typeof command === 'string' ? Buffer.from(command) : command);
  }

  /** Sends and expects JSON; the machine's figures come along. */
  async json(command: unknown): Promise<{ readonly value: unknown; readonly heap: XsHeap }> {
    const { bytes, heap } = await this.send(JSON.stringify(command));
    return { value: bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8')), heap };
  }

  /** Collects garbage; what is left is what the script holds. */
  async collect(): Promise<XsHeap> {
    return (await this.#ask('g', new Uint8Array())).heap;
  }

  /** Ends it at once, whatever it is doing: a command may be long. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Ends the machine and waits until its process is gone; also after it ended by itself. */
  async close(): Promise<void> {
    this.#toXs.end(frame('q', Buffer.alloc(0)));
    await this.#exited;
  }

  #ask(verb: string, bytes: Uint8Array): Promise<XsReply> {
    if (this.#exit) return Promise.reject(this.#exit);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#toXs.write(frame(verb, bytes));
    });
  }

  #receive(bytes: Buffer): void {
    const pending = this.#pending.shift();
    if (!pending) throw new Error('XS answered what nobody asked');
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

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
