/** The HTTP client over sockets that behave like the SDK's, with every way a connection can end. */
import { describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../device/http/client.js';
import { SocketStream } from '../../../device/platform/moddable/socket-stream.js';
import type { HttpRequest, StreamFault } from '../../../device/shared/ports.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { FakeSocket } from '../platform/moddable/fake-socket.js';

const GET: HttpRequest = {
  method: 'GET',
  url: 'https://api.test/v1/me?a=b',
  headers: { authorization: 'Bearer t' },
  keepHeaders: ['retry-after'],
  timeoutMs: 30_000,
};
const POST: HttpRequest = { ...GET, method: 'POST', url: 'http://relay.test:8000/t', body: 'a=ü' };
const RESPONSE = 'HTTP/1.1 200 OK\r\nretry-after: 3\r\ncontent-length: 5\r\n\r\nhello';

interface Opened {
  readonly ip: string;
  readonly to: string;
  readonly socket: FakeSocket;
  readonly tell: (trouble: StreamFault) => void;
}

class Scene {
  readonly time = new VirtualTime();
  readonly opened: Opened[] = [];
  /** What the handlers of all exchanges were told. */
  readonly told: string[] = [];
  lookup: 'found' | 'not found' | 'silent' = 'found';
  socketBytesMax: number | undefined;
  canConnect = true;
  readonly client = new HttpClient({
    timer: this.time.timer,
    resolve: (host, onResolved) => {
      if (this.lookup === 'silent') return () => this.told.push('lookup cancelled');
      return this.time.timer.set(
        () => onResolved(this.lookup === 'found' ? `ip of ${host}` : undefined),
        0,
      );
    },
    connect: (ip, address, handlers) => {
      if (!this.canConnect) throw new Error('no socket');
      if (this.opened.some(({ socket }) => !socket.isClosed)) throw new Error('two connections');
      return new SocketStream({
        open: (callbacks) => {
          const socket = new FakeSocket(callbacks, this.socketBytesMax);
          const to = `${address.secure ? 'tls' : 'tcp'} ${address.host}:${address.port}`;
          this.opened.push({ ip, to, socket, tell: callbacks.onFault });
          return socket;
        },
        handlers: () => handlers,
        buffer: new Uint8Array(8),
      });
    },
    encode: (text) => new TextEncoder().encode(text),
  });

  send(request: HttpRequest = GET, onEvent: (event: string) => void = () => undefined): () => void {
    const tell = (event: string): void => {
      this.told.push(event);
      onEvent(event);
    };
    const cancel = this.client.send(request, {
      onHeaders: (status, headers) => tell(`${status} ${JSON.stringify(headers)}`),
      onBody: (bytes) => tell(`body ${Buffer.from(bytes).toString('latin1')}`),
      onDone: () => tell('done'),
      onFault: ({ kind, detail }) => tell(`${kind}: ${detail}`),
    });
    this.settle();
    return cancel;
  }

  /** Timers that are due. */
  settle(): this {
    this.time.advanceUs(1000);
    return this;
  }

  get socket(): FakeSocket {
    return this.opened.at(-1)!.socket;
  }

  get wrongs(): string[] {
    return this.opened.flatMap(({ socket }) => socket.wrongs);
  }

  get openCount(): number {
    return this.opened.filter(({ socket }) => !socket.isClosed).length;
  }

  get endings(): string[] {
    return this.told.filter((event) => !/^(\d|body)/.test(event));
  }
}

describe('HttpClient', () => {
  it('sends a request and reports its response', () => {
    const scene = new Scene();
    scene.send();
    scene.socket.writable();
    scene.socket.receive(RESPONSE);
    expect([scene.opened[0]!.ip, scene.opened[0]!.to]).toEqual([
      'ip of api.test',
      'tls api.test:443',
    ]);
    expect(scene.socket.sent).toBe(
      'GET /v1/me?a=b HTTP/1.1\r\nhost: api.test\r\nauthorization: Bearer t\r\n\r\n',
    );
    expect(scene.told.join('|')).toMatch(/^200 {"retry-after":"3"}\|(body \w+\|)+done$/);
  });

  it('sends a command with a length of 0', () => {
    const scene = new Scene();
    scene.send({ ...GET, method: 'PUT' });
    scene.socket.writable();
    const sent = Buffer.from(scene.socket.sent, 'latin1').toString();
    expect(sent).toMatch(/^PUT [^]*\r\ncontent-length: 0\r\n\r\n$/);
  });

  it('sends a body with its length in bytes, as fast as the socket accepts it', () => {
    const scene = new Scene();
    scene.socketBytesMax = 10;
    scene.send(POST);
    for (let ack = 0; ack < 20; ack += 1) scene.socket.writable();
    expect(scene.opened[0]!.to).toBe('tcp relay.test:8000');
    expect(Buffer.from(scene.socket.sent, 'latin1').toString()).toBe(
      'POST /t HTTP/1.1\r\nhost: relay.test:8000\r\nauthorization: Bearer t\r\ncontent-length: 4\r\n\r\na=ü',
    );
  });

  it('closes at the last byte, before the server does and before it calls back', () => {
    const scene = new Scene();
    const open: number[] = [];
    scene.send(GET, (event) => event === 'done' && open.push(scene.openCount));
    scene.socket.writable();
    scene.socket.receive(RESPONSE);
    expect(open).toEqual([0]);
  });

  it('opens one connection at a time, a new one for each request', () => {
    const scene = new Scene();
    scene.send();
    scene.send(POST);
    scene.send();
    for (let exchange = 1; exchange <= 3; exchange += 1) {
      expect([scene.opened.length, scene.openCount]).toEqual([exchange, 1]);
      scene.socket.writable();
      scene.socket.receive(RESPONSE);
      scene.settle();
    }
    expect([scene.endings, scene.openCount]).toEqual([['done', 'done', 'done'], 0]);
  });

  it.each([
    [
      'an address that is none',
      { url: 'ftp://a/' },
      'unreachable: nobody: the address must be an address such as https://relay.example.org',
    ],
    [
      'IPv6, which no socket of the SDK takes',
      { url: 'http://[fd00::1]/' },
      'unreachable: nobody: the address must not be IPv6, which the device does not support',
    ],
  ])('finds fault with %s', (_name, change, fault) => {
    const scene = new Scene();
    scene.send({ ...GET, ...change });
    expect([scene.told, scene.opened]).toEqual([[fault], []]);
  });

  it.each(['t\r\nx: y', 't\nx: y'])('sends no header that would be two: %j', (token) => {
    const scene = new Scene();
    scene.send({ ...GET, headers: { authorization: `Bearer ${token}` } });
    expect([scene.told, scene.opened]).toEqual([
      ['invalid: api.test: a header with a line break'],
      [],
    ]);
  });

  it('reports a name without an address, and a missing socket', () => {
    const scene = new Scene();
    scene.lookup = 'not found';
    scene.send();
    scene.lookup = 'found';
    scene.canConnect = false;
    scene.send();
    expect(scene.told).toEqual([
      'unresolved: api.test: no address for this name',
      'unreachable: api.test: Error: no socket',
    ]);
  });

  it.each([
    ['connecting', (scene: Scene) => scene, 12],
    ['waiting for a response', (scene: Scene) => scene.socket.writable(), 30],
    [
      'reading the response',
      (scene: Scene) => {
        scene.socket.writable();
        scene.socket.receive('H');
      },
      10,
    ],
  ])('gives up %s, and closes', (phase, reach, afterS) => {
    const scene = new Scene();
    scene.send();
    reach(scene);
    scene.time.advanceUs(afterS * 1e6 + 1000);
    expect([scene.told, scene.openCount]).toEqual([[`timed-out: api.test: timed out ${phase}`], 0]);
  });

  it('cancels a lookup that it no longer needs', () => {
    const scene = new Scene();
    scene.lookup = 'silent';
    scene.send()();
    expect(scene.told).toEqual(['lookup cancelled']);
  });

  it('reports the TLS fault before the response begins, and a cut-off response after', () => {
    const scene = new Scene();
    const trouble = { kind: 'untrusted', message: 'TLS: certificate: auth err' } as const;
    scene.send();
    scene.opened[0]!.tell(trouble);
    scene.socket.reset();
    scene.send();
    scene.socket.writable();
    scene.socket.receive('HTTP/1.1 2');
    scene.opened[1]!.tell({ kind: 'cut-off', message: 'TLS: recordProtocol auth failed' });
    scene.socket.reset();
    expect(scene.told).toEqual([
      'untrusted: api.test: TLS: certificate: auth err',
      'cut-off: api.test: TLS: recordProtocol auth failed',
    ]);
  });

  it.each([
    ['no HTTP', 'SSH-2.0\r\n', 'invalid: api.test: not an HTTP/1.1 response'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      'invalid: api.test: invalid content-length',
    ],
    [
      'an upgrade',
      'HTTP/1.1 101 Go\r\n\r\n',
      'invalid: api.test: an upgrade that was not requested',
    ],
  ])('finds fault with a response of %s, and closes', (_name, text, fault) => {
    const scene = new Scene();
    scene.send();
    scene.socket.writable();
    scene.socket.receive(text);
    expect([scene.told, scene.openCount, scene.wrongs]).toEqual([[fault], 0, []]);
  });

  it('ends a response without a length when its connection ends', () => {
    const scene = new Scene();
    scene.send();
    scene.socket.writable();
    scene.socket.receive('HTTP/1.1 502 Bad Gateway\r\n\r\noops');
    scene.socket.fin();
    expect(scene.told).toEqual(['502 {}', 'body oops', 'done']);
  });
});

function connected(socket: FakeSocket): void {
  socket.writable();
}

/** Each step of an exchange, as what has happened on its socket so far. */
const STEPS: readonly (readonly [name: string, reach: (socket: FakeSocket) => void])[] = [
  ['before it is connected', () => undefined],
  ['once it is connected', connected],
  [
    'once the request is acknowledged',
    (socket) => {
      connected(socket);
      socket.writable();
    },
  ],
  ...Array.from(
    { length: RESPONSE.length - 1 },
    (_none, index) =>
      [
        `after byte ${index + 1} of the response`,
        (socket: FakeSocket) => {
          connected(socket);
          socket.receive(RESPONSE.slice(0, index + 1));
        },
      ] as const,
  ),
];

const ENDS: readonly (readonly [name: string, end: (scene: Scene) => void])[] = [
  ['a FIN', (scene) => scene.socket.fin()],
  [
    'a FIN, then a RST',
    ({ socket }) => {
      socket.fin();
      socket.reset();
    },
  ],
  [
    'two FINs',
    ({ socket }) => {
      socket.fin();
      socket.fin();
    },
  ],
  ['a RST', (scene) => scene.socket.reset()],
  [
    'a last byte, a FIN and a RST',
    ({ socket }) => {
      socket.receive('x');
      socket.fin();
      socket.reset();
    },
  ],
  ['a deadline', (scene) => scene.time.advanceUs(40e6)],
];

describe.each(ENDS)('%s', (_name, end) => {
  it.each(STEPS)(
    '%s ends the exchange once, closes at once and lets the next one begin',
    (_step, reach) => {
      const scene = new Scene();
      scene.send();
      reach(scene.socket);
      end(scene);
      expect([scene.endings.length, scene.openCount, scene.wrongs]).toEqual([1, 0, []]);
      // What the socket still has to say reaches nobody.
      scene.opened[0]!.socket.writable();
      scene.opened[0]!.socket.receive(RESPONSE);
      scene.send();
      scene.socket.writable();
      scene.socket.receive(RESPONSE);
      expect([scene.endings.slice(1), scene.openCount, scene.wrongs]).toEqual([['done'], 0, []]);
    },
  );
});

describe('a cancelled request', () => {
  it.each(STEPS)('%s closes, even if cancelled twice, and never calls back', (_step, reach) => {
    const scene = new Scene();
    const cancel = scene.send();
    reach(scene.socket);
    cancel();
    const {
      told: { length },
    } = scene;
    cancel();
    scene.socket.writable();
    scene.socket.receive(RESPONSE);
    scene.socket.fin();
    scene.time.advanceUs(40e6);
    expect([scene.told.length, scene.endings, scene.openCount, scene.wrongs]).toEqual([
      length,
      [],
      0,
      [],
    ]);
  });

  it.each(['200 {"retry-after":"3"}', 'body he'])(
    'within its own callback (%s) ends there',
    (at) => {
      const scene = new Scene();
      const cancel = scene.send(GET, (event) => event === at && cancel());
      scene.socket.writable();
      scene.socket.receive(RESPONSE);
      expect([scene.told.at(-1), scene.openCount, scene.wrongs]).toEqual([at, 0, []]);
    },
  );

  it('from within the end of another never starts', () => {
    const scene = new Scene();
    const cancels: (() => void)[] = [];
    scene.send(GET, (event) => event === 'done' && cancels.forEach((cancel) => cancel()));
    cancels.push(scene.send());
    scene.socket.writable();
    scene.socket.receive(RESPONSE);
    scene.settle();
    expect([scene.opened.length, scene.endings, scene.openCount]).toEqual([1, ['done'], 0]);
  });
});
