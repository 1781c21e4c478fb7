/**
 * A network to a server that a function plays: under the device's own HTTP client, byte by byte in virtual time, split at
 * any byte. A fault can befall each response.
 */
import { HttpClient } from '../../device/http/client.js';
import type {
  Cancel,
  Http,
  HttpHandlers,
  HttpRequest,
  Random,
  Stream,
  StreamHandlers,
  Timer,
} from '../../device/shared/ports.js';
import type {
  FakeOutcome,
  FakeRequest,
  FakeResponse,
} from '../../simulator/spotify/http-message.js';

export const WIRE_FAULTS = Object.freeze([
  'late position',
  'no name',
  'portal',
  'reset',
  'slow',
  'stale',
  'stalled',
  'truncated',
] as const);
export type WireFault = (typeof WIRE_FAULTS)[number];

export interface WireOptions {
  readonly timer: Timer;
  readonly random: Random;
  readonly answer: (request: FakeRequest) => FakeOutcome;
}

const CONNECT_MS = 30;
const RESPONSE_MS = 60;
const CHUNK_MS = 2;
const SLOW_CHUNK_MS = 300;
const SEGMENT_BYTES = 1460;
/** Positions from before, one later than the other. */
const LATE_MS_MAX = 60_000;
/** One in so many responses comes without a length. */
const CHUNKED_ONE_IN = 5;
const PORTAL: FakeResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Welcome to the hotel. Please sign in.</body></html>',
};

export class Wire implements Http {
  readonly #options: WireOptions;
  readonly #client: HttpClient;
  readonly #encoder = new TextEncoder();
  fault: WireFault | undefined;
  /** Spotify's caches: what a stale response repeats. */
  #last: FakeOutcome | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
    const { timer } = options;
    this.#client = new HttpClient({
      timer,
      resolve: (_host, onResolved) =>
        timer.set(() => onResolved(this.fault === 'no name' ? undefined : '192.0.2.1'), 1),
      connect: (_ip, _address, handlers) => this.#connect(handlers),
      encode: (text) => this.#encoder.encode(text),
    });
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    return this.#client.send(request, handlers);
  }

  #connect(handlers: StreamHandlers): Stream {
    const { timer } = this.#options;
    let received = '';
    let cancel = timer.set(() => handlers.onWritable(), CONNECT_MS);
    return {
      isDelivered: true,
      send: (bytes) => {
        received += Buffer.from(bytes).toString('utf8');
        const request = readRequest(received);
        if (request)
          cancel = timer.set(() => {
            const bytesBack = this.#respond(request);
            if (bytesBack) cancel = this.#deliver(bytesBack, handlers, (next) => (cancel = next));
          }, RESPONSE_MS);
        return bytes.length;
      },
      close: () => cancel(),
    };
  }

  /** @returns undefined where the server stays silent */
  #respond(request: FakeRequest): Uint8Array | undefined {
    const { answer, random } = this.#options;
    const isStale = this.fault === 'stale' && request.method === 'GET';
    const outcome =
      this.fault === 'portal' ? PORTAL : ((isStale ? this.#last : undefined) ?? answer(request));
    if ('status' in outcome && outcome.status === 200) this.#last = outcome;
    if ('hang' in outcome) return undefined;
    if ('reset' in outcome) return new Uint8Array(0);
    const isChunked = outcome.status !== 204 && random() * CHUNKED_ONE_IN < 1;
    const sent =
      this.fault === 'late position' ? delayed(outcome, random() * LATE_MS_MAX) : outcome;
    return this.#encoder.encode(responseText(sent, isChunked));
  }

  #deliver(bytes: Uint8Array, handlers: StreamHandlers, keep: (cancel: Cancel) => void): Cancel {
    const { timer, random } = this.#options;
    const { fault } = this;
    const isCut = fault === 'reset' || fault === 'stalled' || fault === 'truncated';
    const whole = isCut ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
    const everyMs = fault === 'slow' ? SLOW_CHUNK_MS : CHUNK_MS;
    const next = (at: number): Cancel =>
      timer.set(() => {
        if (at >= whole.length) {
          if (fault === 'reset') handlers.onEnd({ kind: 'cut-off', message: 'reset' });
          else if (fault !== 'stalled') handlers.onEnd();
          return;
        }
        const end = Math.min(whole.length, at + 1 + Math.floor(random() * SEGMENT_BYTES));
        // What comes after it may close the connection, which cancels this.
        keep(next(end));
        handlers.onBytes(whole.subarray(at, end));
      }, everyMs);
    return next(0);
  }
}

/** With the position that was true before. */
function delayed(response: FakeResponse, byMs: number): FakeResponse {
  const body = response.body.replace(
    /("progress_ms" ?: ?)(\d+)/,
    (_all, name: string, ms: string) => `${name}${Math.max(0, Math.round(Number(ms) - byMs))}`,
  );
  return { ...response, body };
}

/** @returns undefined until all of it is there */
function readRequest(text: string): FakeRequest | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = text.slice(headEnd + 4);
  if (Buffer.byteLength(body) < Number(headers['content-length'] ?? 0)) return undefined;
  const { pathname, searchParams } = new URL(target, 'http://spotify.invalid');
  return { method, path: pathname, query: Object.fromEntries(searchParams), headers, body };
}

function responseText({ status, headers, body }: FakeResponse, isChunked: boolean): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  const framing = isChunked
    ? 'transfer-encoding: chunked\r\n'
    : status === 204
      ? ''
      : `content-length: ${length}\r\n`;
  const framed = isChunked
    ? `${length > 0 ? `${length.toString(16)}\r\n${body}\r\n` : ''}0\r\n\r\n`
    : body;
  return `HTTP/1.1 ${status} -\r\n${fields.join('')}${framing}\r\n${framed}`;
}
