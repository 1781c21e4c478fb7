/** Each check of a soak can fail: a mistake, planted between the device and its ports, that it must report. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DevicePorts } from '../../../device/app/device.js';
import type { FakeSpotify } from '../../../simulator/spotify/fake-spotify.js';
import type { Http, HttpHandlers, HttpRequest } from '../../../device/shared/ports.js';
import type { Log } from '../../../relay/log.js';
import type { StartOptions } from '../../../relay/start.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { SOAK_FAULTS } from '../../../tools/soak/faults.js';
import { soak } from '../../../tools/soak/run.js';
import { isLong } from '../../support/counts.js';

interface Mutant {
  readonly check: string;
  readonly mistake: string;
  readonly reports: RegExp;
  /** The fault under which it shows. */
  readonly under: string;
  readonly seed?: number;
  readonly hours?: number;
  readonly plant?: (ports: DevicePorts) => DevicePorts;
  readonly plantAtSpotify?: (spotify: FakeSpotify) => void;
  readonly plantAtRelay?: (options: StartOptions) => StartOptions;
}

const dataDir = mkdtempSync(join(tmpdir(), 'mutants-test-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

type IsMeant = (request: HttpRequest) => boolean;
const isPoll: IsMeant = ({ url }) => url.includes('/v1/me/player');
const isRefresh: IsMeant = ({ url }) => url.endsWith('/refresh');
const PAUSED = /("is_playing" ?: ?)false/;

function onRequest(
  http: Http,
  isMeant: IsMeant,
  change: (handlers: HttpHandlers) => Partial<HttpHandlers>,
): Http {
  return {
    send: (request, handlers) =>
      http.send(
        request,
        isMeant(request)
          ? {
              onHeaders: (status, headers) => handlers.onHeaders(status, headers),
              onBody: (chunk) => handlers.onBody(chunk),
              onDone: () => handlers.onDone(),
              onFault: (fault) => handlers.onFault(fault),
              ...change(handlers),
            }
          : handlers,
      ),
  };
}

/** Each token brings the offset from UTC that came first, and no later one. */
function withFirstOffset(ports: DevicePorts): DevicePorts {
  let first: string | undefined;
  const change = (body: string): string =>
    body
      .replace(/,?"next_offset_\w+":-?\d+/g, '')
      .replace(/"utc_offset_min":-?\d+/, (offset) => (first ??= offset));
  return { ...ports, http: rewritten(ports.http, isRefresh, change) };
}

/** The body in one piece, changed. */
function rewritten(http: Http, isMeant: IsMeant, change: (body: string) => string): Http {
  return onRequest(http, isMeant, (handlers) => {
    const chunks: Uint8Array[] = [];
    return {
      onBody: (chunk) => void chunks.push(chunk.slice()),
      onDone: () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (text !== '') handlers.onBody(Buffer.from(change(text)));
        handlers.onDone();
      },
    };
  });
}

/** Each gets the body that came before, of any device. */
function exchanged(isMeant: IsMeant): NonNullable<Mutant['plant']> {
  let last: string | undefined;
  const change = (body: string): string => {
    const before = last ?? body;
    last = body;
    return before;
  };
  return (ports) => ({ ...ports, http: rewritten(ports.http, isMeant, change) });
}

/** Whether and when the relay stores what a refresh brought. */
function storing(change: (store: () => Promise<boolean>) => Promise<boolean>) {
  return (options: StartOptions): StartOptions => {
    const { database } = options;
    if (!database) throw new Error('no database');
    const changed = database.changed.bind(database);
    database.changed = (parts, ...values) => {
      const store = (): Promise<boolean> => changed(parts, ...values);
      return parts[0]?.includes('access_token_sealed =') ? change(store) : store();
    };
    return options;
  };
}

/** When the relay stores a refresh token. */
function sealing(work: (log: Log, clear: string) => void) {
  return (options: StartOptions): StartOptions => {
    const { database, log } = options;
    if (!database || !log) throw new Error('no database or no log');
    const { cipher } = database;
    const seal = cipher.seal.bind(cipher);
    cipher.seal = (clear, place) => {
      if (place.includes('refresh_token')) work(log, clear);
      return seal(clear, place);
    };
    return options;
  };
}

/** Runs before each request. */
function before(http: Http, work: (request: HttpRequest) => void): Http {
  return {
    send: (request, handlers) => {
      work(request);
      return http.send(request, handlers);
    },
  };
}

const IGNORED: HttpHandlers = {
  onHeaders: () => undefined,
  onBody: () => undefined,
  onDone: () => undefined,
  onFault: () => undefined,
};

/** After a minute the last such request goes out each second. */
function eachSecond(isMeant: IsMeant): NonNullable<Mutant['plant']> {
  return (ports) => {
    let last: HttpRequest | undefined;
    const again = (): void => {
      if (last) ports.http.send(last, IGNORED);
      ports.timer.set(again, 1_000);
    };
    ports.timer.set(again, 60_000);
    const keep = (request: HttpRequest): void => {
      if (isMeant(request)) last = request;
    };
    return { ...ports, http: before(ports.http, keep) };
  };
}

/** One device on GPIO that keeps to UTC, tokens that rotate and last for half an hour, and a fault of four minutes. */
const SEED = 15;
/** The same with two devices, of an account each. */
const NEIGHBOURS_SEED = 9;
/** The fault befalls the statement that stores a rotated token. */
const STORED_SEED = 54;
/** In Berlin, where it is dark until 02:30 while 3 becomes 2 o'clock. */
const CLOCKS_CHANGE = { seed: 56, hours: 3 };
const { pins: PINS } = DEFAULTS.wiring;
const NEVER = new Promise<never>(() => undefined);

const MUTANTS: readonly Mutant[] = [
  {
    check: 'the item that plays is shown',
    mistake: 'another title is read',
    reports: /^not /,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      http: rewritten(ports.http, isPoll, (body) =>
        body.replace(/Blue|Boats|Ferry|Rain|Slow/g, 'Noon'),
      ),
    }),
  },
  {
    check: 'the position is the true one',
    mistake: 'positions are ten seconds late',
    reports: /^\d+ s off the position/,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      http: rewritten(ports.http, isPoll, (body) => body.replace(/("progress_ms" ?: ?)\d+/, '$10')),
    }),
  },
  {
    check: 'a pause is shown',
    mistake: 'each item is read as one that plays',
    reports: /^shows no pause/,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      http: rewritten(ports.http, isPoll, (body) => body.replace(PAUSED, '$1true')),
    }),
  },
  {
    check: 'the position of a paused item stands still',
    mistake: 'it runs on',
    reports: /^\d+ s off the position/,
    under: 'token expired',
    plant: (ports) => {
      let pausedAtUs: number | undefined;
      const http = rewritten(ports.http, isPoll, (body) => {
        const nowUs = ports.clock.nowUs();
        pausedAtUs = PAUSED.test(body) ? (pausedAtUs ?? nowUs) : undefined;
        const runsOnMs = Math.round((nowUs - (pausedAtUs ?? nowUs)) / 1000);
        return body.replace(
          /("progress_ms" ?: ?)(\d+)/,
          (_all, name: string, ms: string) => `${name}${Number(ms) + runsOnMs}`,
        );
      });
      return { ...ports, http };
    },
  },
  {
    check: 'a start after a pause is seen within a minute',
    mistake: 'a paused device polls every two minutes',
    reports: /^shows a pause/,
    under: 'token expired',
    // It pauses for long enough.
    seed: 1,
    plant: (ports) => {
      let paused: { readonly body: string; readonly atUs: number } | undefined;
      const { clock, timer } = ports;
      const http = rewritten(ports.http, isPoll, (body) => {
        paused = PAUSED.test(body) ? { body, atUs: clock.nowUs() } : undefined;
        return body;
      });
      const send: Http['send'] = (request, handlers) => {
        if (!isPoll(request) || !paused || clock.nowUs() - paused.atUs > 120e6)
          return http.send(request, handlers);
        const { body } = paused;
        return timer.set(() => {
          handlers.onHeaders(200, {});
          handlers.onBody(Buffer.from(body));
          handlers.onDone();
        }, 40);
      };
      return { ...ports, http: { send } };
    },
  },
  {
    check: 'no fault looks as if nothing played',
    mistake: 'a failed poll is a response of nothing',
    reports: /^shows that nothing plays/,
    under: 'spotify unreachable',
    plant: (ports) => ({
      ...ports,
      http: onRequest(ports.http, isPoll, (handlers) => ({
        onFault: () => {
          handlers.onHeaders(204, {});
          handlers.onDone();
        },
      })),
    }),
  },
  {
    check: 'no request before the Retry-After of a 503 is over',
    mistake: 'a request to the relay goes out each second',
    reports: /to relay came .* before its Retry-After was over/,
    under: 'database away',
    plant: eachSecond(isRefresh),
  },
  {
    check: 'a fault is shown when nobody can know what plays',
    mistake: 'the last response stands in for a failed poll',
    reports: /^shows no fault/,
    under: 'spotify unreachable',
    plant: (ports) => {
      let last: Uint8Array[] = [];
      const http = onRequest(ports.http, isPoll, (handlers) => {
        const chunks: Uint8Array[] = [];
        return {
          onBody: (chunk) => {
            chunks.push(chunk.slice());
            handlers.onBody(chunk);
          },
          onDone: () => {
            last = chunks;
            handlers.onDone();
          },
          onFault: () => {
            handlers.onHeaders(200, {});
            for (const chunk of last) handlers.onBody(chunk);
            handlers.onDone();
          },
        };
      });
      return { ...ports, http };
    },
  },
  {
    check: 'an item goes on while responses are stale',
    mistake: 'a response like the one before is a fault',
    reports: /^does not go on with/,
    under: 'wire: stale',
    // It begins when an item has played for long enough.
    seed: 23,
    plant: (ports) => {
      let last = '';
      const http = onRequest(ports.http, isPoll, (handlers) => {
        let text = '';
        return {
          onBody: (chunk) => {
            text += Buffer.from(chunk).toString('latin1');
            handlers.onBody(chunk);
          },
          onDone: () => {
            const isRepeated = text === last;
            last = text;
            if (isRepeated) handlers.onFault({ kind: 'cut-off', detail: 'planted' });
            else handlers.onDone();
          },
        };
      });
      return { ...ports, http };
    },
  },
  {
    check: 'a display is lit and dark by the local time',
    mistake: 'the offset from UTC stays as it was before the clocks change',
    reports: /^is lit in the dark hours/,
    under: 'token expired',
    ...CLOCKS_CHANGE,
    plant: withFirstOffset,
  },
  {
    check: 'the clock shows the local time',
    mistake: 'the offset from UTC stays as it was before the clocks change',
    reports: /^not \d\d:\d\d: +\d\d:\d\d /,
    under: 'token expired',
    ...CLOCKS_CHANGE,
    plant: withFirstOffset,
  },
  {
    check: 'a device recovers within its time',
    mistake: 'after a failed poll nothing is sent for a quarter of an hour',
    reports: /^has not recovered in time/,
    under: 'spotify unreachable',
    plant: (ports) => {
      let isDown = false;
      const http = onRequest(ports.http, isPoll, (handlers) => ({
        onFault: (fault) => {
          isDown = true;
          ports.timer.set(() => (isDown = false), 15 * 60_000);
          handlers.onFault(fault);
        },
      }));
      const send: Http['send'] = (request, handlers) =>
        isDown
          ? ports.timer.set(() => handlers.onFault({ kind: 'unreachable', detail: 'planted' }), 40)
          : http.send(request, handlers);
      return { ...ports, http: { send } };
    },
  },
  {
    check: 'no title of another account',
    mistake: 'a poll gets the last response to any device',
    reports: /^shows a title of another account/,
    under: 'token expired',
    seed: NEIGHBOURS_SEED,
    plant: exchanged(isPoll),
  },
  {
    check: 'no token of another account',
    mistake: 'a refresh gets the last response to any device',
    reports: /^uses a token of another account/,
    under: 'token expired',
    seed: NEIGHBOURS_SEED,
    plant: exchanged(isRefresh),
  },
  {
    check: 'no grant is lost that can be kept',
    mistake: 'the relay does not keep a refresh token that Spotify rotated',
    reports: /^the relay lost a grant/,
    under: 'token expired',
    plantAtSpotify: ({ token }) => {
      const answer = token.answer.bind(token);
      token.answer = (request) => {
        const response = answer(request);
        if (!request.body.includes('grant_type=refresh_token')) return response;
        return { ...response, body: response.body.replace(/"refresh_token" ?: ?"[^"]*",?/, '') };
      };
    },
  },
  {
    check: 'no grant is lost while the database is away',
    mistake: 'the relay gives up what it could not store',
    reports: /^the relay lost a grant/,
    under: 'database away',
    seed: STORED_SEED,
    plantAtRelay: storing((store) =>
      store().catch(() => {
        throw new Error('planted');
      }),
    ),
  },
  {
    check: 'two relays know of the same tokens',
    mistake: 'a relay keeps what it refreshed to itself',
    reports: /^the relay lost a grant/,
    under: 'one relay stopped',
    plantAtRelay: storing(() => Promise.resolve(true)),
  },
  {
    check: 'no token goes out whose refresh could be lost',
    mistake: 'a refresh is stored after its response',
    reports: /^uses a token that the relay did not keep/,
    under: 'relay killed',
    seed: STORED_SEED,
    plantAtRelay: storing((store) => {
      setTimeout(() => void store(), 20);
      return Promise.resolve(true);
    }),
  },
  {
    check: 'a linked device shows no user code',
    mistake: 'a restart forgets the link',
    reports: /^shows a user code/,
    under: 'crash',
    plant: (ports) => ({
      ...ports,
      store: { ...ports.store, read: () => undefined, write: () => undefined },
    }),
  },
  {
    check: 'the rules of the display',
    mistake: 'now and then an edge of E comes twice',
    reports: /^display: /,
    under: 'token expired',
    plant: (ports) => {
      let count = 0;
      const e = 1 << PINS.e;
      const openBank: DevicePorts['openBank'] = (mask) => {
        const bank = ports.openBank(mask);
        return {
          write: (levels) => {
            bank.write(levels);
            if ((levels & e) === 0 || ++count % 5_000 !== 0) return;
            bank.write(levels & ~e);
            bank.write(levels);
          },
        };
      };
      return { ...ports, openBank };
    },
  },
  {
    check: 'no request before a Retry-After is over',
    mistake: 'a request goes out each second',
    reports: /before its Retry-After was over/,
    under: 'block',
    plant: eachSecond(() => true),
  },
  {
    check: 'no request before a Retry-After is over, also after a restart',
    mistake: 'the block is not stored',
    reports: /before its Retry-After was over/,
    under: 'restart in a block',
    plant: (ports) => {
      const { store } = ports;
      const write: DevicePorts['store']['write'] = (key, value) =>
        key === 'schedule' ? undefined : store.write(key, value);
      const read = (key: string): string | undefined => store.read(key);
      return { ...ports, store: { read, write, remove: (key) => store.remove(key) } };
    },
  },
  {
    check: 'the request budget',
    mistake: 'each poll is sent forty times',
    reports: /requests in 24 h/,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      http: before(ports.http, (request) => {
        for (let times = 1; isPoll(request) && times < 40; times += 1)
          ports.http.send({ ...request, url: request.url.replace('/v1/', '/v0/') }, IGNORED);
      }),
    }),
  },
  {
    check: 'no restart by itself',
    mistake: 'the watchdog is not fed',
    reports: /restarts by itself/,
    under: 'token expired',
    plant: (ports) => {
      let fed = 0;
      const feedWatchdog = (): void => {
        fed += 1;
        if (fed < 300) ports.system.feedWatchdog();
      };
      const { system } = ports;
      return {
        ...ports,
        system: { startReason: system.startReason, restart: () => system.restart(), feedWatchdog },
      };
    },
  },
  {
    check: 'no secret in a log',
    mistake: 'a request is logged with its headers',
    reports: /^a log holds a secret/,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      http: before(ports.http, ({ headers }) => ports.log.write('info', JSON.stringify(headers))),
    }),
  },
  {
    check: 'few writes to flash',
    mistake: 'each poll is stored',
    reports: /store writes/,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      http: before(ports.http, ({ url }) => {
        for (let times = 0; times < 10; times += 1) ports.store.write('polled', url);
      }),
    }),
  },
  {
    check: 'no unhandled rejection',
    mistake: 'a promise fails that nobody waits for',
    reports: /^unhandled rejection/,
    under: 'token expired',
    plant: (ports) => ({
      ...ports,
      // Not a real one: jest would fail the test by itself.
      http: before(ports.http, () => void process.emit('unhandledRejection', 'planted', NEVER)),
    }),
  },
  {
    check: 'no refresh token in a log of the relay',
    mistake: 'what is sealed is logged',
    reports: /^a log holds a secret/,
    under: 'token expired',
    plantAtRelay: sealing((log, clear) => log.warn({ clear }, 'sealed')),
  },
  {
    check: 'no secret in a URL',
    mistake: 'a refresh has the device’s token in its query, too',
    reports: /^a URL holds a secret/,
    under: 'token expired',
    plant: (ports) => {
      const send: Http['send'] = (request, handlers) => {
        const { authorization = '' } = request.headers;
        const url = isRefresh(request)
          ? `${request.url}?token=${authorization.replace('Bearer ', '')}`
          : request.url;
        return ports.http.send({ ...request, url }, handlers);
      };
      return { ...ports, http: { send } };
    },
  },
];

/** All of them in `npm run test:long`. */
const TRIED = isLong ? MUTANTS : MUTANTS.filter((_mutant, index) => index % 10 === 0);

function run({
  under,
  seed = SEED,
  hours = 1,
  ...planted
}: Omit<Mutant, 'check' | 'mistake' | 'reports'>) {
  const faults = SOAK_FAULTS.filter(({ name }) => name === under);
  return soak({ hours, seed, dataDir, faults, ...planted });
}

describe('a soak', () => {
  it.each(
    TRIED.map((mutant) => [mutant.check, mutant.mistake, mutant.seed ?? SEED, mutant] as const),
  )(
    'checks that %s: %s (seed %i)',
    async (_check, _mistake, _seed, mutant) => {
      const { broken } = await run(mutant);
      expect(broken.map(({ what }) => what)).toContainEqual(expect.stringMatching(mutant.reports));
    },
    300_000,
  );

  it.each([
    ...new Map(
      TRIED.map(({ under, seed = SEED, hours = 1 }) => [
        `${under} (seed ${seed})`,
        { under, seed, hours },
      ]),
    ),
  ])(
    'has nothing to report without a mistake under %s',
    async (_name, unharmed) => expect((await run(unharmed)).broken).toEqual([]),
    300_000,
  );
});
