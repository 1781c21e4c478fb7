/**
 * A socket with the faults of the SDK's (`modules/io/socket/lwip/tcp.c`, 8.2.3): after a FIN it holds on to its
 * connection until it is closed, and where a RST has freed that one meanwhile, it touches freed memory.
 */
import type {
  SdkSocket,
  SocketCallbacks,
} from '../../../../device/platform/moddable/socket-stream.js';

/** What lwIP takes before it must be acknowledged, in the SDK's sdkconfig. */
const SEND_BYTES_MAX = 8192;

export class FakeSocket implements SdkSocket {
  /** How the connection stands at lwIP. */
  #state: 'open' | 'half-closed' | 'reset' | 'gone' = 'open';
  #isClosed = false;
  #unread: number[] = [];
  #unackedBytes = 0;
  readonly #callbacks: SocketCallbacks;
  readonly #sendBytesMax: number;
  /** All that was written. */
  sent = '';
  /** Each is a restart on a chip, or would be one on another day. */
  readonly wrongs: string[] = [];

  constructor(callbacks: SocketCallbacks, sendBytesMax = SEND_BYTES_MAX) {
    this.#callbacks = callbacks;
    this.#sendBytesMax = sendBytesMax;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  read(into: Uint8Array): number {
    this.#touch('read');
    if (into.length === 0 || into.length > this.#unread.length) throw new Error('invalid');
    into.set(this.#unread.splice(0, into.length));
    return into.length;
  }

  write(bytes: Uint8Array): number {
    this.#touch('write');
    if (bytes.length > this.#room) throw new Error('would block');
    this.#unackedBytes += bytes.length;
    this.sent += Buffer.from(bytes).toString('latin1');
    return this.#room;
  }

  close(): void {
    // The SDK's may be closed twice; its second close does nothing.
    if (this.#isClosed) return;
    this.#touch('close');
    this.#isClosed = true;
  }

  /** The connection stands, or what was sent is acknowledged. */
  writable(): void {
    if (this.isClosed) return;
    this.#unackedBytes = 0;
    this.#callbacks.onWritable(this.#room);
  }

  receive(text: string): void {
    if (this.isClosed) return;
    this.#unread.push(...Buffer.from(text, 'latin1'));
    this.#callbacks.onReadable(this.#unread.length);
    if (this.#unread.length > 0) this.#mustBeClosed(`left ${this.#unread.length} bytes unread`);
  }

  fin(): void {
    if (this.isClosed) return;
    this.#state = 'half-closed';
    this.#callbacks.onError();
    this.#mustBeClosed('left half-closed');
  }

  reset(): void {
    if (this.isClosed) return;
    if (this.#state === 'half-closed') {
      // Nobody is told: the callbacks went with the FIN.
      this.#state = 'reset';
      return;
    }
    this.#state = 'gone';
    this.#callbacks.onError();
    this.#mustBeClosed('kept after a reset');
  }

  get #room(): number {
    return this.#sendBytesMax - this.#unackedBytes;
  }

  #mustBeClosed(wrong: string): void {
    if (!this.#isClosed) this.wrongs.push(wrong);
  }

  #touch(how: string): void {
    if (this.#isClosed) this.wrongs.push(`${how} after close`);
    if (this.#state === 'reset') this.wrongs.push(`${how} of freed memory`);
  }
}
