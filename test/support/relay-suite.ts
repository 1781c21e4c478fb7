/** Hooks for a test file that talks to one relay: a database a file, a relay, a Spotify and a clock a test. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from './database.js';
import { FakeSpotify } from './fake-spotify.js';
import { TestClock, TestRelay, type TestRelayOptions } from './relay.js';

export interface RelaySuite {
  readonly database: TestDatabase;
  readonly relay: TestRelay;
  readonly spotify: FakeSpotify;
  readonly clock: TestClock;
  /** Another relay on the same database, Spotify and clock; closed after the test. */
  openRelay(options?: Pick<TestRelayOptions, 'env' | 'demo'>): Promise<TestRelay>;
  /** A uid that no other test of the file has. */
  freshUid(): string;
}

export function relaySuite(): RelaySuite {
  let database: TestDatabase;
  let spotify: FakeSpotify;
  let clock: TestClock;
  let relays: TestRelay[] = [];
  let count = 0;

  const openRelay: RelaySuite['openRelay'] = async (options = {}) => {
    const relay = await TestRelay.open({
      database: await database.open(),
      spotify,
      clock,
      ...options,
    });
    relays.push(relay);
    return relay;
  };
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    spotify = await new FakeSpotify().listen();
    clock = new TestClock();
    await openRelay();
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.close()));
    relays = [];
    await spotify.close();
  });

  return {
    get database() {
      return database;
    },
    get relay() {
      return relays[0]!;
    },
    get spotify() {
      return spotify;
    },
    get clock() {
      return clock;
    },
    openRelay,
    freshUid: () => `user-${(count += 1)}`,
  };
}
