/**
 * Between a device and the network: faults can block it. It also checks that no request
 * comes before the Retry-After of a 429 or 503 is over.
 */
import type {
  Cancel,
  Http,
  HttpHandlers,
  HttpRequest,
  SocketFaultKind,
  Timer,
} from '../../device/shared/ports.js';

export type Host = 'spotify' | 'relay';

export interface GateOptions {
  /** The networks behind it. */
  readonly http: Readonly<Record<Host, Http>>;
  readonly timer: Timer;
  readonly nowMs: () => number;
  readonly hostOf: (url: string) => Host;
  /** A request before a Retry-After was over. */
  readonly onEarly: (host: Host, byMs: number) => void;
  readonly onRelayAsked: () => void;
  /** The relay has no access to Spotify for its account. */
  readonly onNoGrant: () => void;
}

/** No socket fails at once. */
const FAILS_AFTER_MS = 40;

export class Gate implements Http {
  readonly #options: GateOptions;
  readonly #closed = new Map<Host, SocketFaultKind>();
  readonly #notBeforeMs = new Map<Host, number>();
  /** When Spotify got a request, oldest first. */
  readonly requestsAtMs: number[] = [];
  /** When the device lost its count of them. */
  readonly forgottenAtMs: number[] = [];
  /** Every bearer token and device code that was sent. */
  readonly tokens = new Set<string>();
  readonly urls = new Set<string>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** @param kind undefined opens it again */
  close(host: Host, kind: SocketFaultKind | undefined): void {
    if (kind === undefined) this.#closed.delete(host);
    else this.#closed.set(host, kind);
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    const host = this.#options.hostOf(request.url);
    this.#count(host);
    if (host === 'relay') this.#options.onRelayAsked();
    this.urls.add(request.url);
    const { authorization } = request.headers;
    if (authorization) this.tokens.add(authorization.replace('Bearer ', ''));
    const [deviceCode] = /(?<=\bdevice_code=)[\w-]+/.exec(request.body ?? '') ?? [];
    if (deviceCode !== undefined) this.tokens.add(deviceCode);
    const kind = this.#closed.get(host);
    return kind === undefined
      ? this.#pass(host, request, handlers)
      : this.#fail(kind, request, handlers);
  }

  #count(host: Host): void {
    const nowMs = this.#options.nowMs();
    const earlyMs = (this.#notBeforeMs.get(host) ?? 0) - nowMs;
    if (earlyMs > 0) this.#options.onEarly(host, earlyMs);
    if (host === 'spotify') this.requestsAtMs.push(nowMs);
  }

  #pass(host: Host, request: HttpRequest, handlers: HttpHandlers): Cancel {
    return this.#options.http[host].send(request, {
      onHeaders: (status, headers) => {
        const waitS = Number(headers['retry-after'] ?? NaN);
        if ((status === 429 || status === 503) && waitS > 0)
          this.#notBeforeMs.set(host, this.#options.nowMs() + waitS * 1000);
        if (status === 409 && host === 'relay') this.#options.onNoGrant();
        handlers.onHeaders(status, headers);
      },
      onBody: (chunk) => handlers.onBody(chunk),
      onDone: () => handlers.onDone(),
      onFault: (fault) => handlers.onFault(fault),
    });
  }

  #fail(kind: SocketFaultKind, request: HttpRequest, handlers: HttpHandlers): Cancel {
    const afterMs = kind === 'timed-out' ? request.timeoutMs : FAILS_AFTER_MS;
    return this.#options.timer.set(
      () => handlers.onFault({ kind, detail: 'the gate is closed' }),
      afterMs,
    );
  }
}
