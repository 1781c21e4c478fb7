/** Set-up's server over sockets that behave like the SDK's: few at once, with every way a connection can end. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalNetwork } from '../../../device/setup/ports.js';
import type { Response } from '../../../device/setup/response.js';
import { ANSWERS_MAX, CONNECTIONS_MAX, WebServer } from '../../../device/setup/web-server.js';
import { SocketStream } from '../../../device/platform/moddable/socket-stream.js';
import type { Stream, StreamHandlers } from '../../../device/shared/ports.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { FakeSocket } from '../platform/moddable/fake-socket.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: 192.168.4.1\r\nAccept: text/html\r\n\r\n';
const PAGE = 'x'.repeat(7000);
/** As the platform's; see `local-network.ts`. */
const UNACKED_BYTES_MAX = 2 * 1436;

class Scene {
  readonly time = new VirtualTime();
  readonly sockets: FakeSocket[] = [];
  readonly delivered: number[] = [];
  response: () => Response = () => ({ status: 200, body: PAGE });
  #onPeer: ((stream: Stream) => StreamHandlers) | undefined;
  isListening = true;

  readonly server = new WebServer({
    network: {
      listen: (_port, onPeer) => {
        this.#onPeer = onPeer;
        return () => (this.isListening = false);
      },
    } as Pick<LocalNetwork, 'listen'> as LocalNetwork,
    timer: this.time.timer,
    port: 80,
    respond: () => this.response(),
  });

  /** A client connects; its socket can be written to, as on lwIP. */
  connect(): FakeSocket {
    let socket: FakeSocket | undefined;
    new SocketStream({
      open: (callbacks) => (socket = new FakeSocket(callbacks)),
      handlers: (stream) => this.#onPeer!(stream),
      buffer: new Uint8Array(16),
      unackedBytesMax: UNACKED_BYTES_MAX,
    });
    this.sockets.push(socket!);
    socket!.writable();
    return socket!;
  }

  get openCount(): number {
    return this.sockets.filter(({ isClosed }) => !isClosed).length;
  }

  get wrongs(): string[] {
    return this.sockets.flatMap(({ wrongs }) => wrongs);
  }
}

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});

/** Acknowledges until the server has closed. */
function takeAll(socket: FakeSocket): string {
  for (let ack = 0; ack < 20 && !socket.isClosed; ack += 1) socket.writable();
  return socket.sent;
}

describe('a response', () => {
  it('is sent in pieces that fit the heap, and the server closes the connection', () => {
    const socket = scene.connect();
    socket.receive(REQUEST);
    expect(socket.sent).toHaveLength(UNACKED_BYTES_MAX);
    expect(takeAll(socket).endsWith(PAGE)).toBe(true);
    expect([socket.isClosed, scene.openCount, scene.wrongs]).toEqual([true, 0, []]);
  });

  it('waits while two others are being sent', () => {
    const [first, second, third, fourth] = [0, 1, 2, 3].map(() => scene.connect());
    for (const socket of [first!, second!, third!, fourth!]) socket.receive(REQUEST);
    const underWay = scene.sockets.filter(({ sent }) => sent !== '').length;
    expect([underWay, third!.sent, fourth!.sent]).toEqual([ANSWERS_MAX, '', '']);
    takeAll(second!);
    expect([third!.sent !== '', fourth!.sent]).toEqual([true, '']);
    first!.reset();
    expect(takeAll(fourth!).endsWith(PAGE) && takeAll(third!).endsWith(PAGE)).toBe(true);
    expect([scene.openCount, scene.wrongs]).toEqual([0, []]);
  });

  it('that the client does not read gives up its turn', () => {
    const [first, second, third] = [0, 1, 2].map(() => scene.connect());
    for (const socket of [first!, second!, third!]) socket.receive(REQUEST);
    scene.time.advanceUs(8_000_001);
    expect([first!.isClosed, second!.isClosed]).toEqual([true, true]);
    expect(takeAll(third!).endsWith(PAGE)).toBe(true);
  });

  it('reports its arrival only when all of it was acknowledged', () => {
    let delivered = 0;
    scene.response = () => ({ status: 200, body: PAGE, onDelivered: () => (delivered += 1) });
    const socket = scene.connect();
    socket.receive(REQUEST);
    let sentAtDelivery = 0;
    for (let ack = 0; ack < 9 && delivered === 0; ack += 1) {
      sentAtDelivery = socket.sent.length;
      socket.writable();
    }
    expect(sentAtDelivery).toBe(socket.sent.length);
    expect([delivered, socket.isClosed, socket.sent.endsWith(PAGE)]).toEqual([1, true, true]);
  });

  it.each(['reset', 'fin'] as const)('tells so too when its connection ends before (%s)', (end) => {
    let delivered = 0;
    scene.response = () => ({ status: 200, body: PAGE, onDelivered: () => (delivered += 1) });
    const socket = scene.connect();
    socket.receive(REQUEST);
    socket[end]();
    expect([delivered, scene.openCount]).toEqual([1, 0]);
  });

  it('that cannot be made closes only its own connection', () => {
    const other = scene.connect();
    other.receive(REQUEST.slice(0, 9));
    scene.response = () => {
      throw new Error('memory');
    };
    const socket = scene.connect();
    socket.receive(REQUEST);
    scene.response = () => ({ status: 200, body: PAGE });
    other.receive(REQUEST.slice(9));
    expect([socket.isClosed, takeAll(other).endsWith(PAGE)]).toEqual([true, true]);
  });

  it('to an invalid request waits for the client to close, since it may still be sending', () => {
    const socket = scene.connect();
    socket.receive('nonsense\r\n\r\n');
    socket.writable();
    const before = socket.isClosed;
    socket.receive('more nonsense');
    scene.time.advanceUs(2_000_001);
    expect([before, socket.isClosed, socket.sent.slice(0, 12)]).toEqual([
      false,
      true,
      'HTTP/1.1 400',
    ]);
  });
});

describe('one connection too many', () => {
  it('closes a silent one, never one whose request is arriving', () => {
    const asking = scene.connect();
    const third = Math.ceil(REQUEST.length / 3);
    for (let piece = 0; piece < 3; piece += 1) {
      scene.connect();
      scene.connect();
      asking.receive(REQUEST.slice(piece * third, (piece + 1) * third));
    }
    expect([asking.isClosed, takeAll(asking).endsWith(PAGE)]).toEqual([false, true]);
    expect([scene.openCount <= CONNECTIONS_MAX, scene.wrongs]).toEqual([true, []]);
  });

  it('is refused if all others have sent a request', () => {
    for (let index = 0; index < CONNECTIONS_MAX; index += 1) scene.connect().receive(REQUEST);
    const late = scene.connect();
    expect([late.isClosed, late.sent, scene.openCount]).toEqual([true, '', CONNECTIONS_MAX]);
    for (const socket of scene.sockets.slice(0, -1)) expect(takeAll(socket)).toContain(PAGE);
    expect(scene.wrongs).toEqual([]);
  });

  it.each([20, 200])('limits %d silent ones to a few', (count) => {
    for (let index = 0; index < count; index += 1) scene.connect();
    const most = scene.openCount;
    scene.time.advanceUs(8_000_001);
    expect([most, scene.openCount, scene.wrongs]).toEqual([CONNECTIONS_MAX, 0, []]);
  });
});

const ENDS: readonly (readonly [name: string, end: (socket: FakeSocket) => void])[] = [
  ['a FIN', (socket) => socket.fin()],
  [
    'a FIN, then a RST',
    (socket) => {
      socket.fin();
      socket.reset();
    },
  ],
  ['a RST', (socket) => socket.reset()],
];
const STEPS: readonly (readonly [name: string, reach: (socket: FakeSocket) => void])[] = [
  ['before it has said anything', () => undefined],
  ...Array.from(
    { length: REQUEST.length },
    (_none, index) =>
      [
        `after byte ${index + 1} of the request`,
        (socket: FakeSocket) => socket.receive(REQUEST.slice(0, index + 1)),
      ] as const,
  ),
  ...[1, 2].map(
    (acks) =>
      [
        `after ${acks} pieces of the response`,
        (socket: FakeSocket) => {
          socket.receive(REQUEST);
          for (let ack = 0; ack < acks; ack += 1) socket.writable();
        },
      ] as const,
  ),
];

describe.each(ENDS)('%s', (_name, end) => {
  it.each(STEPS)('%s closes at once and leaves the server unchanged', (_step, reach) => {
    const socket = scene.connect();
    reach(socket);
    end(socket);
    expect([socket.isClosed, scene.openCount, scene.wrongs]).toEqual([true, 0, []]);
    scene.time.advanceUs(20_000_000);
    const next = scene.connect();
    next.receive(REQUEST);
    expect(takeAll(next).endsWith(PAGE)).toBe(true);
    expect([scene.openCount, scene.wrongs, scene.time.nextDeadlineUs()]).toEqual([
      0,
      [],
      undefined,
    ]);
  });
});

it('closes every connection with the server, even if closed twice', () => {
  scene.connect().receive(REQUEST);
  scene.connect();
  scene.server.close();
  scene.server.close();
  expect([scene.isListening, scene.openCount, scene.wrongs]).toEqual([false, 0, []]);
});
