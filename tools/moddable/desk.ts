/**
 * What a device on the desk talks to: the relay and the fake Spotify, as `npm start` runs them, and a link that
 * it finds in its store. So the device in Moddable's simulator is one more display of the demo's.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLink } from '../../device/relay-client/stored-link.js';
import { FileStore } from '../../simulator/node/file-store.js';
import { readOptions } from '../../simulator/options.js';
import { Person } from '../../simulator/person.js';
import { startSimulator } from '../../simulator/simulator.js';
import { ToolFailure } from './sdk.js';

export interface Desk {
  /** For mc/config: where the relay, the fake Spotify and the store are. */
  readonly settings: Readonly<Record<string, string>>;
  /** The page that steers the fake Spotify. */
  readonly page: string;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly onLine: (line: string) => void;
  /** Leaves the linking to whoever sits in front of it. */
  readonly byHand?: boolean;
}

export async function openDesk({ onLine, byHand = false }: DeskOptions): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-'));
  const options = readOptions([]);
  if (options.kind !== 'run') throw new Error('the simulator refuses to run without options');
  const port = await freePort();
  // Nothing of this computer's own settings: the desk is the demo, wherever it stands.
  const env = { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn' };
  const simulator = await startSimulator({
    options: options.options,
    env,
    onLine,
    onChange: () => undefined,
    onFailure: (error) => onLine(error.message),
  });
  const close = async (): Promise<void> => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const relay = `http://127.0.0.1:${port}`;
    const store = join(folder, 'desk.json');
    if (!byHand) await link(relay, store);
    const spotify = simulator.spotifyUrl;
    return { settings: { relay, spotify, store }, page: simulator.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Through the same routes as any device and any person, but for the code, which nobody has to read. */
async function link(relay: string, storePath: string): Promise<void> {
  const person = new Person({
    relayUrl: relay,
    aliases: [relay],
    uid: 'desk',
    password: randomBytes(16).toString('hex'),
  });
  await person.signIn();
  await person.authorize();
  const client = { client_id: 'sixteen-by-two' };
  const asked = await post(`${relay}/device_authorization`, {
    ...client,
    device_name: "Moddable's simulator",
  });
  await person.link(textOf(asked, 'user_code'));
  const given = await post(`${relay}/token`, {
    ...client,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: textOf(asked, 'device_code'),
  });
  const kept = { uid: textOf(given, 'uid'), deviceToken: textOf(given, 'access_token') };
  writeLink(new FileStore(storePath), kept, relay);
}

async function post(url: string, fields: Record<string, string>): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  if (!answer.ok) throw new ToolFailure(`${url} answers ${answer.status}`);
  return answer.json();
}

function textOf(answer: unknown, name: string): string {
  const value: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  if (typeof value !== 'string') throw new ToolFailure(`the relay's answer has no ${name}`);
  return value;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
