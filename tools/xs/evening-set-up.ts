/** The page of the Wi-Fi set-up, and what phones and others send to it. */
import type { FoundNetwork } from '../../device/setup/ports.js';
import { SetUp } from '../../device/setup/set-up.js';
import type { Stream, StreamHandlers } from '../../device/shared/ports.js';
import { MemoryStore } from '../../simulator/ports/memory-store.js';
import { encodeUtf8 } from '../../simulator/ports/utf8.js';
import { VirtualTime } from '../virtual/virtual-clock.js';

const HOST = '192.168.4.1';
const TOKEN = 'f00dcafe';
const RELAY = 'https://relay.example.org';
/** A phone's browser sends as much or more; two pieces, as a socket may hand them over. */
const PIECE_BYTES = 300;
const IN_THE_AIR: readonly FoundNetwork[] = Object.freeze([
  { name: 'Home', signalDbm: -52, isOpen: false },
  { name: 'Café "Nord"', signalDbm: -71, isOpen: true },
]);
const LOOKUP = Uint8Array.of(
  ...[0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  ...[3, 0x61, 0x62, 0x63, 0, 0, 1, 0, 1],
);
/** Requests of phones and others: the page, their own network test, a form that is refused, and no request at all. */
export const SET_UP_REQUESTS: readonly string[] = Object.freeze([
  `GET / HTTP/1.1\r\nhost: ${HOST}\r\nuser-agent: ${'a browser '.repeat(40)}\r\n\r\n`,
  'GET /generate_204 HTTP/1.1\r\nhost: connectivitycheck.example\r\n\r\n',
  formOf(`token=${TOKEN}&network=Home&password=short&relay=${encodeURIComponent(RELAY)}`),
  formOf('token=guessed&network=Home'),
  'GET / HTTP/1.1\r\nhost: never-ends',
  'no request\r\n\r\n',
]);

export class EveningSetUp {
  readonly #time = new VirtualTime();
  #onPeer: (peer: Stream) => StreamHandlers = () => {
    throw new Error('the page does not listen');
  };
  #answerPacket: (packet: Uint8Array) => Uint8Array | undefined = () => undefined;

  constructor() {
    const setUp = new SetUp({
      accessPoint: { name: '16x2-4F2A', password: '48213907' },
      address: [192, 168, 4, 1],
      token: TOKEN,
      radio: {
        scan: (onDone) => void this.#time.timer.set(() => onDone(IN_THE_AIR), 2_000),
        openAccessPoint: nothing,
      },
      network: {
        listen: (_port, onPeer) => {
          this.#onPeer = onPeer;
          return nothing;
        },
        answerPackets: (_port, answer) => {
          this.#answerPacket = answer;
          return nothing;
        },
      },
      timer: this.#time.timer,
      store: new MemoryStore(),
      log: { write: nothing },
      restart: nothing,
      builtIn: { name: '', password: undefined, relay: RELAY },
      known: { name: '', relay: RELAY, mayBePlain: false },
      couldNotJoin: false,
    });
    setUp.watch();
    this.#time.advanceUs(5_000_000);
  }

  /** All of SET_UP_REQUESTS, each after a lookup and over before the next, by the page's deadlines at the latest. */
  ask(): void {
    for (const request of SET_UP_REQUESTS) {
      this.#answerPacket(LOOKUP);
      this.#connect(encodeUtf8(request));
    }
  }

  #connect(request: Uint8Array): void {
    const connection = { isOpen: true };
    const handlers = this.#onPeer({
      send: (bytes) => Math.min(bytes.length, PIECE_BYTES),
      isDelivered: true,
      close: () => (connection.isOpen = false),
    });
    for (let at = 0; at < request.length && connection.isOpen; at += PIECE_BYTES)
      handlers.onBytes(request.subarray(at, at + PIECE_BYTES));
    for (let round = 0; round < 40 && connection.isOpen; round += 1) handlers.onWritable();
    this.#time.advanceUs(60_000_000);
    if (connection.isOpen) throw new Error('a connection without a deadline');
  }
}

function formOf(body: string): string {
  const head = [
    'POST / HTTP/1.1',
    `host: ${HOST}`,
    `content-length: ${body.length}`,
    'content-type: application/x-www-form-urlencoded',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function nothing(): void {
  // No listeners, nothing to close.
}
