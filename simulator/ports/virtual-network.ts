/**
 * An Http port without a network: a function responds, on virtual time, with injected delays, chunks and faults. Stricter
 * than a real one: chunks are overwritten once they are delivered.
 */
import { encodeUtf8 } from './utf8.js';
import type {
  Cancel,
  Http,
  HttpHandlers,
  HttpRequest,
  SocketFault,
  Timer,
} from '../../device/shared/ports.js';

export type VirtualResponse =
  | {
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
      /** The connection breaks after this many bytes of the body. */
      readonly cutOffAfterBytes?: number;
    }
  | { readonly fault: SocketFault }
  /** Never a response; the request's own deadline ends it. */
  | { readonly hang: true };

export interface VirtualNetworkOptions {
  readonly timer: Timer;
  /** The servers. Called after half of `latencyMs`. */
  readonly answer: (request: HttpRequest) => VirtualResponse;
  /** From the request to the response's headers; default 0. */
  readonly latencyMs?: number;
  /** Bytes given to `onBody` at a time; default 1,024. */
  readonly chunkBytes?: number;
  /** Between two chunks; default 0. */
  readonly chunkIntervalMs?: number;
}

const DEFAULT_CHUNK_BYTES = 1024;
/** Neither text nor JSON nor 0: a device that kept a chunk reads this. */
const POISON = 0xee;

export class VirtualNetwork implements Http {
  readonly #options: VirtualNetworkOptions;
  readonly #chunk: Uint8Array;
  #openCount = 0;

  constructor(options: VirtualNetworkOptions) {
    this.#options = options;
    this.#chunk = new Uint8Array(options.chunkBytes ?? DEFAULT_CHUNK_BYTES);
  }

  /** Open requests. */
  get openCount(): number {
    return this.#openCount;
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    const { timer, answer, latencyMs = 0 } = this.#options;
    this.#openCount += 1;
    let cancelNext: Cancel = () => undefined;
    let cancelTimeout: Cancel = () => undefined;
    let isOver = false;
    const end = (): void => {
      if (!isOver) this.#openCount -= 1;
      isOver = true;
      cancelNext();
      cancelTimeout();
    };
    const next = (step: () => void, delayMs: number): void => {
      cancelNext = timer.set(step, delayMs);
    };
    const fail = (fault: SocketFault): void => {
      end();
      handlers.onFault(fault);
    };
    const deliver = (
      body: Uint8Array,
      from: number,
      cutOffAfterBytes: number | undefined,
    ): void => {
      for (let at = from; ;) {
        if (cutOffAfterBytes !== undefined && at >= cutOffAfterBytes)
          return fail({ kind: 'cut-off', detail: `cut off after ${at} bytes` });
        if (at >= body.length) {
          end();
          return handlers.onDone();
        }
        const size = Math.min(
          this.#chunk.length,
          body.length - at,
          (cutOffAfterBytes ?? Infinity) - at,
        );
        this.#chunk.set(body.subarray(at, at + size));
        handlers.onBody(this.#chunk.subarray(0, size));
        this.#chunk.fill(POISON);
        at += size;
        // The handler may have cancelled.
        if (isOver) return;
        const intervalMs = this.#options.chunkIntervalMs ?? 0;
        if (intervalMs > 0) {
          const resumeAt = at;
          return next(() => deliver(body, resumeAt, cutOffAfterBytes), intervalMs);
        }
      }
    };
    const arrive = (): void => {
      const given = answer(request);
      if ('hang' in given) return;
      next(() => {
        if ('fault' in given) return fail(given.fault);
        handlers.onHeaders(given.status, keep(given.headers, request.keepHeaders));
        if (isOver) return;
        const body = typeof given.body === 'string' ? encodeUtf8(given.body) : given.body;
        deliver(body, 0, given.cutOffAfterBytes);
      }, latencyMs / 2);
    };
    cancelTimeout = timer.set(
      () => fail({ kind: 'timed-out', detail: `no end after ${request.timeoutMs} ms` }),
      request.timeoutMs,
    );
    next(arrive, latencyMs / 2);
    return end;
  }
}

function keep(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
