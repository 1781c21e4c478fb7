/**
 * TLS over a TCP socket. Replaces the SDK's (examples/io/tcp/tlssocket), which does not accept our session and decodes
 * further records in an unguarded timer. TLS runs in the callbacks of the TCP socket and throws on a bad certificate, an
 * alert or a broken record. Uncaught in a native callback, that would end the program, so it is caught here.
 */
import { TlsFault } from '../../tls/tls-fault.js';
import type { SdkSocket, SocketCallbacks } from './socket-stream.js';

/** More than a record's header, nonce and tag. */
const RECORD_OVERHEAD_BYTES = 96;
/** `handshakeProcess` while the server sends next. */
const AWAITS_SERVER = -1;

/** A TCP socket with the numbers of readable and writable bytes. */
interface Wire extends SdkSocket {
  readable: number;
  writable: number;
}

/** The SDK's session with more checks: `tls-session.ts`. */
export interface Session {
  /** The message that the next step answers. */
  readonly handshakeProcess: number;
  initiateHandshake(): void;
  /** Does one step. @returns whether the handshake is over */
  handshake(tcp: Wire): boolean;
  /** @returns decrypted bytes, undefined if no whole record has arrived, null after an alert */
  read(tcp: Wire): Uint8Array | null | undefined;
  write(tcp: Wire, bytes: Uint8Array): unknown;
}

export type TcpCallbacks = Omit<SocketCallbacks, 'onFault'>;

export interface TlsSocketOptions extends SocketCallbacks {
  readonly session: Session;
  readonly open: (callbacks: TcpCallbacks) => SdkSocket;
}

export class TlsSocket implements SdkSocket {
  readonly #callbacks: SocketCallbacks;
  readonly #tcp: Wire;
  /** Undefined once it is closed. */
  #session: Session | undefined;
  /** The server is verified, and both sides encrypt. */
  #isSecured = false;
  /** Decrypted bytes that were not read yet. */
  #plain: Uint8Array | undefined;

  constructor({ session, open, ...callbacks }: TlsSocketOptions) {
    this.#callbacks = callbacks;
    this.#session = session;
    session.initiateHandshake();
    const tcp = open({
      onReadable: (count) => {
        this.#tcp.readable = count;
        this.guard((opened) => this.receive(opened));
      },
      onWritable: (count) => {
        this.#tcp.writable = count;
        this.guard((opened) => (this.#isSecured ? this.tellRoom() : this.shakeHands(opened)));
      },
      onError: () => callbacks.onError(),
    });
    this.#tcp = Object.assign(tcp, { readable: 0, writable: 0 });
  }

  read(into: Uint8Array): number {
    const plain = this.#plain;
    if (!plain) return 0;
    const part = plain.subarray(0, into.length);
    into.set(part);
    this.#plain = plain.subarray(part.length);
    return part.length;
  }

  /** `bytes` must not exceed the number from `onWritable`. */
  write(bytes: Uint8Array): void {
    if (this.#isSecured) this.#session?.write(this.#tcp, bytes);
  }

  close(): void {
    this.#session = undefined;
    this.#plain = undefined;
    this.#tcp.close();
  }

  private receive(session: Session): void {
    if (!this.#isSecured) this.shakeHands(session);
    // Each callback may close it.
    while (this.#isSecured && this.#session && this.#tcp.readable > 0) {
      const plain = session.read(this.#tcp);
      if (plain === undefined) return;
      if (plain === null) return this.#callbacks.onError();
      this.#plain = plain;
      if (plain.length > 0) this.#callbacks.onReadable(plain.length);
    }
  }

  /** A step of the session answers one message, and several may have arrived. */
  private shakeHands(session: Session): void {
    do {
      this.#isSecured = session.handshake(this.#tcp);
    } while (
      !this.#isSecured &&
      (this.#tcp.readable > 0 || session.handshakeProcess !== AWAITS_SERVER)
    );
    if (this.#isSecured) this.tellRoom();
  }

  private tellRoom(): void {
    const room = this.#tcp.writable - RECORD_OVERHEAD_BYTES;
    if (room > 0) this.#callbacks.onWritable(room);
  }

  private guard(work: (session: Session) => void): void {
    if (!this.#session) return;
    try {
      work(this.#session);
    } catch (error) {
      const other = this.#isSecured ? 'cut-off' : 'tls-failed';
      this.#callbacks.onFault({
        kind: error instanceof TlsFault ? error.kind : other,
        message: error instanceof Error ? error.message : String(error),
      });
      this.#callbacks.onError();
    }
  }
}
