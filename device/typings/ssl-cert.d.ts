/** How the SDK's TLS looks at certificates, which the typings do not declare; only what we use. */
declare module 'ssl/cert' {
  import type { PublicKey } from 'x509';

  export default class CertificateManager {
    constructor(options: object);
    /** `chain` as it came, the server's own certificate first; throws or says no. */
    verify(chain: readonly Uint8Array[]): boolean;
    /** @param certificate the server's, once it is verified */
    register(certificate: ArrayBuffer): void;
    /** The server's public key. */
    getKey(): PublicKey;
    /** Our own certificates, if the server requests one. */
    findPreferredCert(): readonly ArrayBuffer[];
    /** Whether `key` made the signature; throws if it does not match the algorithm. */
    _verify(
      key: PublicKey,
      certificate: {
        /** Object id. */
        readonly algo: readonly number[];
        readonly tbs: Uint8Array;
        readonly sig: Uint8Array;
      },
    ): boolean;
  }
}
