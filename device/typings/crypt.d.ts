/** The SDK's digests; only what we use. mcconfig has a typing of its own for them. */
declare module 'crypt' {
  export class Digest {
    constructor(type: 'SHA256' | 'SHA384' | 'SHA512');
    write(bytes: ArrayBuffer): void;
    close(): ArrayBuffer;
  }
}
