/**
 * Postgres that behaves as the documentation of CockroachDB says: a proxy that returns 40001 at random,
 * commits before each statement that changes a table, and gives every `integer` eight bytes.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Random } from '../../device/shared/ports.js';

const CONFLICT = `DO $$ BEGIN RAISE EXCEPTION 'restart transaction' USING ERRCODE = '40001'; END $$`;
const COMMENTS = /--.*$/gm;
const DDL = /^\s*(CREATE|ALTER|DROP)\b/i;
/** So often at most in sequence, so that no number of statements makes a test fail by chance. */
const CONFLICTS_MAX = 3;
const INT4 = 23;
const INT8 = 20;

export class OtherEngine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #random: Random;
  readonly #target: URL;
  #inSequence = 0;
  /** Of all statements. */
  conflictShare = 0;
  conflictCount = 0;
  /** Statements that changed tables, and by which connection. */
  readonly ddl: { readonly connection: number; readonly text: string }[] = [];

  private constructor(server: Server, target: URL, random: Random) {
    this.#server = server;
    this.#target = target;
    this.#random = random;
    let connection = 0;
    server.on('connection', (socket) => this.#join(socket, (connection += 1)));
  }

  static async before(url: string, random: Random): Promise<OtherEngine> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OtherEngine(server, new URL(url), random);
  }

  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return url.href;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, connection: number): void {
    const server = connect(Number(this.#target.port), this.#target.hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        this.#sockets.delete(one);
      });
    }
    let isStarted = false;
    let asked = Buffer.alloc(0);
    /** Messages up to the one that asks for a response. */
    let batch: Buffer[] = [];
    client.on('data', (chunk: Buffer) => {
      asked = Buffer.concat([asked, chunk]);
      if (!isStarted) {
        // The start-up message has no type.
        if (asked.length < 4 || asked.length < asked.readInt32BE(0)) return;
        const length = asked.readInt32BE(0);
        server.write(asked.subarray(0, length));
        asked = asked.subarray(length);
        isStarted = true;
      }
      for (const message of messagesIn(asked)) {
        asked = asked.subarray(message.length);
        batch.push(message);
        if (!'QSX'.includes(typeOf(message))) continue;
        server.write(this.#changed(Buffer.concat(batch), connection));
        batch = [];
      }
    });
    let answered = Buffer.alloc(0);
    server.on('data', (chunk: Buffer) => {
      answered = Buffer.concat([answered, chunk]);
      for (const message of messagesIn(answered)) {
        answered = answered.subarray(message.length);
        client.write(typeOf(message) === 'T' ? widened(message) : message);
      }
    });
  }

  #changed(batch: Buffer, connection: number): Buffer {
    const type = typeOf(batch);
    const text = type === 'Q' ? batch.toString('utf8', 5, batch.length - 1) : '';
    if (type === 'X' || text === 'ROLLBACK') return batch;
    if (this.#inSequence < CONFLICTS_MAX && this.#random() < this.conflictShare) {
      this.#inSequence += 1;
      this.conflictCount += 1;
      return query(CONFLICT);
    }
    this.#inSequence = 0;
    const bare = text.replace(COMMENTS, '');
    if (!DDL.test(bare)) return batch;
    if (/;\s*\S/.test(bare)) throw new Error(`one statement at a time: ${bare}`);
    this.ddl.push({ connection, text: bare.trim() });
    return query(`COMMIT; ${bare}`);
  }
}

function* messagesIn(bytes: Buffer): Generator<Buffer> {
  let at = 0;
  while (bytes.length >= at + 5) {
    const length = 1 + bytes.readInt32BE(at + 1);
    if (bytes.length < at + length) return;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

function typeOf(message: Buffer): string {
  return String.fromCharCode(message[0] ?? 0);
}

function query(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.from('Q\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** The columns of a response: its name, then six numbers, of which the third is the type. */
function widened(description: Buffer): Buffer {
  const copy = Buffer.from(description);
  let at = 7;
  for (let left = copy.readInt16BE(5); left > 0; left -= 1) {
    at = copy.indexOf(0, at) + 1;
    if (copy.readInt32BE(at + 6) === INT4) copy.writeInt32BE(INT8, at + 6);
    at += 18;
  }
  return copy;
}
