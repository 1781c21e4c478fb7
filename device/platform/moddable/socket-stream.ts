/**
 * A Stream on one of the SDK's sockets, plain or TLS. An exception in a callback, such as a broken record or lack of
 * memory, only ends this connection, not the program.
 */
import type { Stream, StreamHandlers, StreamFault } from '../../shared/ports.js';

/** Options of the SDK's sockets. Native code calls the handlers, never before the constructor has returned. */
export interface SocketCallbacks {
  readonly onReadable: (count: number) => void;
  readonly onWritable: (count: number) => void;
  readonly onError: () => void;
  /** Receives what a lower layer threw, before `onError`; the only source of TLS error messages. */
  readonly onFault: (fault: StreamFault) => void;
}

export interface SdkSocket {
  read(into: Uint8Array): unknown;
  write(bytes: Uint8Array): unknown;
  close(): void;
}

export interface SocketStreamOptions {
  readonly open: (callbacks: SocketCallbacks) => SdkSocket;
  readonly handlers: (stream: Stream) => StreamHandlers;
  /**
   * Read buffer. Sockets may share it, since their callbacks do not overlap.
   */
  readonly buffer: Uint8Array;
  /** Limit of unacknowledged bytes: each is in the native heap, twice while it is being sent. */
  readonly unackedBytesMax?: number;
}

export class SocketStream implements Stream {
  readonly #socket: SdkSocket;
  readonly #buffer: Uint8Array;
  readonly #unackedBytesMax: number;
  #handlers: StreamHandlers | undefined;
  #writableBytes = 0;
  /** Bytes that the socket accepts when everything sent is acknowledged. */
  #writableBytesMost = 0;
  #fault: StreamFault | undefined;
  #isOpen = true;

  /** @throws what `open` or `handlers` throws, with nothing left open */
  constructor({ open, handlers, buffer, unackedBytesMax = Infinity }: SocketStreamOptions) {
    this.#buffer = buffer;
    this.#unackedBytesMax = unackedBytesMax;
    this.#socket = open({
      onReadable: (count) => this.guard(() => this.read(count)),
      onWritable: (count) => {
        this.#writableBytes = count;
        this.#writableBytesMost = Math.max(this.#writableBytesMost, count);
        this.guard(() => this.#handlers?.onWritable());
      },
      onFault: (fault) => {
        this.#fault = fault;
      },
      onError: () => this.end(),
    });
    try {
      this.#handlers = handlers(this);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get isDelivered(): boolean {
    return this.#writableBytes === this.#writableBytesMost;
  }

  send(bytes: Uint8Array): number {
    const unacked = this.#writableBytesMost - this.#writableBytes;
    const room = Math.min(this.#writableBytes, this.#unackedBytesMax - unacked);
    const part = bytes.subarray(0, Math.max(0, room));
    if (!this.#isOpen || part.length === 0) return 0;
    this.#socket.write(part);
    this.#writableBytes -= part.length;
    return part.length;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.close();
  }

  /** The SDK reports arrived bytes once: any left unread would wait for the next packet. */
  private read(count: number): void {
    for (let left = count; left > 0 && this.#isOpen;) {
      const part = this.#buffer.subarray(0, Math.min(left, this.#buffer.length));
      this.#socket.read(part);
      left -= part.length;
      this.#handlers?.onBytes(part);
    }
  }

  /**
   * Closes before calling any handler: the SDK keeps a connection that the other side has closed, and frees it twice if
   * that side then resets it (`modules/io/socket/lwip/tcp.c`, tcpReceive).
   */
  private end(): void {
    if (!this.#isOpen) return;
    this.close();
    this.#handlers?.onEnd(this.#fault);
  }

  private guard(work: () => void): void {
    if (!this.#isOpen) return;
    try {
      work();
    } catch (error) {
      this.#fault ??= { kind: 'cut-off', message: String(error) };
      this.end();
    }
  }
}
