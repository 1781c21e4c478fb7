import { describe, expect, it } from '@jest/globals';
import { WifiNetwork } from '../../../../device/platform/esp32/wifi.js';

const PATIENCE_MS = 600_000;
const DAY_MS = 86_400_000;
/** Between two looks for an address. */
const LOOK_MS = 1_000;
const HOME = { name: 'Home', password: 'eight888' };

/** A station that does as it is told, with timers and a clock that the test moves. */
class Scene {
  readonly heard: string[] = [];
  readonly lines: string[] = [];
  readonly connects: { SSID: string; password?: string }[] = [];
  readonly waits: { run: () => void; delayMs: number }[] = [];
  readonly network: WifiNetwork;
  connection = 200;
  refuses = false;
  disconnects = 0;
  clockAskedTimes = 0;
  givenUpTimes = 0;
  joinedTimes = 0;
  onClockSet: () => void = () => undefined;
  onClockLate: () => void = () => undefined;
  address: string | undefined;
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
      log: { write: (_level, line) => this.lines.push(line) },
      openStation: (onChanged) => {
        this.#onChanged = onChanged;
        return this.#station();
      },
      setClock: (onSet, onLate) => {
        this.clockAskedTimes += 1;
        this.onClockLate = onLate;
        this.onClockSet = () => {
          this.#epochMs = 1_800_000_000_000;
          onSet();
        };
      },
      giveUpAfterMs: PATIENCE_MS,
      onGivenUp: () => (this.givenUpTimes += 1),
      onJoined: () => (this.joinedTimes += 1),
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

  /** Lets the join's deadline end, or the wait for the next attempt: of both there is only ever one. */
  pass(): number {
    const [wait, ...others] = this.waits.filter(
      ({ delayMs }) => ![PATIENCE_MS, DAY_MS, LOOK_MS].includes(delayMs),
    );
    if (!wait || others.length > 0) throw new Error(`${others.length} waits too many`);
    return this.#end(wait);
  }

  /** Lets the wait of this length end. */
  passFor(delayMs: number): void {
    const wait = this.waits.find((one) => one.delayMs === delayMs);
    if (!wait) throw new Error(`no wait of ${delayMs} ms`);
    this.#end(wait);
  }

  #end(wait: { run: () => void; delayMs: number }): number {
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
    const address = (): string | undefined => this.address;
    return {
      get address() {
        return address();
      },
      connect: (options: { SSID: string; password?: string }): void => {
        this.connects.push(options);
        if (this.refuses) throw new Error('connect failed');
        this.connection = 300;
      },
      disconnect: (): void => {
        this.disconnects += 1;
      },
      RSSI: -61,
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

  it('requests no time if the clock is set already', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    scene.becomes(500);
    expect([scene.heard, scene.clockAskedTimes]).toEqual([['online'], 0]);
  });

  it('retries with growing delays, up to half a minute, while the network is down', () => {
    const scene = new Scene().watch();
    const delays = Array.from({ length: 6 }, () => {
      scene.becomes(200);
      return scene.pass();
    });
    expect([delays, scene.connects.length]).toEqual([[2000, 4000, 8000, 16000, 30000, 30000], 7]);
  });

  it('reports when the next attempt is, and logs the loss once', () => {
    const scene = new Scene().watch();
    const next = Array.from({ length: 3 }, () => {
      scene.becomes(200);
      const { state } = scene.network;
      scene.pass();
      return state;
    });
    expect(next).toEqual(
      [2000, 4000, 8000].map((retryAtMs) => ({ kind: 'lost', name: 'Home', retryAtMs })),
    );
    expect(scene.lines).toEqual(['network: lost']);
  });

  it('starts again with short delays after the network was back', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      scene.becomes(200);
      scene.pass();
    }
    scene.becomes(500);
    scene.becomes(200);
    expect(scene.pass()).toBe(2000);
  });

  it('gives up a join that gets no address, and retries', () => {
    const scene = new Scene().watch();
    scene.becomes(400);
    scene.pass(); // The join's deadline.
    scene.pass(); // The wait for the next attempt.
    expect([scene.disconnects, scene.connects.length]).toEqual([1, 2]);
  });

  it('waits and retries if the driver refuses', () => {
    const scene = new Scene();
    scene.refuses = true;
    scene.watch();
    scene.refuses = false;
    scene.pass();
    expect([scene.heard, scene.connects.length]).toEqual([['lost'], 2]);
  });

  it('requests the time once, even if the network comes and goes meanwhile', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.pass();
    scene.becomes(500);
    expect(scene.clockAskedTimes).toBe(1);
  });

  it('stays lost if the time arrives while the network is down', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.onClockSet();
    expect(scene.network.state.kind).toBe('lost');
  });

  it('gives up after ten minutes without the network, however often it tried', () => {
    const scene = new Scene().watch();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      scene.becomes(200);
      scene.pass();
    }
    expect(scene.waits.filter(({ delayMs }) => delayMs === PATIENCE_MS)).toHaveLength(1);
    scene.passFor(PATIENCE_MS);
    expect([scene.givenUpTimes, scene.joinedTimes]).toEqual([1, 0]);
  });

  it('counts the ten minutes from the start once the network was back', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    scene.becomes(500);
    expect(scene.waits.map(({ delayMs }) => delayMs)).toEqual([DAY_MS]);
    scene.becomes(200);
    expect(scene.waits.map(({ delayMs }) => delayMs)).toContain(PATIENCE_MS);
  });

  it('reports only the first join', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.pass();
    scene.becomes(500);
    expect(scene.joinedTimes).toBe(1);
  });

  it('sets the clock again each day, and stays online meanwhile', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.onClockSet();
    for (let day = 1; day <= 3; day += 1) {
      scene.passFor(DAY_MS);
      expect([scene.clockAskedTimes, scene.network.state.kind]).toEqual([1 + day, 'online']);
      scene.onClockSet();
    }
  });

  it('sets the clock a day after a start that found it set', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.pass();
    scene.becomes(500);
    scene.passFor(DAY_MS);
    expect(scene.clockAskedTimes).toBe(1);
  });

  it('continues with IPv4 if no IPv6 address comes', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    scene.becomes(400);
    scene.passFor(LOOK_MS);
    scene.address = 'fe80::1';
    scene.passFor(LOOK_MS);
    const before = [...scene.heard];
    scene.address = '192.168.1.7';
    scene.passFor(LOOK_MS);
    expect([before, scene.heard, scene.joinedTimes]).toEqual([[], ['online'], 1]);
    expect(scene.waits.map(({ delayMs }) => delayMs)).toEqual([DAY_MS]);
    scene.becomes(500);
    scene.becomes(200);
    expect([scene.heard, scene.joinedTimes]).toEqual([['online', 'lost'], 1]);
  });

  it('stops looking for an address once the network is lost', () => {
    const scene = new Scene({ epochMs: 1_800_000_000_000 }).watch();
    scene.becomes(400);
    scene.address = '192.168.1.7';
    scene.becomes(200);
    expect(scene.waits.map(({ delayMs }) => delayMs)).not.toContain(LOOK_MS);
  });

  it('reports that no time server responds, and continues once there is a time', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.onClockLate();
    const late = scene.network.state;
    scene.onClockSet();
    expect([late, scene.network.state.kind]).toEqual([
      { kind: 'setting-clock', isLate: true },
      'online',
    ]);
  });

  it('reports no late clock while the network is lost', () => {
    const scene = new Scene().watch();
    scene.becomes(500);
    scene.becomes(200);
    scene.onClockLate();
    expect(scene.network.state.kind).toBe('lost');
  });

  it('reports the signal of the access point', () => {
    const scene = new Scene();
    const before = scene.network.signalDbm;
    scene.watch();
    expect([before, scene.network.signalDbm]).toEqual([undefined, -61]);
  });
});
