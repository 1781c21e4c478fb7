/**
 * The Http port. One connection is open at a time, whoever is asked: a TLS session takes a third of an ESP32's memory
 * for JavaScript. It is kept for the next request to the same server, since a new one costs seconds of arithmetic.
 */
import Timer from 'timer';
import Time from 'time';
import type { Cancel, Http, HttpHandlers, HttpRequest, SocketFault } from '../../shared/ports.js';
import { Connection } from './connection.js';
import { PhaseDeadlines } from '../../http/phase-deadlines.js';
import { SystemTimer } from './timer.js';
import { parseUrl, type Address } from '../../http/url.js';

/** What a body arrives in, piece by piece; more buys nothing, the decoder goes byte by byte. */
const BUFFER_BYTES = 1024;
/**
 * A request that changes something is not repeated when its connection turns out dead, so it is sent over one that was
 * alive just now: Node's servers, the relay's among them, hang up after 5 s of silence.
 */
const POST_REUSE_MAX_MS = 3_000;

interface Exchange {
  readonly request: HttpRequest;
  readonly address: Address | undefined;
  readonly handlers: HttpHandlers;
  readonly deadlines: PhaseDeadlines;
  isOver: boolean;
  /** A GET over a kept connection that was dead is asked once more over a new one (RFC 9110 section 9.2.2). */
  mayRepeat: boolean;
}

export class SystemHttp implements Http {
  readonly #timer = new SystemTimer();
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #waiting: Exchange[] = [];
  #active: Exchange | undefined;
  #connection: Connection | undefined;
  #usedAtTicks = 0;
  #isScheduled = false;

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    const deadlines = new PhaseDeadlines(this.#timer, request.timeoutMs, (phase) => {
      const host = exchange.address?.host ?? 'nobody';
      this.#fail(exchange, { kind: 'timed-out', detail: `${host}: too long ${phase}` });
    });
    const exchange: Exchange = {
      request,
      address: parseUrl(request.url),
      handlers,
      deadlines,
      isOver: false,
      mayRepeat: request.method === 'GET',
    };
    this.#waiting.push(exchange);
    this.#schedule();
    return () => this.#abandon(exchange);
  }

  /** From a timer, so that no handler is called before `send` has returned and no callback of a socket nests. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    Timer.set(() => {
      this.#isScheduled = false;
      this.#start();
    });
  }

  #start(): void {
    if (this.#active) return;
    const exchange = this.#waiting.shift();
    if (!exchange) return;
    const { address, request } = exchange;
    if (!address) {
      this.#fail(exchange, { kind: 'unreachable', detail: 'not an http or https address' });
      return;
    }
    this.#active = exchange;
    const kept = this.#keptFor(address, request.method);
    if (!kept) exchange.mayRepeat = false;
    const connection = kept ?? this.#connect(address);
    exchange.deadlines.moves(kept ? 'waiting for an answer' : 'connecting');
    let sawHeaders = false;
    connection.exchange(address.target, request, {
      onHeaders: (status, headers) => {
        sawHeaders = true;
        exchange.deadlines.moves('reading the answer');
        this.#tell(exchange, () => exchange.handlers.onHeaders(status, headers));
      },
      onBody: (chunk) => {
        exchange.deadlines.moves('reading the answer');
        this.#tell(exchange, () => exchange.handlers.onBody(chunk));
      },
      onDone: () => {
        this.#usedAtTicks = Time.ticks;
        this.#finish(exchange, () => exchange.handlers.onDone());
      },
      onFault: (fault) => {
        if (exchange.mayRepeat && !sawHeaders && !exchange.isOver) this.#repeat(exchange);
        else this.#fail(exchange, fault);
      },
    });
  }

  #keptFor(address: Address, method: HttpRequest['method']): Connection | undefined {
    const connection = this.#connection;
    if (!connection) return undefined;
    const { secure, authority } = connection.address;
    const isSame = secure === address.secure && authority === address.authority;
    const idleMs = Time.delta(this.#usedAtTicks);
    if (isSame && (method === 'GET' || idleMs <= POST_REUSE_MAX_MS)) return connection;
    this.#drop();
    return undefined;
  }

  #connect(address: Address): Connection {
    let isConnected = false;
    const connection = new Connection({
      address,
      buffer: this.#buffer,
      onConnected: () => {
        const isFirst = !isConnected;
        isConnected = true;
        if (isFirst) this.#active?.deadlines.moves('waiting for an answer');
      },
      onEnd: () => {
        if (this.#connection === connection) this.#connection = undefined;
      },
    });
    this.#connection = connection;
    return connection;
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #repeat(exchange: Exchange): void {
    exchange.mayRepeat = false;
    this.#active = undefined;
    this.#waiting.unshift(exchange);
    this.#schedule();
  }

  /** Called back or not, the exchange is over and the next may start. */
  #close(exchange: Exchange): void {
    exchange.isOver = true;
    exchange.deadlines.end();
    if (this.#active === exchange) this.#active = undefined;
    const index = this.#waiting.indexOf(exchange);
    if (index >= 0) this.#waiting.splice(index, 1);
    if (this.#waiting.length > 0) this.#schedule();
  }

  #abandon(exchange: Exchange): void {
    if (exchange.isOver) return;
    // Half an answer is on its way: this connection can carry no other.
    if (this.#active === exchange) this.#drop();
    this.#close(exchange);
  }

  #fail(exchange: Exchange, fault: SocketFault): void {
    if (exchange.isOver) return;
    this.#abandon(exchange);
    this.#call(() => exchange.handlers.onFault(fault));
  }

  #finish(exchange: Exchange, call: () => void): void {
    if (exchange.isOver) return;
    this.#close(exchange);
    this.#call(call);
  }

  #tell(exchange: Exchange, call: () => void): void {
    if (!exchange.isOver && !this.#call(call)) this.#abandon(exchange);
  }

  /**
   * A handler that throws is a bug of ours and must end the program as one. Here it would be caught by the socket's
   * guard and pass for a failure of TLS, so it is thrown again where nothing catches it.
   */
  #call(call: () => void): boolean {
    try {
      call();
      return true;
    } catch (error) {
      Timer.set(() => {
        throw error;
      });
      return false;
    }
  }
}
