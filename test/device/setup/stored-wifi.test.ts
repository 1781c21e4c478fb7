/** A device starts with its old network or the new one, whenever the power is cut. */
import { describe, expect, it } from '@jest/globals';
import { readLink, writeLink } from '../../../device/relay-client/stored-link.js';
import { requestSetUp, noteJoined, planStart } from '../../../device/setup/start-plan.js';
import {
  readWifi,
  takeChoice,
  takeSetUpRequest,
  storeSetUpRequest,
  writeWifi,
  type StoredWifi,
} from '../../../device/setup/stored-wifi.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { DEAD_STORE, everyPowerCut } from '../app/torn-store.js';
import { BUILT_IN } from './scene.js';

const HOME: StoredWifi = {
  name: 'Home "1"',
  password: 'eight888',
  relay: 'https://relay.example.org',
  mayBePlain: false,
  isProven: true,
};
const CAFE: StoredWifi = { ...HOME, name: 'Café', password: undefined, isProven: false };

function holding(wifi?: StoredWifi): MemoryStore {
  const store = new MemoryStore();
  if (wifi) writeWifi(store, wifi, BUILT_IN);
  return store;
}

describe('the stored network', () => {
  it.each([HOME, CAFE, { ...HOME, mayBePlain: true }])('is read back as it was: %j', (wifi) => {
    expect(readWifi(holding(wifi), BUILT_IN)).toEqual(wifi);
  });

  it('is overridden by a build whose values differ from the previous build’s', () => {
    expect(readWifi(holding(HOME), { ...BUILT_IN, name: 'New' })).toBe(undefined);
  });

  it('holds nothing of the build’s', () => {
    const store = new MemoryStore();
    writeWifi(store, HOME, { ...BUILT_IN, name: 'x', password: 'from-the-build' });
    expect(JSON.stringify(store.contents())).not.toContain('from-the-build');
  });

  it('is old or new after a cut during a write, torn or not', () => {
    for (const { left } of everyPowerCut(holding(HOME), (store) =>
      writeWifi(store, CAFE, BUILT_IN),
    ))
      expect([HOME, CAFE]).toContainEqual(readWifi(left, BUILT_IN));
  });

  it('starts after a cut in the very first write, at worst with the page again', () => {
    const cuts = everyPowerCut(holding(), (store) => writeWifi(store, HOME, BUILT_IN));
    for (const { left } of cuts)
      expect(['join', 'set-up']).toContain(planStart(left, BUILT_IN).kind);
  });
});

describe('the request for set-up', () => {
  it('counts for one start', () => {
    const store = holding(HOME);
    storeSetUpRequest(store, 'lost');
    expect([planStart(store, BUILT_IN).kind, planStart(store, BUILT_IN).kind]).toEqual([
      'set-up',
      'join',
    ]);
  });

  it('never loses the network, wherever the power is cut', () => {
    const wish = everyPowerCut(holding(HOME), (store) => storeSetUpRequest(store, 'not-joined'));
    const wished = holding(HOME);
    storeSetUpRequest(wished, 'not-joined');
    const taken = everyPowerCut(wished, (store) => void takeSetUpRequest(store));
    for (const { left } of [...wish, ...taken]) {
      const plan = planStart(left, BUILT_IN);
      expect(plan.kind === 'join' ? plan.wifi.name : plan.known.name).toBe(HOME.name);
      expect(planStart(left, BUILT_IN).kind).toBe('join');
    }
  });
});

describe('planStart', () => {
  it('opens the access point if no network is known', () => {
    expect(planStart(holding(), BUILT_IN)).toMatchObject({ kind: 'set-up', couldNotJoin: false });
  });

  it('joins what the build names', () => {
    const plan = planStart(holding(), { ...BUILT_IN, name: 'Built', password: 'eight888' });
    expect(plan).toMatchObject({ kind: 'join', wifi: { name: 'Built' }, giveUpAfterMs: 600_000 });
  });

  it('waits less for a network that was just typed', () => {
    expect(planStart(holding(CAFE), BUILT_IN)).toMatchObject({ giveUpAfterMs: 90_000 });
    expect(planStart(holding(HOME), BUILT_IN)).toMatchObject({ giveUpAfterMs: 600_000 });
  });

  it('says on the page that a network was not joined', () => {
    const store = holding(CAFE);
    storeSetUpRequest(store, 'not-joined');
    expect(planStart(store, BUILT_IN)).toMatchObject({ kind: 'set-up', couldNotJoin: true });
  });
});

describe('a choice of another relay', () => {
  const OTHER = { ...CAFE, relay: 'https://other.example.org' };
  const LINK = { uid: 'me', deviceToken: 'secret' };
  const linked = (): MemoryStore => {
    const store = holding(HOME);
    writeLink(store, LINK, HOME.relay);
    return store;
  };
  const inForce = (store: MemoryStore) => {
    const plan = planStart(store, BUILT_IN);
    const { relay } = plan.kind === 'join' ? plan.wifi : plan.known;
    return { relay, link: readLink(store, relay) };
  };

  it('deletes all of the link', () => {
    const store = linked();
    takeChoice(store, OTHER, { known: HOME, builtIn: BUILT_IN });
    expect(JSON.stringify(store.contents())).not.toContain(LINK.deviceToken);
  });

  it('leaves the old relay with its link or the new one without, wherever the power is cut', () => {
    const cuts = everyPowerCut(linked(), (store) =>
      takeChoice(store, OTHER, { known: HOME, builtIn: BUILT_IN }),
    );
    expect(cuts.length).toBeGreaterThan(20);
    for (const { left } of cuts)
      expect([
        { relay: HOME.relay, link: LINK },
        { relay: OTHER.relay, link: undefined },
      ]).toContainEqual(inForce(left));
  });

  it('by another build deletes the link too', () => {
    const built = { ...BUILT_IN, name: 'Built', relay: OTHER.relay };
    const plan = planStart(linked(), built);
    expect(plan.kind === 'join' && readLink(linked(), plan.wifi.relay)).toBe(undefined);
  });
});

describe('a store that always throws', () => {
  const lines: string[] = [];
  const log = { write: (_level: string, line: string) => void lines.push(line) };

  it('lets the device join what the build names, or opens the page', () => {
    const built = { ...BUILT_IN, name: 'Built', password: 'eight888' };
    expect([planStart(DEAD_STORE, built, log), planStart(DEAD_STORE, BUILT_IN)]).toMatchObject([
      { kind: 'join', wifi: { name: 'Built' } },
      { kind: 'set-up' },
    ]);
    expect(lines.join()).toContain('nvs get fail');
  });

  it('reports that the request for set-up was not stored, so that no restart follows', () => {
    expect(requestSetUp(DEAD_STORE, 'lost', log)).toBe(false);
    expect(requestSetUp(holding(), 'lost', log)).toBe(true);
  });

  it('continues without noting that a network was joined', () => {
    const plan = planStart(holding(CAFE), BUILT_IN);
    if (plan.kind !== 'join') throw new Error(plan.kind);
    noteJoined(DEAD_STORE, plan.wifi, BUILT_IN, log);
    expect(lines.join()).toContain('that it was joined');
  });

  it('that cannot erase the request does not open the page at every start', () => {
    const store = holding(HOME);
    storeSetUpRequest(store, 'lost');
    const stuck = { ...DEAD_STORE, read: (key: string) => store.read(key) };
    expect(planStart(stuck, BUILT_IN, log).kind).toBe('join');
  });
});

describe('noteJoined', () => {
  const log = { write: () => undefined };

  it('marks the typed network as proven, once', () => {
    const store = holding(CAFE);
    const plan = planStart(store, BUILT_IN);
    if (plan.kind !== 'join') throw new Error(plan.kind);
    noteJoined(store, plan.wifi, BUILT_IN, log);
    expect(readWifi(store, BUILT_IN)).toEqual({ ...CAFE, isProven: true });
  });
});
