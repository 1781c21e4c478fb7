/** The proxies of deploy/ on free loopback ports, with a certificate made for the run; only ports, names and files differ. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { freePort } from './free-port.js';
import type { Need } from './needs.js';

const NAME = 'relay.example.org';

type Kind = 'nginx' | 'caddy';
const PROGRAMS: Readonly<Record<Kind, string>> = {
  nginx: '/usr/sbin/nginx',
  caddy: '/usr/bin/caddy',
};

export function proxyNeed(kind: Kind): Need {
  return {
    what: `${kind}: apt-get install nginx-light caddy`,
    isHere: existsSync(PROGRAMS[kind]),
    isDemandedInCi: true,
  };
}

export interface ProxyOptions {
  readonly kind: Kind;
  readonly upstreamPort: number;
  readonly port: number;
  /** In place of the seconds that a client may take to send a request. */
  readonly patienceS?: number;
  /** Before the program: limits, say. */
  readonly prefix?: readonly string[];
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The address to come from. */
  readonly from?: string;
}

export class Proxy {
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #folder: string;
  /** Trusts the proxy's certificate; made once, since it costs as much as a handshake. */
  readonly #secureContext: SecureContext;

  private constructor(folder: string, child: ChildProcess, port: number) {
    this.#folder = folder;
    this.#child = child;
    this.#secureContext = createSecureContext({ ca: readFileSync(join(folder, 'cert.pem')) });
    this.port = port;
    this.pid = child.pid ?? 0;
  }

  static async open(options: ProxyOptions): Promise<Proxy> {
    const { kind, port, prefix = [] } = options;
    const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-proxy-'));
    makeCertificate(folder);
    const program = PROGRAMS[kind];
    const config = join(folder, 'config');
    const site = { ...options, folder, plainPort: await freePort() };
    writeFileSync(config, kind === 'nginx' ? nginxConfig(site) : caddyConfig(site));
    const args =
      kind === 'nginx'
        ? ['-e', 'stderr', '-c', config]
        : ['run', '--adapter', 'caddyfile', '--config', config];
    const [command = program, ...rest] = [...prefix, program, ...args];
    const child = spawn(command, rest, {
      env: { PATH: process.env['PATH'], HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
    const proxy = new Proxy(folder, child, port);
    while (child.exitCode === null) {
      const socket = await proxy.connect().catch(() => undefined);
      socket?.destroy();
      if (socket) return proxy;
      await sleep(20);
    }
    rmSync(folder, { recursive: true });
    throw new Error(`${kind} does not start: ${said}`);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A socket on which the TLS is set up; the certificate is checked. */
  connect(): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#target());
      socket.once('secureConnect', () => resolve(socket));
      socket.once('error', reject);
    });
  }

  #target() {
    const { port } = this;
    return { host: '127.0.0.1', port, servername: NAME, secureContext: this.#secureContext };
  }

  /** On a connection of its own, as a device's hourly request comes. */
  ask(path: string, sent: Sent = {}): Promise<Reply> {
    const { method = sent.body === undefined ? 'GET' : 'POST', headers, body, from } = sent;
    return new Promise((resolve, reject) => {
      const options = {
        ...this.#target(),
        path,
        method,
        agent: false,
        ...(from === undefined ? {} : { localAddress: from }),
        headers: {
          host: NAME,
          ...(body === undefined
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(body),
              }),
          ...headers,
        },
      };
      const asked = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }
}

interface Site extends ProxyOptions {
  readonly folder: string;
  readonly plainPort: number;
}

/** P-256, as certificate authorities give it today, and the same for every name that the tests use. */
function makeCertificate(folder: string): void {
  const args = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const names = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME},IP:127.0.0.1`];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  execFileSync('openssl', [...args, ...names, ...files], { stdio: 'ignore' });
}

/** Debian's nginx.conf around the site, as far as it matters. */
function nginxConfig({ folder, port, plainPort, upstreamPort, patienceS }: Site): string {
  const site = replaced(readFileSync('deploy/nginx.conf', 'utf8'), [
    ['server 127.0.0.1:8000;', `server 127.0.0.1:${upstreamPort};`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['    listen [::]:80;\n', ''],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['    listen [::]:443 ssl;\n', ''],
    [`/etc/letsencrypt/live/${NAME}/fullchain.pem`, join(folder, 'cert.pem')],
    [`/etc/letsencrypt/live/${NAME}/privkey.pem`, join(folder, 'key.pem')],
    ...patience('_timeout 8s', patienceS),
  ]);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `daemon off;
pid ${join(folder, 'pid')};
worker_processes auto;
error_log stderr;
events { worker_connections 768; }
http {
access_log off;
${places.join('\n')}
${site}
}
`;
}

function caddyConfig({ folder, port, plainPort, upstreamPort, patienceS }: Site): string {
  const files = `${join(folder, 'cert.pem')} ${join(folder, 'key.pem')}`;
  return replaced(readFileSync('deploy/Caddyfile', 'utf8'), [
    ['{\n\tservers', `{\n\tadmin off\n\thttp_port ${plainPort}\n\tservers`],
    ['{$PUBLIC_URL} {', `https://${NAME}:${port}, https://127.0.0.1:${port} {\n\ttls ${files}`],
    ['relay:8000', `127.0.0.1:${upstreamPort}`],
    ...patience(' 8s', patienceS),
  ]);
}

function patience(what: string, seconds: number | undefined): readonly [string, string][] {
  return seconds === undefined ? [] : [[what, what.replace('8s', `${seconds}s`)]];
}

function replaced(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((all, [what, by]) => {
    if (!all.includes(what)) throw new Error(`deploy/ no longer holds "${what}"`);
    return all.replaceAll(what, by);
  }, text);
}
