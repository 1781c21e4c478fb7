/**
 * A web server for one page and one phone, that hundreds of hostile clients cannot wear down: few connections, each
 * with a deadline, each for one request, and fewer answers under way at once, since those are what takes memory.
 */
import type { Cancel, Stream, StreamHandlers, Timer } from '../shared/ports.js';
import type { LocalNetwork } from './edges.js';
import { plainPage } from './page.js';
import { RequestReader, type Request } from './request-reader.js';
import { responseBytes, type Response } from './response.js';

/** lwIP has eight TCP connections on the SDK's ESP32, closed ones for a while among them. */
export const CONNECTIONS_MAX = 4;
/** Four at once left 3.6 KB of an ESP32's heap; the others wait their turn. */
export const ANSWERS_MAX = 2;
/** From the connection to the whole request. A phone on the same table takes milliseconds. */
export const REQUEST_MS_MAX = 8_000;
/** From the answer's first byte to its last. */
const ANSWER_MS_MAX = 8_000;
/** Where the client may still be sending, it closes first: a close of ours would tear down what it has yet to read. */
const LINGER_MS = 2_000;

type Phase = 'silent' | 'reading' | 'waiting' | 'answering' | 'lingering';
/** Who makes room for one more, those first that lose least by it; who has asked and was not answered never does. */
const FIRST_TO_GO: readonly Phase[] = Object.freeze(['lingering', 'silent', 'reading']);

export interface WebServerOptions {
  readonly network: LocalNetwork;
  readonly timer: Timer;
  readonly port: number;
  readonly respond: (request: Request) => Response;
}

export class WebServer {
  readonly #options: WebServerOptions;
  /** In the order in which they came. */
  readonly #visits: Visit[] = [];
  readonly #stopListening: Cancel;

  constructor(options: WebServerOptions) {
    this.#options = options;
    this.#stopListening = options.network.listen(options.port, (stream) => this.welcome(stream));
  }

  close(): void {
    this.#stopListening();
    for (const visit of [...this.#visits]) visit.end();
  }

  private welcome(stream: Stream): StreamHandlers {
    if (!this.hasRoom()) {
      stream.close();
      return NOBODY;
    }
    const { timer, respond } = this.#options;
    const visit = new Visit({
      stream,
      timer,
      respond,
      onChange: () => this.giveTurns(),
    });
    this.#visits.push(visit);
    return visit;
  }

  private hasRoom(): boolean {
    if (this.#visits.length < CONNECTIONS_MAX) return true;
    for (const phase of FIRST_TO_GO) {
      const visit = this.#visits.find((one) => one.phase === phase);
      if (!visit) continue;
      visit.end();
      return true;
    }
    return false;
  }

  /** Called after each change of a visit, so it may come while it is at it. */
  private giveTurns(): void {
    for (let index = this.#visits.length - 1; index >= 0; index -= 1)
      if (this.#visits[index]?.isOver) this.#visits.splice(index, 1);
    while (this.#visits.filter(({ phase }) => phase === 'answering').length < ANSWERS_MAX) {
      const next = this.#visits.find(({ phase }) => phase === 'waiting');
      if (!next) return;
      next.answer();
    }
  }
}

const NOBODY: StreamHandlers = Object.freeze({
  onBytes: () => undefined,
  onWritable: () => undefined,
  onEnd: () => undefined,
});

interface VisitOptions {
  readonly stream: Stream;
  readonly timer: Timer;
  readonly respond: (request: Request) => Response;
  readonly onChange: () => void;
}

/** One connection from its opening to its end. */
class Visit implements StreamHandlers {
  phase: Phase = 'silent';
  isOver = false;
  readonly #options: VisitOptions;
  #reader: RequestReader | undefined = new RequestReader();
  /** Undefined where what came is none. */
  #request: Request | undefined;
  #status = 400;
  /** What is left to send. */
  #unsent: Uint8Array | undefined;
  #onDelivered: (() => void) | undefined;
  #cancelDeadline: Cancel;

  constructor(options: VisitOptions) {
    this.#options = options;
    this.#cancelDeadline = this.deadline(REQUEST_MS_MAX);
  }

  onBytes(bytes: Uint8Array): void {
    // Behind the request nothing interests us, but it must be taken off the socket.
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

  /** Its turn. */
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
      // Out of memory, or a bug that one request found: its connection is the price, not the one whose end gave the turn.
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
      // We close first: where the client does, and resets the connection, the SDK frees it twice.
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
  return { status, body: plainPage('Bad request', 'Open the page again:') };
}
