/**
 * A web server for one page and one phone that survives hundreds of hostile clients: few connections, each with a deadline
 * and for one request, and even fewer responses at once, since those take memory.
 */
import type { Cancel, Stream, StreamHandlers, Timer } from '../shared/ports.js';
import type { LocalNetwork } from './ports.js';
import { plainPage } from './page.js';
import { RequestReader, type Request } from './request-reader.js';
import { responseBytes, type Response } from './response.js';

/** lwIP has eight TCP connections on the SDK's ESP32, and recently closed ones count. */
export const CONNECTIONS_MAX = 4;
/** Four at once left 3.6 KB of an ESP32's heap. */
export const ANSWERS_MAX = 2;
/** From the connection to the whole request. A phone on the same table takes milliseconds. */
export const REQUEST_MS_MAX = 8_000;
/** From the response's first byte to its last. */
const ANSWER_MS_MAX = 8_000;
/** If the client may still be sending, it should close first: our close would discard what it has not read yet. */
const LINGER_MS = 2_000;

type Phase = 'silent' | 'reading' | 'waiting' | 'answering' | 'lingering';
/** Connections closed to make room for a new one, in this order. One with a request is never closed. */
const FIRST_TO_GO: readonly Phase[] = Object.freeze(['lingering', 'silent', 'reading']);

export interface WebServerOptions {
  readonly network: LocalNetwork;
  readonly timer: Timer;
  readonly port: number;
  readonly respond: (request: Request) => Response;
}

export class WebServer {
  readonly #options: WebServerOptions;
  /** Oldest first. */
  readonly #connections: Connection[] = [];
  readonly #stopListening: Cancel;

  constructor(options: WebServerOptions) {
    this.#options = options;
    this.#stopListening = options.network.listen(options.port, (stream) => this.accept(stream));
  }

  close(): void {
    this.#stopListening();
    for (const connection of [...this.#connections]) connection.end();
  }

  private accept(stream: Stream): StreamHandlers {
    if (!this.hasRoom()) {
      stream.close();
      return IGNORE;
    }
    const { timer, respond } = this.#options;
    const connection = new Connection({
      stream,
      timer,
      respond,
      onChange: () => this.giveTurns(),
    });
    this.#connections.push(connection);
    return connection;
  }

  private hasRoom(): boolean {
    if (this.#connections.length < CONNECTIONS_MAX) return true;
    for (const phase of FIRST_TO_GO) {
      const connection = this.#connections.find((one) => one.phase === phase);
      if (!connection) continue;
      connection.end();
      return true;
    }
    return false;
  }

  /** Called after each change of a connection, so it may be re-entered. */
  private giveTurns(): void {
    for (let index = this.#connections.length - 1; index >= 0; index -= 1)
      if (this.#connections[index]?.isOver) this.#connections.splice(index, 1);
    while (this.#connections.filter(({ phase }) => phase === 'answering').length < ANSWERS_MAX) {
      const next = this.#connections.find(({ phase }) => phase === 'waiting');
      if (!next) return;
      next.answer();
    }
  }
}

const IGNORE: StreamHandlers = Object.freeze({
  onBytes: () => undefined,
  onWritable: () => undefined,
  onEnd: () => undefined,
});

interface ConnectionOptions {
  readonly stream: Stream;
  readonly timer: Timer;
  readonly respond: (request: Request) => Response;
  readonly onChange: () => void;
}

/** One connection. */
class Connection implements StreamHandlers {
  phase: Phase = 'silent';
  isOver = false;
  readonly #options: ConnectionOptions;
  #reader: RequestReader | undefined = new RequestReader();
  /** Undefined if the request is invalid. */
  #request: Request | undefined;
  #status = 400;
  /** What is left to send. */
  #unsent: Uint8Array | undefined;
  #onDelivered: (() => void) | undefined;
  #cancelDeadline: Cancel;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#cancelDeadline = this.deadline(REQUEST_MS_MAX);
  }

  onBytes(bytes: Uint8Array): void {
    // Bytes after the request are ignored, but must be read off the socket.
    if (this.isOver || !this.#reader) return;
    this.phase = 'reading';
    const reading = this.#reader.take(bytes);
    if (reading.kind === 'incomplete') return;
    if (reading.kind === 'request') this.#request = reading.request;
    else this.#status = reading.status;
    this.#reader = undefined;
    this.#cancelDeadline();
    this.phase = 'waiting';
    this.#options.onChange();
  }

  /** Called when it is its turn. */
  answer(): void {
    const request = this.#request;
    this.phase = 'answering';
    this.#cancelDeadline = this.deadline(ANSWER_MS_MAX);
    try {
      const response = request ? this.#options.respond(request) : refusal(this.#status);
      this.#onDelivered = response.onDelivered;
      this.#unsent = responseBytes(response, request?.method === 'HEAD');
      this.onWritable();
    } catch {
      // Out of memory, or a bug: close this connection, not the one whose end called us.
      this.end();
    }
  }

  onWritable(): void {
    if (this.isOver || !this.#unsent) return;
    const { stream } = this.#options;
    if (this.#unsent.length > 0) this.#unsent = this.#unsent.subarray(stream.send(this.#unsent));
    if (this.#unsent.length > 0 || this.phase !== 'answering') return;
    if (this.#onDelivered) {
      if (stream.isDelivered) this.end();
    } else if (this.#request) {
      // We close first: if the client closes and then resets the connection, the SDK frees it twice.
      this.end();
    } else {
      this.phase = 'lingering';
      this.#cancelDeadline();
      this.#cancelDeadline = this.deadline(LINGER_MS);
      this.#options.onChange();
    }
  }

  onEnd(): void {
    this.end();
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#cancelDeadline();
    this.#unsent = undefined;
    this.#options.stream.close();
    this.#onDelivered?.();
    this.#options.onChange();
  }

  private deadline(delayMs: number): Cancel {
    return this.#options.timer.set(() => this.end(), delayMs);
  }
}

function refusal(status: number): Response {
  return { status, body: plainPage('Bad request', 'Go to') };
}
