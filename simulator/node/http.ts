/** The device's Http over Node's fetch: streams the body and names each way in which a socket can fail. */
import { tlsFaultOf } from '../../relay/error-code.js';
import type {
  Cancel,
  Http,
  HttpHandlers,
  HttpRequest,
  SocketFault,
  SocketFaultKind,
} from '../../device/shared/ports.js';

export class NodeHttp implements Http {
  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    const exchange = new Exchange(handlers);
    void exchange.run(request);
    return () => exchange.cancel();
  }
}

class Exchange {
  readonly #handlers: HttpHandlers;
  readonly #abort = new AbortController();
  #isOver = false;
  #hasAnswered = false;

  constructor(handlers: HttpHandlers) {
    this.#handlers = handlers;
  }

  cancel(): void {
    this.#isOver = true;
    this.#abort.abort();
  }

  async run({ method, url, headers, body, keepHeaders, timeoutMs }: HttpRequest): Promise<void> {
    const deadline = setTimeout(() => {
      this.#fail({ kind: 'timed-out', detail: `no whole response within ${timeoutMs} ms` });
      this.#abort.abort();
    }, timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal: this.#abort.signal,
      });
      if (this.#isOver) return;
      this.#hasAnswered = true;
      const kept: Record<string, string> = {};
      for (const name of keepHeaders) {
        const value = response.headers.get(name);
        if (value !== null) kept[name] = value;
      }
      this.#handlers.onHeaders(response.status, kept);
      if (response.body) await this.#drain(response.body);
      if (this.#finish()) this.#handlers.onDone();
    } catch (error) {
      this.#fail(this.#faultOf(error));
    } finally {
      clearTimeout(deadline);
    }
  }

  async #drain(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#isOver) return;
      this.#handlers.onBody(value);
    }
  }

  #fail(fault: SocketFault): void {
    if (this.#finish()) this.#handlers.onFault(fault);
  }

  /** @returns whether this is the exchange's one end, and not a cancelled or ended one */
  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    return true;
  }

  #faultOf(error: unknown): SocketFault {
    const code = codeOf(error);
    return { kind: this.#hasAnswered ? 'cut-off' : kindOf(code), detail: code };
  }
}

/** fetch wraps the socket's own error. Not by `instanceof`: test runners have realms of their own. */
function codeOf(error: unknown): string {
  const cause = fieldOf(error, 'cause') ?? error;
  return textOf(fieldOf(cause, 'code')) ?? textOf(fieldOf(cause, 'name')) ?? 'unknown';
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function kindOf(code: string): SocketFaultKind {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unresolved';
  if (code === 'ETIMEDOUT' || code.includes('TIMEOUT')) return 'timed-out';
  return tlsFaultOf(code) ?? 'unreachable';
}
