/**
 * TLS over a socket of the given class. The SDK's typing and `@moddable/typings` both file it under another name than
 * the module has, so that a build does not find it: the manifest lists this one beside the module.
 */
declare module 'embedded:io/socket/tcp/tls' {
  export interface Options {
    host: string;
    /** The class of the socket below, which is given all of these options. */
    TCP: { io: unknown };
    secure?: Record<string, unknown>;
    onReadable?: (count: number) => void;
    onWritable?: (count: number) => void;
    onError?: () => void;
  }

  export default class TLSSocket {
    constructor(options: Options);
    /** A byte where `format` is `number`; else a buffer, or the count of bytes where a buffer was given. */
    read(into?: number | ArrayBuffer | Uint8Array): unknown;
    write(bytes: ArrayBuffer | Uint8Array, options?: unknown): number;
    close(): void;
  }
}
