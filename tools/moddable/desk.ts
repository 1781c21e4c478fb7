/**
 * The relay and the fake Spotify for a device on the desk, as in `npm start`, and a link for its store. So the device in
 * Moddable's simulator is one more device of the demo.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLink } from '../../device/relay-client/stored-link.js';
import { FileStore } from '../../simulator/node/file-store.js';
import { readOptions } from '../../simulator/options.js';
import { Person } from '../../simulator/person.js';
import { startSimulator } from '../../simulator/simulator.js';
import type { PlaylistStep } from '../../simulator/spotify/playlist.js';
import { freePort } from '../../test/support/free-port.js';
import type { Certificate } from './certificates.js';
import { ToolFailure } from '../usage.js';
import { openTlsServer, type TlsServer } from './tls-server.js';

export interface Desk {
  /** For mc/config: where the relay, the fake Spotify and the store are. */
  readonly settings: Readonly<Record<string, string>>;
  /** The page that controls the fake Spotify. */
  readonly page: string;
  /** Over TLS; full ones and, in the second, resumed ones. */
  handshakes(): readonly [number, number];
  /** The chain that is sent from now on; where there was one before. */
  use(sent: readonly Certificate[]): void;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly onLine: (line: string) => void;
  /** Leaves the linking to you. */
  readonly byHand?: boolean;
  /** Of the fake Spotify; the demo's by default. */
  readonly playlist?: readonly PlaylistStep[];
  /** Puts TLS before the fake Spotify and the relay, for the name localhost. */
  readonly sent?: readonly Certificate[];
}

export async function openDesk({
  onLine,
  byHand = false,
  playlist,
  sent,
}: DeskOptions): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-'));
  const options = readOptions([]);
  if (options.kind !== 'run') throw new Error('the simulator refuses to run without options');
  const port = await freePort();
  // Ignores the environment's settings: the desk always runs the demo.
  const env = { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn' };
  const simulator = await startSimulator({
    options: options.options,
    env,
    onLine,
    onChange: () => undefined,
    onFailure: (error) => onLine(error.message),
    ...(playlist ? { playlist } : {}),
  });
  const servers: TlsServer[] = [];
  const secured = async (url: string): Promise<string> => {
    if (!sent) return url;
    const server = await openTlsServer({ target: Number(new URL(url).port), sent });
    servers.push(server);
    return `https://localhost:${server.port}`;
  };
  const close = async (): Promise<void> => {
    for (const server of servers) await server.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const local = `http://127.0.0.1:${port}`;
    const relay = await secured(local);
    const spotify = await secured(simulator.spotifyUrl);
    const store = join(folder, 'desk.json');
    if (!byHand) await link(local, relay, store);
    return {
      settings: { relay, spotify, store },
      page: simulator.url,
      use: (chain) => servers.forEach((server) => server.use(chain)),
      handshakes: () => {
        const resumed = servers.reduce((sum, server) => sum + server.resumedCount(), 0);
        return [servers.reduce((sum, server) => sum + server.handshakeCount(), -resumed), resumed];
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Links through the same routes as any device and person, but without a person who reads the code.
 * @param local where the relay listens
 * @param relay where the device finds it
 */
async function link(local: string, relay: string, storePath: string): Promise<void> {
  const person = new Person({
    relayUrl: local,
    aliases: [local],
    uid: 'desk',
    password: randomBytes(16).toString('hex'),
  });
  await person.signIn();
  await person.authorize();
  const client = { client_id: 'sixteen-by-two' };
  const pending = await post(`${local}/device_authorization`, {
    ...client,
    device_name: "Moddable's simulator",
  });
  await person.link(textOf(pending, 'user_code'));
  const given = await post(`${local}/token`, {
    ...client,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: textOf(pending, 'device_code'),
  });
  const kept = { uid: textOf(given, 'uid'), deviceToken: textOf(given, 'access_token') };
  writeLink(new FileStore(storePath), kept, relay);
}

async function post(url: string, fields: Record<string, string>): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  if (!response.ok) throw new ToolFailure(`${url} returned ${response.status}`);
  return response.json();
}

function textOf(response: unknown, name: string): string {
  const value: unknown =
    typeof response === 'object' && response !== null ? Reflect.get(response, name) : undefined;
  if (typeof value !== 'string') throw new ToolFailure(`the relay's response has no ${name}`);
  return value;
}
