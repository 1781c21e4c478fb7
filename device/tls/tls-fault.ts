import type { TlsFaultKind } from '../shared/ports.js';

/** Thrown out of a handshake, since the SDK's TLS passes no values on. */
export class TlsFault extends Error {
  readonly kind: TlsFaultKind;

  constructor(kind: TlsFaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
