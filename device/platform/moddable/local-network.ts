/** The LocalNetwork of set-up on ECMA-419 sockets. Nothing that others send can end the program. */
import Listener from 'embedded:io/socket/listener';
import TCP from 'embedded:io/socket/tcp';
import UDP from 'embedded:io/socket/udp';
import type { Cancel, Stream, StreamHandlers } from '../../shared/ports.js';
import type { LocalNetwork } from '../../setup/ports.js';
import { SocketStream } from './socket-stream.js';

/** Shared read buffer: bytes are copied before `onBytes` returns. */
const BUFFER_BYTES = 512;
/** Two segments, so that the other side acknowledges at once instead of after a delay (RFC 9293 section 3.8.6.3). */
const UNACKED_BYTES_MAX = 2 * 1436;

export class SocketNetwork implements LocalNetwork {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);

  /** @throws while there is no network interface: an access point gets one only shortly after it opens */
  listen(port: number, onPeer: (peer: Stream) => StreamHandlers): Cancel {
    const buffer = this.#buffer;
    const listener = new Listener({
      port,
      onReadable(this: Listener, count: number): void {
        for (let left = count; left > 0; left -= 1) {
          let from: TCP | undefined;
          try {
            // Accept at once: the SDK does not notice the reset of a waiting connection.
            const accepted: TCP | undefined = this.read();
            if (!accepted) continue;
            from = accepted;
            new SocketStream({
              open: (callbacks) => new TCP({ ...callbacks, from: accepted }),
              handlers: onPeer,
              buffer,
              unackedBytesMax: UNACKED_BYTES_MAX,
            });
          } catch {
            // Already gone, or out of memory: both happen under attack.
            from?.close();
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
            // No route back, or no buffer: the client will retry.
          }
        }
      },
    });
    return () => (socket as unknown as { close(): void }).close();
  }
}
