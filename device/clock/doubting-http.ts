/** The Http port, and a word to the clock where a certificate is found out of date: it may be the clock that is. */
import type { Cancel, Http, HttpHandlers, HttpRequest } from '../shared/ports.js';

export class DoubtingHttp implements Http {
  readonly #inner: Http;
  readonly #doubt: () => void;

  constructor(inner: Http, doubt: () => void) {
    this.#inner = inner;
    this.#doubt = doubt;
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    return this.#inner.send(request, {
      onHeaders: (status, headers) => handlers.onHeaders(status, headers),
      onBody: (chunk) => handlers.onBody(chunk),
      onDone: () => handlers.onDone(),
      onFault: (fault) => {
        if (fault.kind === 'expired' || fault.kind === 'clock-wrong') this.#doubt();
        handlers.onFault(fault);
      },
    });
  }
}
