import { describe, expect, it } from '@jest/globals';
import { WifiNetwork } from '../../../../device/platform/esp32/wifi.js';

const HOME = { name: 'Home', password: 'eight888' };

/** A station that does as it is told, with timers and a clock that the test moves. */
class Scene {
  readonly heard: string[] = [];
  readonly connects: { SSID: string; password?: string }[] = [];
  readonly waits: { run: () => void; delayMs: number }[] = [];
  readonly network: WifiNetwork;
  connection = 200;
  refuses = false;
  disconnects = 0;
  clockAskedTimes = 0;
  onClockSet: () => void = () => undefined;
  #epochMs: number | undefined;
  #onChanged: () => void = () => undefined;

  constructor({ epochMs }: { epochMs?: number } = {}) {
    this.#epochMs = epochMs;
    this.network = new WifiNetwork({
      settings: HOME,
      clock: { nowUs: () => 0, waitUntilUs: () => undefined, epochMs: () => this.#epochMs },
      timer: {
        set: (run, delayMs) => {
          const wait = { run, delayMs };
          this.waits.push(wait);
          return () => this.#forget(wait);
        },
      },
      log: { write: () => undefined },
      openStation: (onChanged) => {
        this.#onChanged = onChanged;
        return this.#station();
      },
      setClock: (_log, onSet) => {
        this.clockAskedTimes += 1;
        this.onClockSet = () => {
          this.#epochMs = 1_800_000_000_000;
          onSet();
        };
      },
    });
  }

  watch(): this {
    this.network.watch(() => this.heard.push(this.network.state.kind));
    return this;
  }

  becomes(connection: number): void {
    this.connection = connection;
    this.#onChanged();
  }

  /** Lets the one wait that there is end. */
  pass(): number {
    const [wait, ...others] = this.waits;
    if (!wait || others.length > 0) throw new Error(`${this.waits.length} waits, not one`);
    this.#forget(wait);
    wait.run();
    return wait.delayMs;
  }

  #forget(wait: { run: () => void; delayMs: number }): void {
    const index = this.waits.indexOf(wait);
    if (index >= 0) this.waits.splice(index, 1);
  }

  #station() {
    const connection = (): number => this.connection;
    return {
      connect: (options: { SSID: string; password?: string }): void => {
        this.connects.push(options);
        if (this.refuses) throw new Error('connect failed');
        this.connection = 300;
      },
      disconnect: (): void => {
        this.disconnects += 1;
      },
      get connection() {
        return connection();
      },
    };
  }
}

describe('WifiNetwork', () => {
  it('joins when it is first watched, and not before', () => {
    const scene = new Scene();
    const before = scene.connects.length;
    scene.watch();
    expect([before, scene.connects]).toEqual([0, [{ SSID: 'Home', password: 'eight888' }]]);
  });

  it('is online with an address and a clock, in that order', () => {
    const scene = new Scene().watch();
    scene.becomes(400);
    scene.becomes(500);
    scene.onClockSet();
    expect(scene.heard).toEqual(['setting-clock', 'online']);
  });

  it('asks for no time where the clock is set already', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    scene.becomes(500);
    expect([scene.heard, scene.clockAskedTimes]).toEqual([['online'], 0]);
  });

  it('tries again ever more slowly, up to half a minute, while the network is away', () => {
    const scene = new Scene().watch();
    const delays = Array.from({ length: 6 }, () => {
      scene.becomes(200);
      return scene.pass();
    });
    expect([delays, scene.connects.length]).toEqual([[2000, 4000, 8000, 16000, 30000, 30000], 7]);
  });

  it('says that the network is lost once, however often it tries', () => {
    const scene = new Scene().watch();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      scene.becomes(200);
      scene.pass();
    }
    expect([scene.heard, scene.network.state]).toEqual([['lost'], { kind: 'lost', name: 'Home' }]);
  });

  it('starts quickly again after a network that came back', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      scene.becomes(200);
      scene.pass();
    }
    scene.becomes(500);
    scene.becomes(200);
    expect(scene.pass()).toBe(2000);
  });

  it('gives up a join that brings no address, and tries again', () => {
    const scene = new Scene().watch();
    scene.becomes(400);
    scene.pass(); // The join's deadline.
    scene.pass(); // The wait for the next attempt.
    expect([scene.disconnects, scene.connects.length]).toEqual([1, 2]);
  });

  it('waits and tries again where the driver refuses', () => {
    const scene = new Scene();
    scene.refuses = true;
    scene.watch();
    scene.refuses = false;
    scene.pass();
    expect([scene.heard, scene.connects.length]).toEqual([['lost'], 2]);
  });

  it('asks for the time once, though the network comes and goes meanwhile', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.pass();
    scene.becomes(500);
    expect(scene.clockAskedTimes).toBe(1);
  });

  it('stays lost where the time arrives while the network is away', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.onClockSet();
    expect(scene.network.state.kind).toBe('lost');
  });
});
