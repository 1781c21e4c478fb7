/**
 * The TCP socket below TLS, whose callbacks cannot end the program. TLS runs inside them, and reports a bad
 * certificate, an alert or a broken record by throwing; out of a native callback that is an abort of the VM, on a
 * board a restart.
 */
import TCP, { type Options } from 'embedded:io/socket/tcp';
import Timer from 'timer';

export interface GuardedTcpOptions {
  readonly onReadable: (count: number) => void;
  readonly onWritable: (count: number) => void;
  readonly onError: () => void;
  /** Told what was thrown before `onError` is called; TLS's own words are to be had nowhere else. */
  readonly onThrown: (message: string) => void;
  /** Hands the socket to the layer above, which the SDK gives no reference to it. */
  readonly onOpened: (socket: GuardedTcp) => void;
}

export class GuardedTcp extends TCP {
  /** While true, `readable` claims that nothing waits: see `GuardedTls.read`. */
  isQuiet = false;
  /** Bytes that can be sent; the TLS layer's own note. */
  writable = 0;
  readonly #deliver: (count: number) => void;
  #readable = 0;
  #wakeUp: Timer | undefined;

  constructor(options: GuardedTcpOptions) {
    const { onReadable, onWritable, onError, onThrown } = options;
    const guarded = (callback: (count: number) => void) => (count: number) => {
      try {
        callback(count);
      } catch (error) {
        onThrown(error instanceof Error ? error.message : String(error));
        onError();
      }
    };
    const deliver = guarded(onReadable);
    // The rest (address, port) passes through as it came.
    super({
      ...options,
      onReadable: deliver,
      onWritable: guarded(onWritable),
    } as unknown as Options);
    this.#deliver = deliver;
    options.onOpened(this);
  }

  /** Bytes that wait to be read; kept by the TLS layer, which sets it in each callback. */
  get readable(): number {
    return this.isQuiet ? 0 : this.#readable;
  }

  set readable(count: number) {
    this.#readable = count;
  }

  /** Tells once more, soon and guarded, that bytes wait. */
  wake(): void {
    if (this.#readable === 0 || this.#wakeUp) return;
    this.#wakeUp = Timer.set(() => {
      this.#wakeUp = undefined;
      if (this.#readable > 0) this.#deliver(this.#readable);
    });
  }

  override close(): void {
    Timer.clear(this.#wakeUp);
    this.#wakeUp = undefined;
    this.#readable = 0;
    super.close();
  }
}
