/** An Http port that reports certificates outside their validity: the clock may be wrong instead. */
import type { Cancel, Http, HttpHandlers, HttpRequest } from '../shared/ports.js';

export class CertificateWatch implements Http {
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
