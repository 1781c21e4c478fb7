import type { TlsFaultKind } from '../shared/ports.js';

/** Thrown out of a handshake; a value is no way out of the SDK's TLS. */
export class TlsFault extends Error {
  readonly kind: TlsFaultKind;

  constructor(kind: TlsFaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
