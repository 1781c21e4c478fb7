/** Tells when no request is open: with real sockets on virtual time, only then may time pass. */
import type { Cancel, Http, HttpHandlers, HttpRequest } from '../../device/shared/ports.js';

export class SettlingHttp implements Http {
  readonly #http: Http;
  #underWay = 0;
  #onSettled: (() => void) | undefined;

  constructor(http: Http) {
    this.#http = http;
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    this.#underWay += 1;
    let isOpen = true;
    const settle = (): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#underWay -= 1;
      this.#onSettled?.();
    };
    const cancel = this.#http.send(request, {
      onHeaders: (status, headers) => handlers.onHeaders(status, headers),
      onBody: (chunk) => handlers.onBody(chunk),
      onDone: () => {
        handlers.onDone();
        settle();
      },
      onFault: (fault) => {
        handlers.onFault(fault);
        settle();
      },
    });
    return () => {
      cancel();
      settle();
    };
  }

  /** Resolves when no request is open. */
  async settled(): Promise<void> {
    while (this.#underWay > 0)
      await new Promise<void>((resolve) => {
        this.#onSettled = resolve;
      });
  }
}
