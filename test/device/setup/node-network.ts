/** The local network's port on Node's sockets, so that a real browser can connect. Only loopback, on free ports. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { LocalNetwork } from '../../../device/setup/ports.js';
import type { Stream, StreamHandlers } from '../../../device/shared/ports.js';

export class NodeNetwork implements LocalNetwork {
  readonly #servers: Server[] = [];
  readonly #udpSockets: UdpSocket[] = [];
  readonly #sockets = new Set<Socket>();
  /** What a peer takes at once: a device's socket takes little. */
  readonly #sendBytesMax: number;

  constructor({ sendBytesMax = 1436 }: { sendBytesMax?: number } = {}) {
    this.#sendBytesMax = sendBytesMax;
  }

  /** Connections that are open on our side. */
  get openCount(): number {
    return this.#sockets.size;
  }

  listen(port: number, onPeer: (peer: Stream) => StreamHandlers): () => void {
    const server = createServer({ allowHalfOpen: false }, (socket) => this.#take(socket, onPeer));
    server.listen(port, '127.0.0.1');
    this.#servers.push(server);
    return () => server.close();
  }

  answerPackets(port: number, answer: (packet: Uint8Array) => Uint8Array | undefined): () => void {
    const socket = createSocket('udp4');
    socket.on('message', (packet, from) => {
      const bytes = answer(new Uint8Array(packet));
      if (bytes) socket.send(bytes, from.port, from.address);
    });
    socket.bind(port, '127.0.0.1');
    this.#udpSockets.push(socket);
    return () => socket.close();
  }

  /** The ports that the system gave, once they are bound. */
  async ports(): Promise<{ http: number; dns: number }> {
    const [server] = this.#servers;
    const [udp] = this.#udpSockets;
    if (!server || !udp) throw new Error('nobody listens');
    if (!server.listening) await once(server, 'listening');
    const http = (server.address() as AddressInfo).port;
    const dns = await new Promise<number>((resolve) => {
      const tell = (): void => resolve(udp.address().port);
      try {
        tell();
      } catch {
        udp.once('listening', tell); // Not bound yet.
      }
    });
    return { http, dns };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const udp of this.#udpSockets) udp.close();
    await Promise.all(
      this.#servers.map((server) => new Promise((resolve) => server.close(resolve))),
    );
  }

  #take(socket: Socket, onPeer: (peer: Stream) => StreamHandlers): void {
    this.#sockets.add(socket);
    let isClosed = false;
    let unackedBytes = 0;
    const handlers = onPeer({
      get isDelivered() {
        return unackedBytes === 0;
      },
      send: (bytes) => {
        if (isClosed || socket.destroyed) return 0;
        const part = bytes.subarray(0, this.#sendBytesMax);
        unackedBytes += part.length;
        socket.write(part, () => {
          unackedBytes -= part.length;
          if (!isClosed) handlers.onWritable();
        });
        return part.length;
      },
      close: () => {
        isClosed = true;
        socket.end();
        socket.destroySoon();
      },
    });
    socket.on('data', (bytes) => {
      if (!isClosed) handlers.onBytes(new Uint8Array(bytes));
    });
    socket.on('error', () => undefined); // `close` follows.
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (!isClosed) handlers.onEnd();
    });
  }
}
