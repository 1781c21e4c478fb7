/** TLS 1.2 before a server of plain HTTP on this computer, with a chain of our own. */
import { connect } from 'node:net';
import { createServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.js';
import { listen } from './listen.js';

export interface TlsServer {
  readonly port: number;
  /** Full handshakes and resumed ones together. */
  handshakeCount(): number;
  /** Of them those that were resumed by a session's id, which is how the SDK's TLS does it. */
  resumedCount(): number;
  /** From now on; the leaf first. */
  use(sent: readonly Certificate[]): void;
  close(): Promise<void>;
}

export interface TlsServerOptions {
  /** The port of the plain server. */
  readonly target: number;
  /** The leaf first. */
  readonly sent: readonly Certificate[];
  /** Beyond these: TLS 1.2 and Node's own choice of ciphers. */
  readonly context?: SecureContextOptions;
}

export async function openTlsServer({
  target,
  sent,
  context,
}: TlsServerOptions): Promise<TlsServer> {
  const open = new Set<TLSSocket>();
  let handshakeCount = 0;
  let resumedCount = 0;
  const sessions = new Map<string, Buffer>();
  const server = createServer({ ...contextOf(sent), ...context }, (secure) => {
    handshakeCount += 1;
    if (secure.isSessionReused()) resumedCount += 1;
    open.add(secure);
    const plain = connect(target, '127.0.0.1');
    secure.pipe(plain).pipe(secure);
    plain.on('error', () => secure.destroy());
    secure.on('error', () => plain.destroy());
    secure.on('close', () => {
      open.delete(secure);
      plain.destroy();
    });
  });
  server.on('newSession', (id: Buffer, session: Buffer, done: () => void) => {
    sessions.set(id.toString('hex'), session);
    done();
  });
  server.on('resumeSession', (id: Buffer, done: (error: null, session: Buffer | null) => void) => {
    done(null, sessions.get(id.toString('hex')) ?? null);
  });
  // A client that refuses our chain ends the handshake: the test looks at what the client says.
  server.on('tlsClientError', () => undefined);
  return {
    port: await listen(server),
    handshakeCount: () => handshakeCount,
    resumedCount: () => resumedCount,
    use: (chain) => server.setSecureContext({ ...contextOf(chain), ...context }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function contextOf(sent: readonly Certificate[]): SecureContextOptions {
  return {
    cert: sent.map(({ pem }) => pem).join(''),
    key: sent[0]?.keyPem ?? '',
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
  };
}
