/**
 * The Http port over injected sockets. Only one connection is open at a time, since a TLS session takes a third of an
 * ESP32's memory for JavaScript, and each carries one exchange: we close it after the response's last byte. Closing first
 * avoids a bug of the SDK's sockets, which free a connection twice if the server closes and then resets it. Keeping
 * connections would gain little: polls are seldom less than 10 s apart.
 */
import type {
  Cancel,
  Http,
  HttpHandlers,
  HttpRequest,
  SocketFault,
  Stream,
  StreamHandlers,
  StreamFault,
  Timer,
} from '../shared/ports.js';
import { PhaseDeadlines } from './phase-deadlines.js';
import { ResponseReader, type ResponseHandlers } from './response-reader.js';
import { parseUrl, type Address, type ParsedUrl } from './url.js';

export interface HttpClientOptions {
  readonly timer: Timer;
  /** Calls back once, later, unless cancelled: with dotted IPv4, or undefined if the name has no address. */
  readonly resolve: (host: string, onResolved: (ip: string | undefined) => void) => Cancel;
  /**
   * Opens a connection, over TLS for https. No handler is called before it has returned.
   * @throws if no socket can be opened
   */
  readonly connect: (ip: string, address: Address, handlers: StreamHandlers) => Stream;
  readonly encode: (text: string) => Uint8Array;
}

export class HttpClient implements Http {
  readonly #options: HttpClientOptions;
  /** The first one is active. */
  readonly #exchanges: Exchange[] = [];
  #isScheduled = false;

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    const exchange = new Exchange(request, handlers, this.#options, () => {
      const index = this.#exchanges.indexOf(exchange);
      if (index >= 0) this.#exchanges.splice(index, 1);
      this.schedule();
    });
    this.#exchanges.push(exchange);
    this.schedule();
    return () => exchange.cancel();
  }

  /** From a timer, so that no handler is called before `send` has returned and no callback of a socket nests. */
  private schedule(): void {
    if (this.#isScheduled || this.#exchanges.length === 0) return;
    this.#isScheduled = true;
    this.#options.timer.set(() => {
      this.#isScheduled = false;
      this.#exchanges[0]?.start();
    }, 0);
  }
}

/** One request and its response, over a connection of its own. Its handlers do not throw: `guardedHttp` ensures that. */
class Exchange implements StreamHandlers, ResponseHandlers {
  readonly #request: HttpRequest;
  readonly #handlers: HttpHandlers;
  readonly #options: HttpClientOptions;
  readonly #onOver: () => void;
  readonly #url: ParsedUrl;
  readonly #deadlines: PhaseDeadlines;
  readonly #reader: ResponseReader;
  #cancelLookup: Cancel | undefined;
  #stream: Stream | undefined;
  /** The unsent rest of the request; undefined until the connection is open. */
  #unsent: Uint8Array | undefined;
  #isStarted = false;
  #isOver = false;

  constructor(
    request: HttpRequest,
    handlers: HttpHandlers,
    options: HttpClientOptions,
    onOver: () => void,
  ) {
    this.#request = request;
    this.#handlers = handlers;
    this.#options = options;
    this.#onOver = onOver;
    this.#url = parseUrl(request.url);
    this.#reader = new ResponseReader(request.keepHeaders, this);
    this.#deadlines = new PhaseDeadlines(options.timer, request.timeoutMs, (phase) =>
      this.fail('timed-out', `timed out ${phase}`),
    );
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (!this.#url.ok) return this.fail('unreachable', `the address ${this.#url.problem}`);
    // A token from the network must not inject headers.
    if (hasLineBreak(this.#request.headers))
      return this.fail('invalid', 'a header with a line break');
    const { address } = this.#url;
    this.#deadlines.moves('connecting');
    this.#cancelLookup = this.#options.resolve(address.host, (ip) => {
      if (this.#isOver) return;
      this.#cancelLookup = undefined;
      if (ip === undefined) return this.fail('unresolved', 'no address for this name');
      try {
        this.#stream = this.#options.connect(ip, address, this);
      } catch (error) {
        this.fail('unreachable', String(error));
      }
    });
  }

  /** No handler is called afterwards. */
  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#deadlines.end();
    this.#cancelLookup?.();
    this.#stream?.close();
    this.#stream = undefined;
    this.#unsent = undefined;
    this.#onOver();
  }

  onWritable(): void {
    if (this.#isOver || !this.#url.ok) return;
    if (!this.#unsent) {
      const { encode } = this.#options;
      const bodyBytes = encode(this.#request.body ?? '').length;
      this.#unsent = encode(requestText(this.#request, this.#url.address, bodyBytes));
      this.#deadlines.moves('waiting for a response');
    }
    if (this.#unsent.length === 0) return;
    this.#unsent = this.#unsent.subarray(this.#stream?.send(this.#unsent) ?? 0);
  }

  onBytes(bytes: Uint8Array): void {
    if (this.#isOver) return;
    this.#deadlines.moves('reading the response');
    const reading = this.#reader.push(bytes);
    if (reading === 'complete') this.finish();
    else if (reading === 'invalid') this.fail('invalid', this.#reader.problem);
  }

  onEnd(fault?: StreamFault): void {
    if (this.#isOver) return;
    // Read before the reader learns of the end, which changes it.
    const hasBegun = this.#reader.hasBegun;
    if (this.#reader.end() === 'complete' && !fault) return this.finish();
    if (hasBegun) this.fail('cut-off', fault?.message ?? 'ended the response early');
    else this.fail(fault?.kind ?? 'unreachable', fault?.message ?? 'did not respond');
  }

  onHeaders(status: number, headers: Readonly<Record<string, string>>): void {
    if (!this.#isOver) this.#handlers.onHeaders(status, headers);
  }

  onBody(bytes: Uint8Array): void {
    if (!this.#isOver) this.#handlers.onBody(bytes);
  }

  private finish(): void {
    // A handler may have cancelled it.
    if (this.#isOver) return;
    this.cancel();
    this.#handlers.onDone();
  }

  private fail(kind: SocketFault['kind'], detail: string): void {
    if (this.#isOver) return;
    this.cancel();
    const host = this.#url.ok ? this.#url.address.host : 'nobody';
    this.#handlers.onFault({ kind, detail: `${host}: ${detail}` });
  }
}

function hasLineBreak(headers: Readonly<Record<string, string>>): boolean {
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? '';
    if (value.includes('\r') || value.includes('\n')) return true;
  }
  return false;
}

function requestText(
  { method, headers, body = '' }: HttpRequest,
  { authority, target }: Address,
  bodyBytes: number,
): string {
  let text = `${method} ${target} HTTP/1.1\r\nhost: ${authority}\r\n`;
  for (const name of Object.keys(headers)) text += `${name}: ${headers[name] ?? ''}\r\n`;
  // Spotify's edge requires a length even of a command, which has no body.
  if (method !== 'GET') text += `content-length: ${bodyBytes}\r\n`;
  return `${text}\r\n${body}`;
}
