/** The TLS socket over a scripted session and a scripted TCP socket. */
import { describe, expect, it } from '@jest/globals';
import type { SocketCallbacks } from '../../../../device/platform/moddable/socket-stream.js';
import { TlsSocket, type Session } from '../../../../device/platform/moddable/tls-socket.js';
import { TlsFault } from '../../../../device/tls/tls-fault.js';
import { FakeSocket } from './fake-socket.js';

interface Wire {
  readable: number;
  writable: number;
  read(into: Uint8Array): unknown;
}

const KEYS = 'k';
const HELD = '.';
const AWAITS_SERVER = -1;

/**
 * Speaks in bytes: `k` is a step of the handshake and `K` its end, `.` half a record, `!` an alert, `x` a broken
 * record; all else is plain text, a byte a record.
 */
class FakeSession implements Session {
  handshakeProcess = 0;
  sent = '';

  initiateHandshake(): void {
    this.handshakeProcess = 0;
  }

  handshake(wire: Wire): boolean {
    if (wire.readable === 0) {
      this.handshakeProcess = AWAITS_SERVER;
      return false;
    }
    const byte = this.#next(wire);
    if (byte === 'x') throw new TlsFault('expired', 'certificate');
    if (byte === '!') throw new Error('alert');
    this.handshakeProcess = byte === KEYS ? 11 : 20;
    return byte === 'K';
  }

  read(wire: Wire): Uint8Array | null | undefined {
    while (wire.readable > 0) {
      const byte = this.#next(wire);
      if (byte === '!') return null;
      if (byte === 'x') throw new Error('bad record');
      if (byte === HELD) continue;
      return new Uint8Array(Buffer.from(byte));
    }
    return undefined;
  }

  write(_wire: Wire, bytes: Uint8Array): void {
    this.sent += Buffer.from(bytes).toString();
  }

  #next(wire: Wire): string {
    const byte = new Uint8Array(1);
    wire.read(byte);
    wire.readable -= 1;
    return Buffer.from(byte).toString();
  }
}

function open({ closesAt = '' } = {}) {
  const session = new FakeSession();
  const events: string[] = [];
  let tcp: FakeSocket | undefined;
  const tell = (event: string): void => {
    events.push(event);
    if (event === closesAt) socket.close();
  };
  const callbacks: SocketCallbacks = {
    onReadable: (count) => {
      const bytes = new Uint8Array(count);
      socket.read(bytes);
      tell(Buffer.from(bytes).toString());
    },
    onWritable: (count) => tell(`room ${count}`),
    onFault: ({ kind, message }) => tell(`${kind}: ${message}`),
    onError: () => tell('error'),
  };
  const socket: TlsSocket = new TlsSocket({
    ...callbacks,
    session,
    open: (own) => {
      const fake = new FakeSocket({ ...own, onFault: () => undefined }, 1096);
      tcp = fake;
      // The session notes on the object itself what it has room for.
      return {
        read: (into) => fake.read(into),
        write: (bytes) => fake.write(bytes),
        close: () => fake.close(),
      };
    },
  });
  return { socket, session, tcp: tcp!, events };
}

const SECURED = 'room 1000';

describe('TlsSocket', () => {
  it.each([['K'], ['kkkK'], ['k', 'k', 'K'], ['kk', 'kK']])(
    'tells that it can be written to once the handshake is over (%s %s %s)',
    (...pieces) => {
      const { tcp, events } = open();
      tcp.writable();
      for (const [index, piece] of pieces.entries()) {
        expect(events).toEqual([]);
        tcp.receive(piece);
        expect(events).toEqual(index === pieces.length - 1 ? [SECURED] : []);
      }
    },
  );

  it('passes on data that came with the end of the handshake, then each record', () => {
    const { tcp, events } = open();
    tcp.writable();
    tcp.receive('kKab.c');
    expect(events).toEqual([SECURED, 'a', 'b', 'c']);
    tcp.receive('.');
    tcp.receive('d');
    expect(events.slice(4)).toEqual(['d']);
  });

  it('writes nothing before the handshake is over', () => {
    const { tcp, socket, session } = open();
    tcp.writable();
    socket.write(new Uint8Array(Buffer.from('token')));
    tcp.receive('k');
    socket.write(new Uint8Array(Buffer.from('token')));
    expect([session.sent, tcp.sent]).toEqual(['', '']);
    tcp.receive('K');
    socket.write(new Uint8Array(Buffer.from('token')));
    expect(session.sent).toBe('token');
  });

  it.each([
    ['kx', ['expired: certificate', 'error']],
    ['k!', ['tls-failed: alert', 'error']],
    ['Kax', [SECURED, 'a', 'cut-off: bad record', 'error']],
    ['Ka!', [SECURED, 'a', 'error']],
  ])('names what ended it: %s', (bytes, expected) => {
    const { tcp, events } = open({ closesAt: 'error' });
    tcp.writable();
    tcp.receive(bytes);
    expect(events).toEqual(expected);
    expect([tcp.isClosed, tcp.wrongs]).toEqual([true, []]);
  });

  it.each([SECURED, 'a', 'b'])('may be closed from each of its callbacks: %s', (closesAt) => {
    const { tcp, events } = open({ closesAt });
    tcp.writable();
    tcp.receive('kKabc');
    expect(events.at(-1)).toBe(closesAt);
    expect([tcp.isClosed, tcp.wrongs]).toEqual([true, []]);
  });

  it('reports that the server closed the connection', () => {
    const { tcp, events } = open({ closesAt: 'error' });
    tcp.writable();
    tcp.fin();
    expect(events).toEqual(['error']);
    expect(tcp.isClosed).toBe(true);
  });
});
