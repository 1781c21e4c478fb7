/** The SDK's ECDSA, which no typing knows; only what we use. */
declare module 'ecdsa' {
  import type { Curve } from 'x509';

  export default class ECDSA {
    constructor(publicKey: object, curve: Curve);
    /** @param isDer of the signature: a sequence of two integers. Zero as the second never returns */
    verify(digest: ArrayBuffer, signature: Uint8Array, isDer: boolean): boolean;
  }
}
