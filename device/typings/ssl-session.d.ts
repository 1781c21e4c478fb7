/** TLS below the SDK's socket, which the typings do not declare; only what we use. The manifest lists it beside the module. */
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
    /** @returns what was decrypted, undefined if nothing whole has come, null after an alert */
    read(wire: Wire): Uint8Array | null | undefined;
    write(wire: Wire, bytes: Uint8Array): number;
    readPacket(wire: Wire): ArrayBuffer | undefined;
  }
}
