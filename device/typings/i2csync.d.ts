/** The SDK's synchronous I2C, which the typings do not declare. */
declare module 'embedded:implementation/i2csync' {
  export default class I2C {
    constructor(options: {
      readonly data: number;
      readonly clock: number;
      readonly hz: number;
      readonly address: number;
      /** In ms, for a transaction. */
      readonly timeout: number;
    });
    /** Throws if it is not acknowledged or takes too long. No bytes would mean a probe, which waits for up to a second. */
    write(bytes: Uint8Array): void;
    close(): void;
  }
}
