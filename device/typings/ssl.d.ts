/** What lies below the SDK's TLS socket, which no typing knows; only what we use. */
declare module 'ssl/session' {
  import type CertificateManager from 'ssl/cert';

  /** A TCP socket, with what it has room for kept beside it. */
  export interface Wire {
    /** Bytes that wait to be read; the session counts down. */
    readable: number;
    /** Bytes that can be written. */
    writable: number;
    read(into: Uint8Array): unknown;
    write(bytes: Uint8Array): unknown;
  }

  export default class Session {
    constructor(options: {
      serverName: string;
      applicationLayerProtocolNegotiation?: string;
      protocolVersion?: number;
    });
    certificateManager: CertificateManager;
    /** The alert that has come, or is to be sent. */
    readonly alert: { readonly level: number; readonly description: number } | undefined;
    /** Null until the server encrypts. */
    readonly serverCipher: object | null;
    /** The step to be answered; -1 where the next is the server's. */
    readonly handshakeProcess: number;
    initiateHandshake(): void;
    /** Does one step. @returns whether the handshake is over */
    handshake(wire: Wire): boolean;
    /** @returns what was decrypted, undefined where nothing whole has come, null after an alert */
    read(wire: Wire): Uint8Array | null | undefined;
    write(wire: Wire, bytes: Uint8Array): number;
    readPacket(wire: Wire): ArrayBuffer | undefined;
  }
}

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
    /** Our own certificates, where the server asks for one. */
    findPreferredCert(): readonly ArrayBuffer[];
    /** Whether `key` made the signature; throws where it is of another kind than the algorithm. */
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

declare module 'x509' {
  export type PublicKey =
    | { readonly modulus: bigint; readonly exponent: bigint }
    | { readonly pub: object; readonly curve: object };

  const X509: {
    /** @param certificate the whole of it */
    decodeSPKI(certificate: Uint8Array): PublicKey;
  };
  export default X509;
}
