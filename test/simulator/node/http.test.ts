/** The device's Http port over real sockets. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import type { HttpRequest } from '../../../device/shared/ports.js';
import { NodeHttp } from '../../../simulator/node/http.js';

interface Outcome {
  readonly events: readonly string[];
  readonly body: string;
}

const http = new NodeHttp();

function send(url: string, extra: Partial<HttpRequest> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const events: string[] = [];
    let body = '';
    const request: HttpRequest = {
      method: 'GET',
      url,
      headers: {},
      keepHeaders: ['retry-after'],
      timeoutMs: 10_000,
      ...extra,
    };
    http.send(request, {
      onHeaders: (status, headers) => events.push(`${status} ${JSON.stringify(headers)}`),
      onBody: (chunk) => (body += Buffer.from(chunk).toString('utf8')),
      onDone: () => resolve({ events: [...events, 'done'], body }),
      onFault: ({ kind }) => resolve({ events: [...events, kind], body }),
    });
    // Nothing is called before `send` has returned.
    expect(events).toEqual([]);
  });
}

describe('NodeHttp', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      switch (request.url) {
        case '/limited':
          return response.writeHead(429, { 'retry-after': '7', 'x-other': '1' }).end('wait');
        case '/away':
          return response.writeHead(302, { location: '/limited' }).end();
        case '/nothing':
          return response.writeHead(204).end();
        case '/cut':
          response.writeHead(200, { 'content-length': '100' });
          return response.write('half', () => response.destroy());
        case '/never':
          return undefined;
        default: {
          let body = '';
          request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
          return request.on('end', () => response.end(`${request.method ?? ''} ${body}`));
        }
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('sends a body and streams the response', async () => {
    const outcome = await send(`${base}/echo`, { method: 'POST', body: 'uid=zoë' });
    expect(outcome).toEqual({ events: ['200 {}', 'done'], body: 'POST uid=zoë' });
  });

  it('keeps the requested headers and no others', async () => {
    const outcome = await send(`${base}/limited`);
    expect(outcome).toEqual({ events: ['429 {"retry-after":"7"}', 'done'], body: 'wait' });
  });

  it('follows no redirect: a token must not reach another host', async () => {
    expect((await send(`${base}/away`)).events).toEqual(['302 {}', 'done']);
  });

  it('ends a response without a body', async () => {
    expect((await send(`${base}/nothing`)).events).toEqual(['204 {}', 'done']);
  });

  it('reports a cut-off response', async () => {
    expect(await send(`${base}/cut`)).toEqual({ events: ['200 {}', 'cut-off'], body: 'half' });
  });

  it('gives up at the deadline', async () => {
    expect((await send(`${base}/never`, { timeoutMs: 50 })).events).toEqual(['timed-out']);
  });

  it('reports that nothing listens', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect((await send(`http://127.0.0.1:${port}/`)).events).toEqual(['unreachable']);
  });

  it('never calls back after it was cancelled', async () => {
    const events: string[] = [];
    const note = (event: string) => () => events.push(event);
    const cancel = http.send(
      { method: 'GET', url: `${base}/echo`, headers: {}, keepHeaders: [], timeoutMs: 1000 },
      {
        onHeaders: note('headers'),
        onBody: note('body'),
        onDone: note('done'),
        onFault: note('fault'),
      },
    );
    cancel();
    // Another exchange on the same server, begun later, has come and gone.
    await send(`${base}/echo`);
    expect(events).toEqual([]);
  });
});
