/**
 * The SDK's HTTP client as it has been since 2024, with `headersMask` and the headers' own types; what
 * `@moddable/typings` 5.6.0 says of it is older. Options of sockets and lookups are whatever their classes take.
 */
declare module 'embedded:network/http/client' {
  export interface ClientOptions {
    host: string;
    port?: number;
    dns: Record<string, unknown>;
    socket: Record<string, unknown>;
    onError?: () => void;
  }

  export interface RequestOptions {
    method?: string;
    path?: string;
    headers?: Map<string, string>;
    /** Keeps only these of the answer's headers, named in lower case. */
    headersMask?: string[];
    onHeaders?: (this: HTTPRequest, status: number, headers: Map<string, string>) => void;
    onReadable?: (this: HTTPRequest, count: number) => void;
    onWritable?: (this: HTTPRequest, count: number) => void;
    /** The error is bare; null where the answer was complete. */
    onDone?: (this: HTTPRequest, error: Error | null) => void;
  }

  export interface HTTPRequest {
    read(buffer: Uint8Array): void;
    write(value: Uint8Array): void;
  }

  export default class HTTPClient {
    constructor(options: ClientOptions);
    request(options: RequestOptions): HTTPRequest;
    close(): void;
  }
}
