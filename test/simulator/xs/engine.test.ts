/** The demo's device in XS, in step with real time: nothing here waits for longer than two processes need to talk. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { writeLink } from '../../../device/relay-client/stored-link.js';
import type { Http } from '../../../device/shared/ports.js';
import { readSettings } from '../../../device/app/build-settings.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { VirtualTime } from '../../../simulator/ports/virtual-clock.js';
import { VirtualNetwork } from '../../../simulator/ports/virtual-network.js';
import { PlaybackModel } from '../../../simulator/spotify/playback-model.js';
import { XsEngine, type XsEngineOptions } from '../../../simulator/xs/engine.js';
import { DEVICE_TOKEN, EveningServers } from '../../../simulator/xs/evening-servers.js';
import { describeWithXs } from '../../support/xs.js';
import { EVENING } from './evening-playlist.js';

const TABLE = readFileSync(
  fileURLToPath(new URL('../../../device/text/tables.bin', import.meta.url)),
);
const RELAY = 'https://relay.test';
const SPOTIFY = 'http://spotify.test';

/** Answers as soon as the caller has returned, in chunks that the device may not keep. */
function promptHttp(servers: EveningServers, onAnswer: () => void): Http {
  return {
    send: (request, handlers) => {
      const time = new VirtualTime();
      const network = new VirtualNetwork({
        timer: time.timer,
        answer: (asked) => servers.answer(asked),
        chunkBytes: 256,
      });
      const cancel = network.send(request, handlers);
      queueMicrotask(() => {
        time.advanceUs(0);
        onAnswer();
      });
      return cancel;
    },
  };
}

await describeWithXs('XsEngine', () => {
  const engines: XsEngine[] = [];
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  });

  function setUp(options: Partial<XsEngineOptions> = {}) {
    const settings = readSettings({ relay: RELAY, spotify: SPOTIFY });
    if (!settings.ok) throw new Error('test settings');
    const model = new PlaybackModel({ now: () => 0, playlist: EVENING.map(({ step }) => step) });
    const servers = new EveningServers({
      relayUrl: RELAY,
      spotifyUrl: SPOTIFY,
      model,
      now: () => 0,
    });
    let nowNs = 0;
    const display = new Hd44780Emulator({
      geometry: settings.settings,
      nowNs: () => nowNs,
      foscKhz: settings.settings.foscKhz,
    });
    const store = new MemoryStore();
    let seen: () => void = () => undefined;
    const failures: Error[] = [];
    const engine = new XsEngine({
      settings: settings.settings,
      tables: { text: TABLE },
      store,
      http: promptHttp(servers, () => seen()),
      onPins: (writes) => {
        for (const write of writes) {
          nowNs = write.atNs;
          display.driveLevels(nowNs, settings.settings.pins, write.levels);
        }
        seen();
      },
      onLog: () => undefined,
      onFailure: (error) => {
        failures.push(error);
        seen();
      },
      ...options,
    });
    engines.push(engine);
    /** Resolves at the first change of the display, answer or failure after which the claim holds. */
    const until = (claim: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        seen = () => {
          if (claim()) resolve();
        };
        seen();
      });
    return { engine, display, store, servers, failures, until };
  }

  it('shows the code of a device that is not linked yet', async () => {
    const { engine, display, until } = setUp();
    await engine.start();
    await until(() => display.text().join('|').includes('BCDF-GHJK'));
    expect(display.violations).toEqual([]);
  });

  it('reads what the store kept, and shows what plays', async () => {
    const { engine, display, store, servers, until } = setUp();
    writeLink(store, { uid: 'evening', deviceToken: DEVICE_TOKEN }, RELAY);
    await engine.start();
    await until(() => display.text()[0]?.trim() === 'Blue - Kin');
    expect(display.violations).toEqual([]);
    expect(servers.counts).toEqual({ 'POST /refresh': 1, 'GET /v1/me/player': 1 });
  });

  it('asks at once when the button is pressed', async () => {
    const { engine, display, store, servers, until } = setUp();
    writeLink(store, { uid: 'evening', deviceToken: DEVICE_TOKEN }, RELAY);
    await engine.start();
    await until(() => display.text()[0]?.trim() === 'Blue - Kin');
    engine.press();
    await until(() => servers.counts['GET /v1/me/player'] === 2);
    expect(servers.counts['GET /v1/me/player']).toBe(2);
  });

  it('forwards what the device forgets', async () => {
    const { engine, store, until } = setUp();
    writeLink(store, { uid: 'evening', deviceToken: 'revoked' }, RELAY);
    await engine.start();
    await until(() => !Object.values(store.contents()).join().includes('revoked'));
    expect(store.contents()).toEqual({});
  });

  it('reports a device that throws, with the source’s file and line', async () => {
    const { engine, failures, until } = setUp({ tables: { text: new Uint8Array(10) } });
    await engine.start();
    await until(() => failures.length > 0);
    expect(failures.map(String)).toEqual([expect.stringMatching(/device\/text\/tables\.ts:\d+/)]);
  });

  it('can be stopped while it starts', async () => {
    const { engine } = setUp();
    const starting = engine.start();
    await engine.stop();
    await expect(starting).resolves.toBeUndefined();
  });
});
