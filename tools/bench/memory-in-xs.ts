/**
 * Bundled into XS: the device at work, and the page of its Wi-Fi set-up. One step per command, and nothing is in progress
 * after it, so what remains is what the work has leaked.
 */
import type { FoundNetwork } from '../../device/setup/ports.js';
import { SetUp } from '../../device/setup/set-up.js';
import type { Stream, StreamHandlers } from '../../device/shared/ports.js';
import type { TextTables } from '../../device/text/transliterate.js';
import { MemoryStore } from '../../simulator/ports/memory-store.js';
import { encodeUtf8 } from '../../simulator/ports/utf8.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { answerCommands, JAPANESE_TAG } from '../xs/command.js';
import { EveningWorld, type EveningOptions } from '../xs/evening-world.js';

export type MemoryCommand =
  | { readonly start: EveningOptions }
  | { readonly listenForMs: number }
  | { readonly loseNetworkForMs: number }
  | { readonly askSetUp: true }
  /** From now on each step leaks an object and property names, to show that the measurement sees them. */
  | { readonly leak: true };

/** So far. */
export interface WorkDone {
  readonly polls: number;
  readonly refreshes: number;
  readonly frames: number;
  readonly losses: number;
  readonly setUpRequests: number;
}

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
const REQUESTS: readonly string[] = Object.freeze([
  `GET / HTTP/1.1\r\nhost: ${HOST}\r\nuser-agent: ${'a browser '.repeat(40)}\r\n\r\n`,
  'GET /generate_204 HTTP/1.1\r\nhost: connectivitycheck.example\r\n\r\n',
  formOf(`token=${TOKEN}&network=Home&password=short&relay=${encodeURIComponent(RELAY)}`),
  formOf('token=guessed&network=Home'),
  'GET / HTTP/1.1\r\nhost: never-ends',
  'no request\r\n\r\n',
]);

class SetUpPage {
  readonly #time = new VirtualTime();
  #onPeer: (peer: Stream) => StreamHandlers = () => {
    throw new Error('the page does not listen');
  };
  #answerPacket: (packet: Uint8Array) => Uint8Array | undefined = () => undefined;
  requestCount = 0;

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

  /** All of REQUESTS, each after a lookup and over before the next, by the page's deadlines at the latest. */
  ask(): void {
    for (const request of REQUESTS) {
      this.#answerPacket(LOOKUP);
      this.#connect(encodeUtf8(request));
    }
  }

  #connect(request: Uint8Array): void {
    this.requestCount += 1;
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

let tables: TextTables = { text: new Uint8Array() };
let evening: EveningWorld | undefined;
let page: SetUpPage | undefined;
let lossCount = 0;
let isLeaking = false;
const leaked: object[] = [];
let nameCount = 0;

answerCommands({
  onBytes: (tag, bytes) => {
    tables = tag === JAPANESE_TAG ? { ...tables, japanese: bytes } : { text: bytes };
  },
  onCommand: (given) => {
    const command = given as MemoryCommand;
    if ('start' in command) {
      evening = new EveningWorld(tables, command.start);
      evening.start();
      page = new SetUpPage();
    } else if ('listenForMs' in command) evening?.advance(command.listenForMs);
    else if ('loseNetworkForMs' in command) {
      lossCount += 1;
      evening?.loseNetwork(command.loseNetworkForMs);
    } else if ('askSetUp' in command) page?.ask();
    else isLeaking = true;
    evening?.settle();
    if (isLeaking) leakSome();
    return done();
  },
});

function done(): WorkDone | undefined {
  // The report empties the log, which is not the device's.
  const report = evening?.report();
  if (!report) return undefined;
  if (report.restarts > 0) throw new Error(`the device restarted: ${report.log.join(', ')}`);
  return {
    polls: report.requests['GET /v1/me/player'] ?? 0,
    refreshes: report.requests['POST /refresh'] ?? 0,
    frames: report.frames,
    losses: lossCount,
    setUpRequests: page?.requestCount ?? 0,
  };
}

/** A property's name stays for as long as the machine; from the 8,192nd on the engine needs a longer list of them. */
function leakSome(): void {
  leaked.push({});
  for (let left = 200; left > 0; left -= 1) {
    nameCount += 1;
    Object.defineProperty({}, `name${nameCount}`, { value: 0 });
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
