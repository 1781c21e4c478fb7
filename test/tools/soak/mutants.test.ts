/** Each check of a soak can fail: a mistake, planted between the device and its ports, that it must report. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DevicePorts } from '../../../device/app/device.js';
import type { Http, HttpHandlers, HttpRequest } from '../../../device/shared/ports.js';
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
  readonly plant: (ports: DevicePorts) => DevicePorts;
}

const dataDir = mkdtempSync(join(tmpdir(), 'mutants-test-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const isPoll = ({ url }: HttpRequest): boolean => url.includes('/v1/me/player');

function onPoll(http: Http, change: (handlers: HttpHandlers) => Partial<HttpHandlers>): Http {
  return {
    send: (request, handlers) =>
      http.send(
        request,
        isPoll(request)
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

/** The body as it comes, in one piece and with `from` replaced. */
function rewritten(http: Http, from: RegExp, to: string): Http {
  return onPoll(http, (handlers) => {
    const chunks: Uint8Array[] = [];
    return {
      onBody: (chunk) => void chunks.push(chunk.slice()),
      onDone: () => {
        const text = Buffer.concat(chunks).toString('utf8').replace(from, to);
        if (text !== '') handlers.onBody(Buffer.from(text));
        handlers.onDone();
      },
    };
  });
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
      http: rewritten(ports.http, /Blue|Boats|Ferry|Rain|Slow/g, 'Noon'),
    }),
  },
  {
    check: 'the position is the true one',
    mistake: 'positions are ten seconds late',
    reports: /^\d+ s off the position/,
    under: 'token expired',
    plant: (ports) => ({ ...ports, http: rewritten(ports.http, /("progress_ms" ?: ?)\d+/, '$10') }),
  },
  {
    check: 'a fault is shown when nobody can know what plays',
    mistake: 'the last response stands in for a failed poll',
    reports: /^shows no fault/,
    under: 'spotify unreachable',
    plant: (ports) => {
      let last: Uint8Array[] = [];
      const http = onPoll(ports.http, (handlers) => {
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
    plant: (ports) => {
      let last: HttpRequest | undefined;
      const again = (): void => {
        if (last) ports.http.send(last, IGNORED);
        ports.timer.set(again, 1_000);
      };
      ports.timer.set(again, 60_000);
      return { ...ports, http: before(ports.http, (request) => (last = request)) };
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
];

/** Its display is on GPIO, and its fault lasts for four minutes. */
const SEED = 50;

/** All of them in `npm run test:long`. */
const TRIED = isLong ? MUTANTS : MUTANTS.filter((_mutant, index) => index % 4 === 0);

describe('a soak', () => {
  it.each(TRIED.map((mutant) => [mutant.check, mutant.mistake, mutant] as const))(
    'checks that %s: %s',
    async (_check, _mistake, { under, plant, reports }) => {
      const faults = SOAK_FAULTS.filter(({ name }) => name === under);
      const { broken } = await soak({ hours: 1, seed: SEED, devices: 1, dataDir, faults, plant });
      expect(broken.map(({ what }) => what)).toContainEqual(expect.stringMatching(reports));
    },
    300_000,
  );

  it.each([...new Set(TRIED.map(({ under }) => under))])(
    'has nothing to report without a mistake under %s',
    async (under) => {
      const faults = SOAK_FAULTS.filter(({ name }) => name === under);
      expect((await soak({ hours: 1, seed: SEED, devices: 1, dataDir, faults })).broken).toEqual(
        [],
      );
    },
    300_000,
  );
});
