/**
 * The power is cut at the kth write of the device's life, and leaves each kind of torn value behind: at the next
 * start it is linked or, if the first link was torn, unlinked, and either way it ends up playing.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { readLink } from '../../../device/relay-client/stored-link.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { count } from '../../support/counts.js';
import { TEARS, TornStore } from './torn-store.js';
import { json, LINKED, RELAY, World } from './world.js';

const EPOCH_MS = 1_800_000_000_000;
/** Linked, a song, and the owner's settings from the relay. */
const LIFE_S = 60;

let worlds: World[] = [];
afterEach(() => {
  for (const world of worlds) world.chip.powerOff();
  worlds = [];
});

function live(stored: Record<string, string>, store?: TornStore): World {
  const world = new World({
    stored,
    epochMs: EPOCH_MS,
    ...(store ? { between: (ports) => ({ ...ports, store }) } : {}),
  });
  worlds.push(world);
  world.responses['/token'] = () => json(200, { access_token: 'dev', uid: 'me' });
  world.responses['/refresh'] = () =>
    json(200, { access_token: 'at', expires_in: 3600, settings: { scroll: 'bounce' } });
  return world.start().pass(LIFE_S);
}

describe.each([
  ['a first start', {}],
  ['a start with a link', LINKED],
])('a power cut after %s', (_name, stored) => {
  it.each(TEARS)('at each write, $name', (tear) => {
    let cuts = 0;
    for (let fatal = 0; ; fatal += 1) {
      const store = new TornStore(new MemoryStore({ ...stored }), fatal, tear);
      live({}, store);
      if (!store.isDead) break;
      cuts += 1;
      const left = store.inner.contents();
      const link = readLink(new MemoryStore(left), RELAY);
      if (stored === LINKED) expect(link).toEqual({ uid: 'me', deviceToken: 'dev' });
      const next = live(left);
      expect([fatal, next.rows[0], readLink(next.store, RELAY)]).toEqual([
        fatal,
        'Song - Ana',
        { uid: 'me', deviceToken: 'dev' },
      ]);
      if (cuts >= count(6, 60)) break;
    }
    expect(cuts).toBeGreaterThan(0);
  });
});
