/**
 * One connection to one server, on the SDK's HTTP/1.1 client, one exchange at a time. What that client leaves open is
 * closed here: it never times out, hangs on a 304, takes a body that ends with the connection for a failure, and
 * queues for ever once it is closed.
 */
import HTTPClient, { type HTTPRequest } from 'embedded:network/http/client';
import type { HttpHandlers, HttpRequest, SocketFault } from '../../shared/ports.js';
import { GuardedTcp } from './guarded-tcp.js';
import { GuardedTls } from './guarded-tls.js';
import { Lookup } from './lookup.js';
import type { Address } from '../../http/url.js';

/** Kept of every answer beside the caller's: they say how a body ends and whether the connection lives on. */
const FRAMING = Object.freeze(['content-length', 'transfer-encoding', 'connection']);

export interface ConnectionOptions {
  /** Of whom; the target in it is not used. */
  readonly address: Address;
  /** Bodies are read through it, so it is as long as a chunk gets. */
  readonly buffer: Uint8Array;
  /** Called, perhaps more than once, when a request can be sent: over TLS once the server was found to be itself. */
  readonly onConnected: () => void;
  /** Called once, from one of the socket's callbacks, when anybody but `close` has ended it. */
  readonly onEnd: () => void;
}

export class Connection {
  readonly address: Address;
  readonly #client: HTTPClient;
  readonly #buffer: Uint8Array;
  readonly #onEnd: () => void;
  #isOpen = true;
  #isSecured = false;
  /** What the socket or the lookup told, before the client reports its bare Error. */
  #trouble: SocketFault | undefined;

  constructor({ address, buffer, onConnected, onEnd }: ConnectionOptions) {
    this.address = address;
    this.#buffer = buffer;
    this.#onEnd = onEnd;
    this.#client = new HTTPClient({
      host: address.authority, // Becomes the Host header; Lookup takes the port off again.
      port: address.port,
      dns: {
        io: Lookup,
        isWanted: () => this.#isOpen,
        onUnresolved: () => {
          this.#trouble = { kind: 'unresolved', detail: `no address for ${address.host}` };
        },
      },
      socket: {
        io: address.secure ? GuardedTls : GuardedTcp,
        secure: { applicationLayerProtocolNegotiation: 'http/1.1' },
        ...(address.secure
          ? {
              onSecured: () => {
                this.#isSecured = true;
                onConnected();
              },
            }
          : { onConnected }),
        onTrouble: (message: string) => {
          const kind = address.secure && !this.#isSecured ? 'untrusted' : 'cut-off';
          this.#trouble = { kind, detail: `${address.host}: ${message}` };
        },
      },
      onError: () => this.#end(),
    });
  }

  /** Starts an exchange; the one before must be over. `handlers` are called from the socket's callbacks. */
  exchange(target: string, request: HttpRequest, handlers: HttpHandlers): void {
    const buffer = this.#buffer;
    const isOpen = (): boolean => this.#isOpen;
    const body = new Uint8Array(ArrayBuffer.fromString(request.body ?? ''));
    let sentBytes = 0;
    let sawHeaders = false;
    let endsWithConnection = false;
    let isLast = false;

    this.#client.request({
      method: request.method,
      path: target,
      headers: new Map([
        ...Object.entries(request.headers),
        ...(request.method === 'POST' ? [['content-length', String(body.length)] as const] : []),
      ]),
      headersMask: [...request.keepHeaders, ...FRAMING],
      onHeaders: (status, headers) => {
        sawHeaders = true;
        endsWithConnection =
          headers.get('transfer-encoding')?.toLowerCase() !== 'chunked' &&
          !headers.has('content-length');
        isLast = headers.get('connection')?.toLowerCase() === 'close';
        handlers.onHeaders(status, pick(request.keepHeaders, headers));
        // No body follows, whatever the headers say (RFC 9110 section 15.4.5); the client would wait for one.
        if (status === 304 && isOpen()) {
          this.#end();
          handlers.onDone();
        }
      },
      onReadable(this: HTTPRequest, count: number): void {
        // The client calls once for all that has arrived: what is left unread would wait for the next packet.
        for (let left = count; left > 0 && isOpen();) {
          const part = buffer.subarray(0, Math.min(left, buffer.length));
          this.read(part);
          left -= part.length;
          handlers.onBody(part);
        }
      },
      onWritable(this: HTTPRequest, count: number): void {
        const part = body.subarray(sentBytes, sentBytes + count);
        sentBytes += part.length;
        if (part.length > 0) this.write(part);
      },
      onDone: (error) => {
        if (!this.#isOpen) return;
        const isComplete = error === null || (endsWithConnection && this.#trouble === undefined);
        if (error !== null || isLast) this.#end();
        if (isComplete) handlers.onDone();
        else handlers.onFault(this.#fault(sawHeaders));
      },
    });
  }

  /** Ends it, silently: none of its callbacks follows. May be called twice, and from any of them. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#client.close();
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.close();
    this.#onEnd();
  }

  #fault(sawHeaders: boolean): SocketFault {
    const { host } = this.address;
    if (sawHeaders)
      return { kind: 'cut-off', detail: this.#trouble?.detail ?? `${host} ended the answer early` };
    return this.#trouble ?? { kind: 'unreachable', detail: `${host} did not answer` };
  }
}

function pick(
  names: readonly string[],
  headers: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
