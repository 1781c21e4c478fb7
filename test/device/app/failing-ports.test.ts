/** The kth call of each port fails, for k = 1, 2, 3 … through linking and playing: the device recovers each time. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DevicePorts } from '../../../device/app/device.js';
import { isLong } from '../../support/counts.js';
import { json, World } from './world.js';

/** What befalls one call; `real` is the call as it would have been. */
type Mishap = (ports: DevicePorts, isNow: () => boolean) => DevicePorts;

const no = (): never => {
  throw new Error('the port failed');
};

const MISHAPS: Readonly<Record<string, Mishap>> = {
  'a request that fails at once': (ports, isNow) => ({
    ...ports,
    http: {
      send: (request, handlers) => {
        if (!isNow()) return ports.http.send(request, handlers);
        const fault = { kind: 'unreachable', detail: '' } as const;
        return ports.timer.set(() => handlers.onFault(fault), 10);
      },
    },
  }),
  'a request that never ends': (ports, isNow) => ({
    ...ports,
    http: {
      send: (request, handlers) => (isNow() ? () => undefined : ports.http.send(request, handlers)),
    },
  }),
  'a request that throws': (ports, isNow) => ({
    ...ports,
    http: {
      send: (request, handlers) => (isNow() ? no() : ports.http.send(request, handlers)),
    },
  }),
  'a response that is cut off': (ports, isNow) => ({
    ...ports,
    http: {
      send: (request, handlers) => {
        if (!isNow()) return ports.http.send(request, handlers);
        let cancel = (): void => undefined;
        cancel = ports.http.send(request, {
          ...handlers,
          onHeaders: (status, headers) => handlers.onHeaders(status, headers),
          onBody: (chunk) => {
            cancel();
            handlers.onBody(chunk.subarray(0, chunk.length >> 1));
            handlers.onFault({ kind: 'cut-off', detail: '' });
          },
          onDone: () => handlers.onDone(),
          onFault: (fault) => handlers.onFault(fault),
        });
        return () => cancel();
      },
    },
  }),
  'a store that throws': (ports, isNow) => ({
    ...ports,
    store: {
      read: (key) => (isNow() ? no() : ports.store.read(key)),
      write: (key, value) => (isNow() ? no() : ports.store.write(key, value)),
      remove: (key) => (isNow() ? no() : ports.store.remove(key)),
    },
  }),
  'a timer that is late': (ports, isNow) => ({
    ...ports,
    timer: {
      set: (callback, delayMs) => ports.timer.set(callback, isNow() ? delayMs + 90_000 : delayMs),
    },
  }),
  'a timer that is forgotten': (ports, isNow) => ({
    ...ports,
    timer: {
      set: (callback, delayMs) => (isNow() ? () => undefined : ports.timer.set(callback, delayMs)),
    },
  }),
  'a timer that cannot be set': (ports, isNow) => ({
    ...ports,
    timer: {
      set: (callback, delayMs) => (isNow() ? no() : ports.timer.set(callback, delayMs)),
    },
  }),
  'a line that cannot be had': (ports, isNow) => ({
    ...ports,
    openBank: (mask) => (isNow() ? no() : ports.openBank(mask)),
  }),
  'a write to the display that throws': (ports, isNow) => ({
    ...ports,
    openBank: (mask) => {
      const bank = ports.openBank(mask);
      return {
        write: (levels) => (isNow() ? no() : bank.write(levels)),
      };
    },
  }),
  'a log that throws': (ports, isNow) => ({
    ...ports,
    log: {
      write: (level, message) => (isNow() ? no() : ports.log.write(level, message)),
    },
  }),
};

/** From power on to a song that plays for a while, and then: the pauses after restarts included. */
const RUN_S = 20;
const RECOVERS_WITHIN_S = 200;
/** Of thousands of calls a short run tries every so manieth. */
const TRIES = isLong ? Infinity : 12;

let world: World | undefined;

function run(mishap: Mishap, k: number): { readonly calls: number; readonly world: World } {
  let calls = 0;
  const isNow = (): boolean => {
    calls += 1;
    return calls === k;
  };
  const made = new World({
    settings: { healS: 60 },
    between: (ports) => mishap(ports, isNow),
  });
  world = made;
  made.responses['/token'] = () => json(200, { access_token: 'dev', uid: 'me' });
  made.start().pass(RUN_S);
  return { calls, world: made };
}

afterEach(() => world?.chip.powerOff());

describe('a device that links and plays', () => {
  it.each(Object.entries(MISHAPS))('recovers from %s, at any call', (_name, mishap) => {
    const whole = run(mishap, 0);
    expect(whole.world.rows[0]).toBe('Song - Ana');
    const stride = Math.max(1, Math.floor(whole.calls / TRIES));
    for (let k = 1; k <= whole.calls; k += stride) {
      const { world: hit } = run(mishap, k);
      const isWell = (): boolean => hit.rows[0] === 'Song - Ana' && /\d:\d\d/.test(hit.rows[1]!);
      for (let second = 0; second < RECOVERS_WITHIN_S && !isWell(); second += 5) hit.pass(5);
      expect([k, hit.rows[0], isWell()]).toEqual([k, 'Song - Ana', true]);
      // It goes on, and keeps what it must not lose.
      const count = hit.countOf('/v1/me/player');
      hit.pass(130);
      expect([k, isWell(), hit.countOf('/v1/me/player') > count]).toEqual([k, true, true]);
      const [, progress] = hit.rows;
      expect([k, hit.pass(3).rows[1] !== progress]).toEqual([k, true]);
      expect([k, hit.chip.restartCount <= 1]).toEqual([k, true]);
      hit.chip.powerOff();
    }
  });
});
