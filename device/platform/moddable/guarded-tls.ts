/** TLS over a guarded socket. What it throws reaches `onTrouble`, wherever in the SDK's layers it is thrown. */
import TLSSocket, { type Options } from 'embedded:io/socket/tcp/tls';
import { GuardedTcp, type GuardedTcpOptions } from './guarded-tcp.js';

export interface GuardedTlsOptions extends GuardedTcpOptions {
  readonly host: string;
  /** Called, perhaps more than once, when the server's certificate was accepted and the request can be sent. */
  readonly onSecured: () => void;
}

export class GuardedTls extends TLSSocket {
  readonly #tcp: GuardedTcp | undefined;

  constructor(options: GuardedTlsOptions) {
    let tcp: GuardedTcp | undefined;
    super({
      ...options,
      TCP: { io: GuardedTcp },
      onOpened: (socket: GuardedTcp) => {
        tcp = socket;
      },
      onWritable: (count: number) => {
        options.onSecured();
        options.onWritable?.(count);
      },
    } as unknown as Options);
    this.#tcp = tcp;
  }

  /**
   * Where more ciphertext waits behind what is read here, the SDK's class would decode it from a timer of its own,
   * outside every guard. It is shown an empty socket instead, and is called again from ours.
   */
  override read(into?: number | ArrayBuffer | Uint8Array): unknown {
    const tcp = this.#tcp;
    if (!tcp) return super.read(into);
    tcp.isQuiet = true;
    try {
      return super.read(into);
    } finally {
      tcp.isQuiet = false;
      tcp.wake();
    }
  }
}
