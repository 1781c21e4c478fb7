/** Servers over plain HTTP, good and bad, and what the device has to make of each. */
import { createServer, type Server, type Socket } from 'node:net';
import { closeAll, listen } from './listen.js';

export interface HttpCases {
  readonly cases: readonly HttpCase[];
  close(): Promise<void>;
}

export interface HttpCase {
  readonly name: string;
  readonly url: string;
  /** A status or a fault. */
  readonly outcome: string;
}

/** What a server does once it has sent its bytes; most leave it to the device to close. */
type End = 'stays' | 'FIN' | 'RST' | 'FIN, then RST';

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const HELLO = `${OK}content-length: 5\r\n\r\nhello`;

const RESPONSES: readonly (readonly [name: string, outcome: string, text: string, end?: End])[] = [
  ['a body of a known length', '200', HELLO],
  ['chunks', '200', `${CHUNKED}5\r\nhello\r\n0\r\n\r\n`],
  ['chunks with extensions', '200', `${CHUNKED}5;a=b\r\nhello\r\n0;c\r\n\r\n`],
  ['chunks with a trailer', '200', `${CHUNKED}5\r\nhello\r\n0\r\nServer-Timing: a\r\n\r\n`],
  ['an interim response', '200', `HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n${HELLO}`],
  ['no content', '204', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['a 304 without a length', '304', 'HTTP/1.1 304 Not Modified\r\n\r\n'],
  ['a redirect', '302', 'HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n'],
  ['a body to the end of the connection', '200', `${OK}connection: close\r\n\r\nhello`, 'FIN'],
  ['a body longer than announced', '200', `${HELLO}, there is more`],
  ['a second response', '200', `${HELLO}${HELLO}`],
  ['a folded length', '200', `${OK}content-length:\r\n 5\r\n\r\nhello`],
  ['a header of 8 KB', '200', HELLO.replace('OK\r\n', `OK\r\nset-cookie: ${'x'.repeat(8192)}\r\n`)],
  ['two lengths', 'invalid', `${OK}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`],
  ['an upgrade', 'invalid', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n'],
  ['another protocol', 'invalid', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a broken chunk', 'invalid', `${CHUNKED}zz\r\nhello\r\n`],
  ['no response', 'unreachable', '', 'FIN'],
  ['no response and a reset', 'unreachable', '', 'RST'],
  ['half a status line', 'cut-off', 'HTTP/1.1 20', 'FIN'],
  ['half a body', 'cut-off', HELLO.slice(0, -2), 'FIN'],
  ['half a body and a reset', 'cut-off', HELLO.slice(0, -2), 'RST'],
  ['half a body, closed and then reset', 'cut-off', HELLO.slice(0, -2), 'FIN, then RST'],
  ['a whole body, closed and then reset', '200', HELLO, 'FIN, then RST'],
];

export async function openHttpCases(): Promise<HttpCases> {
  const servers: Server[] = [];
  const cases: HttpCase[] = [];
  for (const [name, outcome, text, end = 'stays'] of RESPONSES) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => respond(socket, text, end));
    });
    servers.push(server);
    cases.push({ name, outcome, url: `http://localhost:${await listen(server)}/` });
  }
  return { cases, close: () => closeAll(servers) };
}

function respond(socket: Socket, text: string, end: End): void {
  const finish = (): void => {
    if (end === 'RST') socket.resetAndDestroy();
    else if (end !== 'stays') socket.end();
    if (end === 'FIN, then RST') setImmediate(() => socket.resetAndDestroy());
  };
  if (text === '') finish();
  else socket.write(text, 'latin1', finish);
}
