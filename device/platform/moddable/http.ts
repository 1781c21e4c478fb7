/** The Http port: our client on the SDK's sockets, TLS and resolver. */
import TCP from 'embedded:io/socket/tcp';
import { HttpClient } from '../../http/client.js';
import { resolve } from './lookup.js';
import { SocketStream } from './socket-stream.js';
import { SystemTimer } from './timer.js';
import { TlsSession } from './tls-session.js';
import { TlsSocket, type TcpCallbacks } from './tls-socket.js';

/** More would not be faster: our readers go byte by byte. */
const BUFFER_BYTES = 1024;

export class SystemHttp extends HttpClient {
  constructor() {
    // Not at module level: variables of a preloaded module are in flash.
    const buffer = new Uint8Array(BUFFER_BYTES);
    super({
      timer: new SystemTimer(),
      resolve,
      connect: (address, { secure, host, port }, handlers) =>
        new SocketStream({
          open: (callbacks) => {
            const open = (own: TcpCallbacks): TCP => new TCP({ ...own, address, port });
            return secure
              ? new TlsSocket({ ...callbacks, session: new TlsSession(host), open })
              : open(callbacks);
          },
          handlers: () => handlers,
          buffer,
        }),
      encode: (text) => new Uint8Array(ArrayBuffer.fromString(text)),
    });
  }
}
