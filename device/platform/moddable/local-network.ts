/** The set-up's LocalNetwork on ECMA-419 sockets: what others send us, and none of it can end the program. */
import Listener from 'embedded:io/socket/listener';
import TCP from 'embedded:io/socket/tcp';
import UDP from 'embedded:io/socket/udp';
import type { Cancel } from '../../shared/ports.js';
import type { LocalNetwork, Peer, PeerHandlers } from '../../setup/edges.js';

/** Requests are read through it, one piece after the other; they are copied before `onBytes` returns. */
const BUFFER_BYTES = 512;

export class SocketNetwork implements LocalNetwork {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);

  /** @throws on a chip without a network interface, which an access point becomes only some moments after it opened */
  listen(port: number, onPeer: (peer: Peer) => PeerHandlers): Cancel {
    const buffer = this.#buffer;
    const listener = new Listener({
      port,
      onReadable(this: Listener, count: number): void {
        for (let left = count; left > 0; left -= 1) {
          try {
            const socket = this.read();
            if (socket) new SocketPeer(socket, buffer, onPeer);
          } catch {
            // It was gone before we looked, or there is no memory for another: both happen under attack.
          }
        }
      },
    });
    return () => (listener as unknown as { close(): void }).close();
  }

  /** @throws as `listen` does */
  answerPackets(port: number, answer: (packet: Uint8Array) => Uint8Array | undefined): Cancel {
    const socket = new UDP({
      port,
      onReadable(this: UDP, count: number): void {
        for (let left = count; left > 0; left -= 1) {
          try {
            const packet = this.read();
            const bytes = answer(new Uint8Array(packet));
            if (bytes) this.write(bytes, packet.address, packet.port);
          } catch {
            // No route back, or no buffer: whoever asked asks again.
          }
        }
      },
    });
    return () => (socket as unknown as { close(): void }).close();
  }
}

class SocketPeer implements Peer {
  readonly #socket: TCP;
  #handlers: PeerHandlers | undefined;
  #writableBytes = 0;
  #isOpen = true;

  constructor(from: TCP, buffer: Uint8Array, onPeer: (peer: Peer) => PeerHandlers) {
    this.#socket = new TCP({
      from,
      onReadable: (count) =>
        this.#tell((handlers) => {
          for (let left = count; left > 0 && this.#isOpen;) {
            const part = buffer.subarray(0, Math.min(left, buffer.length));
            this.#socket.read(part);
            left -= part.length;
            handlers.onBytes(part);
          }
        }),
      onWritable: (count) => {
        this.#writableBytes = count;
        this.#tell((handlers) => handlers.onWritable());
      },
      onError: () => this.#tell((handlers) => handlers.onEnd()),
    });
    this.#handlers = onPeer(this);
  }

  #tell(work: (handlers: PeerHandlers) => void): void {
    const handlers = this.#handlers;
    if (!this.#isOpen || !handlers) return;
    try {
      work(handlers);
    } catch {
      // Out of memory, or a bug that one request found: this connection is the price, not the program.
      handlers.onEnd();
    }
  }

  send(bytes: Uint8Array): number {
    const part = bytes.subarray(0, Math.min(bytes.length, this.#writableBytes));
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
}
