/** Servers over TLS, good and bad, and what the device has to make of each. */
import { sign, X509Certificate } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import type { TlsFaultKind } from '../../device/shared/ports.js';
import { makeCertificate, type Certificate, type CertificateOrder } from './certificates.js';
import { closeAll, listen } from './listen.js';
import { openTlsServer, type TlsServer } from './tls-server.js';

interface TlsCases {
  readonly cases: readonly TlsCase[];
  /** To be trusted by the device. */
  readonly roots: readonly Certificate[];
  /** Sessions that were resumed: that of the third request to one server. */
  resumedCount(): number;
  /** What a server has read that spoke no TLS. */
  clearText(): string;
  close(): Promise<void>;
}

interface TlsCase {
  readonly name: string;
  readonly url: string;
  /** A status or a fault. */
  readonly outcome: Outcome;
}

type Outcome = '200' | TlsFaultKind;

const HOST = 'localhost';
const DAY_MS = 86_400_000;
const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
const SERVER = [`subjectAltName=DNS:${HOST}`, 'basicConstraints=critical,CA:FALSE'];
/** Node would not send a key that is too weak. */
const ANY_KEY = { ciphers: 'DEFAULT@SECLEVEL=0' };
const PAST = { fromMs: 0, untilMs: Date.now() - DAY_MS };
const FUTURE = { fromMs: Date.now() + DAY_MS, untilMs: Date.now() + 2 * DAY_MS };

/** RFC 5246 section 7.2: a fatal "close notify" before any hello. */
const ALERT = Buffer.from([21, 3, 3, 0, 2, 1, 0]);
/** Its record's and message's headers, version 3.1, 32 random bytes, no session, a cipher, no compression. */
const HELLO_OF_TLS_1_0 = Buffer.from([
  ...[22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1],
  ...new Uint8Array(32),
  ...[0, 0xc0, 0x2f, 0],
]);

export async function openTlsCases(): Promise<TlsCases> {
  const make = (extensions: readonly string[], more: Partial<CertificateOrder> = {}): Certificate =>
    makeCertificate({ name: 'Test', key: 'RSA', extensions, ...more });
  const root = make(AUTHORITY);
  const intermediate = make(AUTHORITY, { issuer: root });
  const leaf = make(SERVER, { issuer: intermediate });
  const ecRoot = make(AUTHORITY, { key: 'P-384' });
  const ecLeaf = make(SERVER, { key: 'P-256', issuer: ecRoot });
  const self = make(SERVER.slice(0, 1), { key: 'P-256' });
  const mail = make(['basicConstraints=CA:FALSE'], { issuer: root });
  const stranger = make(AUTHORITY);
  const p256Root = make(AUTHORITY, { key: 'P-256' });
  const p256Leaf = make(SERVER, { key: 'P-256', issuer: p256Root });
  const shortR = shortSignature(p256Leaf, p256Root);
  const noModulus = withoutModulus(intermediate);
  const zeroS = withSignature(p256Leaf, derSignature(Buffer.alloc(32, 1), ZERO));

  const chains: readonly (readonly [string, Outcome, readonly Certificate[]])[] = [
    ['leaf and intermediate', '200', [leaf, intermediate]],
    ['leaf, intermediate and root', '200', [leaf, intermediate, root]],
    ['a leaf alone, signed by its root', '200', [make(SERVER, { issuer: root })]],
    ['ECDSA, P-256 under P-384', '200', [ecLeaf]],
    ['a server that is its own root', '200', [self]],
    ['ECDSA on P-256 alone', '200', [p256Leaf]],
    ['a signature whose first number is a byte short', '200', [shortR]],
    ['a signature whose second number is zero', 'untrusted', [zeroS]],
    ['an issuer whose modulus is zero', 'untrusted', [leaf, noModulus]],
    ['a leaf alone, without its intermediate', 'untrusted', [leaf]],
    ['an unknown root', 'untrusted', [make(SERVER, { issuer: stranger }), stranger]],
    ['an issuer that is no authority', 'untrusted', [make(SERVER, { issuer: mail }), mail]],
    ['a good chain behind a leaf from another issuer', 'untrusted', [make(SERVER), intermediate]],
    ['another name', 'other-name', [make(['subjectAltName=DNS:example.org'], { issuer: root })]],
    ['the name on the issuer', 'other-name', namedIssuer(make, root)],
    ['a leaf that has expired', 'expired', [make(SERVER, { issuer: root, valid: PAST })]],
    ['a leaf of tomorrow', 'clock-wrong', [make(SERVER, { issuer: root, valid: FUTURE })]],
  ];
  const plain = createHttpServer((_request, response) => response.end('hello'));
  const target = await listen(plain);
  const cases: TlsCase[] = [];
  const servers: Server[] = [plain];
  const secure: TlsServer[] = [];
  const add = (name: string, outcome: Outcome, port: number, path = ''): void => {
    cases.push({ name, outcome, url: `https://${HOST}:${port}/${path}` });
  };
  const serve = async (
    name: string,
    outcome: Outcome,
    options: Omit<Parameters<typeof openTlsServer>[0], 'target'>,
  ): Promise<number> => {
    const server = await openTlsServer({ target, ...options });
    secure.push(server);
    add(name, outcome, server.port);
    return server.port;
  };

  for (const [name, outcome, sent] of chains)
    await serve(name, outcome, { sent, context: ANY_KEY });
  const sent = [leaf, intermediate];
  // Where a session is refused, the SDK forgets the next one too: the third request resumes that of the second.
  const good = await serve('the first of three requests', '200', { sent });
  add('the second of three requests', '200', good, 'second');
  add('the third of three requests', '200', good, 'third');
  await serve('TLS 1.3 alone', 'no-common-tls', {
    sent,
    context: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' },
  });
  for (const ciphers of ['ECDHE-RSA-AES256-GCM-SHA384', 'AES128-SHA', 'ECDHE-RSA-AES128-SHA256'])
    await serve(`${ciphers} alone`, 'no-common-tls', { sent, context: { ciphers } });

  let clearText = '';
  const spoken = [
    ['an alert in place of a hello', 'tls-failed', ALERT],
    ['a hello of TLS 1.0', 'no-common-tls', HELLO_OF_TLS_1_0],
  ] as const;
  for (const [name, outcome, reply] of spoken) {
    const server = createServer((socket) => {
      socket.once('data', () => socket.write(reply));
      socket.on('data', (bytes: Buffer) => (clearText += bytes.toString('latin1')));
      socket.on('error', () => undefined);
    });
    servers.push(server);
    add(name, outcome, await listen(server));
  }
  // A server of its own: with one that knows the session there would be no key exchange.
  const signing = await openTlsServer({ target, sent });
  const ecSigning = await openTlsServer({ target, sent: [ecLeaf] });
  secure.push(signing, ecSigning);
  for (const [name, port, change] of [
    ['a key exchange without a signature', signing.port, unsigned],
    ['a key exchange with a signature of zeros', ecSigning.port, signedWithZeros],
    ['a response in clear before the end of the handshake', signing.port, withAnswer],
  ] as const) {
    const between = inBetween(port, change);
    servers.push(between);
    add(name, 'tls-failed', await listen(between));
  }

  return {
    cases,
    roots: [root, ecRoot, self, p256Root],
    resumedCount: () => secure.reduce((sum, one) => sum + one.resumedCount(), 0),
    clearText: () => clearText,
    close: async () => {
      await Promise.all([closeAll(servers), ...secure.map((server) => server.close())]);
    },
  };
}

function namedIssuer(
  make: (extensions: readonly string[], more?: Partial<CertificateOrder>) => Certificate,
  root: Certificate,
): Certificate[] {
  const issuer = make([...AUTHORITY, `subjectAltName=DNS:${HOST}`], { issuer: root });
  return [make(['subjectAltName=DNS:example.org'], { issuer }), issuer];
}

const HEADER_BYTES = 5;
const KEY_EXCHANGE = 12;
const ZERO = Buffer.of(0);

/** Passes on what the server at `port` says, each record as `change` makes it. */
function inBetween(port: number, change: (record: Buffer) => Buffer): Server {
  return createServer((device) => {
    const server = connect(port, '127.0.0.1');
    device.pipe(server);
    let waiting = Buffer.alloc(0);
    server.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      for (;;) {
        const length = HEADER_BYTES + (waiting.length < HEADER_BYTES ? 0 : waiting.readUInt16BE(3));
        if (waiting.length < HEADER_BYTES || waiting.length < length) return;
        device.write(change(Buffer.from(waiting.subarray(0, length))));
        waiting = waiting.subarray(length);
      }
    });
    for (const [socket, other] of [
      [device, server],
      [server, device],
    ] as const) {
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
  });
}

/** Behind the record's and the message's headers: curve (3), length of the point, the point, algorithms, signature. */
function algorithmsAt(record: Buffer): number {
  return 13 + (record[12] ?? 0);
}

function unsigned(record: Buffer): Buffer {
  const at = algorithmsAt(record);
  return record[HEADER_BYTES] === KEY_EXCHANGE ? record.fill(0, at, at + 2) : record;
}

function signedWithZeros(record: Buffer): Buffer {
  if (record[HEADER_BYTES] !== KEY_EXCHANGE) return record;
  const signature = derSignature(ZERO, ZERO);
  const length = Buffer.of(0, signature.length);
  const body = Buffer.concat([record.subarray(9, algorithmsAt(record) + 2), length, signature]);
  const message = Buffer.concat([Buffer.of(KEY_EXCHANGE, 0, 0, body.length), body]);
  return Buffer.concat([Buffer.of(22, 3, 3, 0, message.length), message]);
}

/** In front of the certificates. */
function withAnswer(record: Buffer): Buffer {
  const CERTIFICATES = 11;
  if (record[HEADER_BYTES] !== CERTIFICATES) return record;
  const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  return Buffer.concat([Buffer.of(23, 3, 3, 0, answer.length), answer, record]);
}

/** @param r and `s` below 0x80 in their first byte, and short */
function derSignature(r: Buffer, s: Buffer): Buffer {
  const numbers = [r, s].flatMap((number) => [Buffer.of(2, number.length), number]);
  const length = numbers.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.of(0x30, length), ...numbers]);
}

/** One of 256 signatures has such a first number. */
function shortSignature(certificate: Certificate, issuer: Certificate): Certificate {
  for (;;) {
    const signature = sign('sha256', signedPart(certificate), issuer.keyPem);
    if ((signature[3] ?? 0) < 32) return withSignature(certificate, signature);
  }
}

function signedPart({ pem }: Certificate): Buffer {
  const der = new X509Certificate(pem).raw;
  return der.subarray(4, 8 + der.readUInt16BE(6));
}

/** Of an RSA key of 2,048 bits. */
function withoutModulus(certificate: Certificate): Certificate {
  const der = Buffer.from(new X509Certificate(certificate.pem).raw);
  const modulusAt = der.indexOf(Buffer.of(2, 0x82, 1, 1, 0)) + 4;
  return { ...certificate, pem: pemOf(der.fill(0, modulusAt, modulusAt + 257)) };
}

function withSignature(certificate: Certificate, signature: Buffer): Certificate {
  const der = new X509Certificate(certificate.pem).raw;
  const algorithmAt = 4 + signedPart(certificate).length;
  const algorithmEnd = algorithmAt + 2 + (der[algorithmAt + 1] ?? 0);
  const bits = Buffer.concat([Buffer.of(3, signature.length + 1, 0), signature]);
  const body = Buffer.concat([der.subarray(4, algorithmEnd), bits]);
  const whole = Buffer.concat([Buffer.of(0x30, 0x82, body.length >> 8, body.length & 0xff), body]);
  return { ...certificate, pem: pemOf(whole) };
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
