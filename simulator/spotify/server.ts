/** The fake Spotify's HTTP server: one loopback port for both of Spotify's hosts. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { FakeSpotify, type FakeSpotifyOptions } from './fake-spotify.js';
import type { FakeOutcome, FakeRequest } from './http-message.js';

export interface FakeSpotifyServer {
  readonly url: string;
  readonly port: number;
  /** Closes at once, with open connections. */
  close(): Promise<void>;
}

export interface FakeSpotifyServerOptions {
  readonly fakeSpotify: { handle(request: FakeRequest): FakeOutcome };
  /** 0 takes any free port. */
  readonly port?: number;
}

export interface RunningFakeSpotify {
  readonly spotify: FakeSpotify;
  readonly server: FakeSpotifyServer;
  /** Points a relay to it, with the id and secret of its one app. */
  readonly env: Readonly<Record<string, string>>;
}

/** @param redirectUri of the relay */
export async function startFakeSpotify(
  redirectUri: string,
  options: Pick<FakeSpotifyOptions, 'now' | 'random' | 'playlist' | 'playlists'>,
): Promise<RunningFakeSpotify> {
  const client = { id: 'sixteen-by-two-fake', secret: randomBytes(16).toString('hex') };
  const spotify = new FakeSpotify({
    sha256: (text) => createHash('sha256').update(text, 'latin1').digest(),
    clients: [{ ...client, redirectUris: [redirectUri] }],
    ...options,
  });
  const server = await listenFakeSpotify({ fakeSpotify: spotify });
  const env = {
    SPOTIFY_CLIENT_ID: client.id,
    SPOTIFY_CLIENT_SECRET: client.secret,
    SPOTIFY_ACCOUNTS_URL: server.url,
    SPOTIFY_API_URL: server.url,
  };
  return { spotify, server, env };
}

/** No form of the two flows is nearly as long. */
const BODY_BYTES_MAX = 64 * 1024;

export async function listenFakeSpotify(
  options: FakeSpotifyServerOptions,
): Promise<FakeSpotifyServer> {
  const server = createServer((request, response) => {
    void answer(request, response, options).catch(() => {
      // The client went away in the middle of its request.
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = addressOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address;
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  { fakeSpotify }: FakeSpotifyServerOptions,
): Promise<void> {
  const body = await readBody(message);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  // Spotify's edge requires a length of a command without a body, too.
  if (message.method !== 'GET' && message.headers['content-length'] === undefined) {
    response.writeHead(411).end('Length Required');
    return;
  }
  const url = new URL(message.url ?? '/', 'http://spotify.invalid');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const request: FakeRequest = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    body,
  };
  const result = fakeSpotify.handle(request);
  if ('hang' in result) return;
  if ('reset' in result) {
    message.socket.resetAndDestroy();
    return;
  }
  // Compressed only on request, as Spotify does: the device sends no Accept-Encoding.
  const wantsGzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '') && result.body !== '';
  const bytes = wantsGzip ? gzipSync(result.body) : Buffer.from(result.body, 'utf8');
  response.writeHead(result.status, {
    ...result.headers,
    ...(wantsGzip ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}),
    ...(result.status === 204 ? {} : { 'content-length': bytes.length }),
  });
  response.end(message.method === 'HEAD' ? undefined : bytes);
}

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
