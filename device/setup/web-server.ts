/**
 * A web server for one page and one phone, that hundreds of hostile clients cannot wear down: few connections, each
 * with a deadline, each for one request; where one too many comes, the one that has waited longest goes.
 */
import type { Cancel, Stream, StreamHandlers, Timer } from '../shared/ports.js';
import type { LocalNetwork } from './edges.js';
import { plainPage } from './page.js';
import { RequestReader, type Request } from './request-reader.js';
import { responseBytes, type Response } from './response.js';

/** lwIP has eight TCP connections on the SDK's ESP32; a browser opens up to six for what is a single request. */
export const PEERS_MAX = 4;
/** From the connection to the whole request. A phone on the same table takes milliseconds. */
export const REQUEST_MS_MAX = 8_000;
/** From the request to the answer's last byte taken, then as much again for the other side to hang up. */
const ANSWER_MS_MAX = 8_000;
/** We wait for the other side to close: a close of ours while it still sends would tear the answer down. */
const LINGER_MS = 2_000;

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
    this.#stopListening = options.network.listen(options.port, (peer) => this.#welcome(peer));
  }

  close(): void {
    this.#stopListening();
    for (const visit of [...this.#visits]) visit.end();
  }

  #welcome(peer: Stream): StreamHandlers {
    if (this.#visits.length >= PEERS_MAX) this.#visits[0]?.end();
    const { timer, respond } = this.#options;
    const visit = new Visit({
      peer,
      timer,
      respond,
      onOver: () => {
        const index = this.#visits.indexOf(visit);
        if (index >= 0) this.#visits.splice(index, 1);
      },
    });
    this.#visits.push(visit);
    return visit;
  }
}

interface VisitOptions {
  readonly peer: Stream;
  readonly timer: Timer;
  readonly respond: (request: Request) => Response;
  readonly onOver: () => void;
}

/** One connection from its opening to its end. */
class Visit implements StreamHandlers {
  readonly #options: VisitOptions;
  readonly #reader = new RequestReader();
  /** What is left to send; undefined until there is an answer. */
  #answer: Uint8Array | undefined;
  #cancelDeadline: Cancel;
  #isOver = false;

  constructor(options: VisitOptions) {
    this.#options = options;
    this.#cancelDeadline = this.#deadline(REQUEST_MS_MAX);
  }

  onBytes(bytes: Uint8Array): void {
    // Behind the request nothing interests us, but it must be taken off the socket.
    if (this.#isOver || this.#answer) return;
    const reading = this.#reader.take(bytes);
    if (reading.kind === 'incomplete') return;
    const { request, response } =
      reading.kind === 'request'
        ? { request: reading.request, response: this.#options.respond(reading.request) }
        : { request: undefined, response: refusal(reading.status) };
    this.#answer = responseBytes(response, request?.method === 'HEAD');
    this.#cancelDeadline();
    this.#cancelDeadline = this.#deadline(ANSWER_MS_MAX);
    this.onWritable();
  }

  onWritable(): void {
    if (this.#isOver || !this.#answer || this.#answer.length === 0) return;
    const taken = this.#options.peer.send(this.#answer);
    this.#answer = this.#answer.subarray(taken);
    if (this.#answer.length > 0) return;
    this.#cancelDeadline();
    this.#cancelDeadline = this.#deadline(LINGER_MS);
  }

  onEnd(): void {
    this.end();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelDeadline();
    this.#answer = undefined;
    this.#options.onOver();
    this.#options.peer.close();
  }

  #deadline(delayMs: number): Cancel {
    return this.#options.timer.set(() => this.end(), delayMs);
  }
}

function refusal(status: number): Response {
  return { status, body: plainPage('That was no request', 'Open the page anew:') };
}
