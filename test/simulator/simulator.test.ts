/** The whole of `npm start`, without its terminal: the demo, and a real account on another server. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatorOptions } from '../../simulator/options.js';
import { Person } from '../../simulator/person.js';
import { seenState, type SeenState } from '../../simulator/seen-state.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { startFakeSpotify } from '../../simulator/spotify/server.js';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';

const OPTIONS: SimulatorOptions = {
  byHand: false,
  expose: false,
  bus: 'gpio',
  columns: 16,
  rows: 2,
  source: 'spotify',
  settings: {},
};

describe('the simulator', () => {
  let folder: string;
  let database: TestDatabase;
  let simulator: Simulator | undefined;
  let lines: string[];
  /** Told of each change of the display. */
  let watchers: Set<() => void>;
  const undo: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    database = await openTestDatabase();
    lines = [];
    watchers = new Set();
  });
  afterEach(async () => {
    await simulator?.close();
    simulator = undefined;
    for (const step of undo.splice(0)) await step();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  async function start(
    env: Readonly<Record<string, string>>,
    options: Partial<SimulatorOptions> = {},
  ): Promise<Simulator> {
    simulator = await startSimulator({
      options: { ...OPTIONS, ...options },
      env: { ...databaseEnv(database, folder), ...env },
      onLine: (line) => lines.push(line),
      onChange: () => {
        for (const watcher of watchers) watcher();
      },
      onFailure: (error) => lines.push(`failed: ${error.message}`),
    });
    return simulator;
  }

  /** Resolves with the rows once the display says so. */
  function shown({ lcd }: Simulator, state: SeenState['state']): Promise<string[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const rows = lcd.text();
        if (seenState(rows).state !== state) return;
        watchers.delete(look);
        resolve(rows);
      };
      watchers.add(look);
      look();
    });
  }

  it('pauses and skips by the device’s own buttons, through the relay’s grant and Spotify', async () => {
    const running = await start({ PORT: String(await freePort()) });
    await shown(running, 'playing');
    const mark = (): string | undefined => running.lcd.text()[1]?.[0];
    const before = mark();
    const changed = (isChanged: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isChanged()) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    running.press('play');
    await changed(() => mark() !== before);
    running.press('next');
    await changed(() => running.lcd.text()[0]!.startsWith('Next track'));
    await changed(() => mark() === before);
    expect(lines.filter((line) => line.includes('command'))).toEqual([]);
  }, 30_000);

  it('links itself in the demo and plays, seen at every address of its display', async () => {
    const port = await freePort();
    const running = await start({ PORT: `${port}` });
    await shown(running, 'playing');
    const text = await (await fetch(`http://127.0.0.1:${port}/simulator/lcd.txt`)).text();
    expect(text).toMatch(/^[\x20-\x7e]{16}\n[\ue005-\ue007][^\n]{15}\n$/);
    const json: unknown = await (await fetch(`http://127.0.0.1:${port}/simulator/lcd.json`)).json();
    expect(json).toEqual({
      rows: [expect.any(String), expect.any(String)],
      cells: [expect.any(Array), expect.any(Array)],
      cgram: expect.any(Array),
      backlight: true,
    });
    expect(running.url).toBe(`http://127.0.0.1:${port}/simulator`);
    expect(running.lcd.violations).toEqual([]);
    expect(lines.filter((line) => line.startsWith('failed'))).toEqual([]);
  });

  it('shows a code, and plays once linked to an account on another server', async () => {
    const port = await freePort();
    const fake = await startFakeSpotify(`http://127.0.0.1:${port}/callback`, {
      now: () => Date.now(),
      random: Math.random,
    });
    undo.push(() => fake.server.close());
    const running = await start({ PORT: `${port}`, ...fake.env });
    const rows = await shown(running, 'linking');
    const person = new Person({
      relayUrl: `http://127.0.0.1:${port}`,
      aliases: [],
      uid: 'ann',
      password: 'long enough',
    });
    await person.signIn();
    await person.authorize();
    await person.link(seenState(rows).code ?? '');
    const [title] = await shown(running, 'playing');
    expect(title?.trim()).not.toBe('');

    // The link outlives the process.
    await running.close();
    const again = await start({ PORT: `${port}`, ...fake.env });
    await shown(again, 'playing');
    expect(lines.filter((line) => line.startsWith('device: linked'))).toHaveLength(1);
  });

  it('links itself on a display of four rows too', async () => {
    const running = await start({ PORT: `${await freePort()}` }, { columns: 20, rows: 4 });
    expect(await shown(running, 'playing')).toHaveLength(4);
  });

  it('links itself on a display behind a backpack, whose bytes its page shows', async () => {
    const port = await freePort();
    const running = await start({ PORT: `${port}` }, { bus: 'pcf8574' });
    await shown(running, 'playing');
    expect(running.lcd.violations).toEqual([]);
    const page = await (await fetch(`http://127.0.0.1:${port}/simulator`)).text();
    expect(page).toMatch(/"rs":"P0".*"i2c":\["27( [0-9a-f]{2})+"/);
  });

  it('releases everything if it cannot start', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    undo.push(() => new Promise((resolve) => taken.close(resolve)));
    const { port } = taken.address() as AddressInfo;
    await expect(start({ PORT: `${port}` })).rejects.toThrow(`127.0.0.1:${port} is taken`);
    const running = await start({ PORT: `${await freePort()}` }, { byHand: true });
    expect((await shown(running, 'linking'))[1]).toMatch(/^Code /);
  });

  it('names every invalid variable, one per line', async () => {
    await expect(start({ PORT: 'x', REGISTRATION: 'perhaps' })).rejects.toThrow(
      /^PORT [^\n]+\nREGISTRATION [^\n]+$/,
    );
  });
});
