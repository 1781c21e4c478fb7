/** TLS over a guarded socket. What it throws reaches `onTrouble`, wherever in the SDK's layers it is thrown. */
import TLSSocket, { type Options } from 'embedded:io/socket/tcp/tls';
import { GuardedTcp } from './guarded-tcp.js';
import type { SocketCallbacks } from './socket-stream.js';

export interface GuardedTlsOptions extends SocketCallbacks {
  /** Dotted IPv4. */
  readonly address: string;
  readonly port: number;
  /** Named to the server, and what its certificate must be for. */
  readonly host: string;
}

export class GuardedTls extends TLSSocket {
  readonly #tcp: GuardedTcp | undefined;

  constructor(options: GuardedTlsOptions) {
    let tcp: GuardedTcp | undefined;
    // Written to only once the server's certificate was accepted.
    let isSecured = false;
    super({
      ...options,
      secure: { applicationLayerProtocolNegotiation: 'http/1.1' },
      TCP: { io: GuardedTcp },
      onOpened: (socket: GuardedTcp) => {
        tcp = socket;
      },
      onWritable: (count: number) => {
        isSecured = true;
        options.onWritable(count);
      },
      onThrown: (message: string) =>
        options.onTrouble({ kind: isSecured ? 'cut-off' : 'untrusted', message }),
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
