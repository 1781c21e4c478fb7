/** What can go wrong in a soak: a table, a row each. A seed chooses among them. */
import { GO_ON_MS, LATE_MS } from '../../device/clock/time-setter.js';
import type { NetworkState } from '../../device/shared/ports.js';
import { NAMED_FAULTS, type FaultStep } from '../../simulator/spotify/faults.js';
import type { FakeOutcome } from '../../simulator/spotify/http-message.js';
import {
  FAULT_CASES,
  HARMLESS_CASES,
  SOCKET_FAULTS,
  type Came,
} from '../../test/device/app/fault-cases.js';
import { TEARS } from '../../test/device/app/torn-store.js';
import type { Seat } from './seat.js';
import type { VirtualSystem } from './system.js';
import type { Meanwhile } from './watch.js';
import { WIRE_FAULTS, type WireFault } from './wire.js';

interface FaultScene {
  readonly system: VirtualSystem;
  /** The device that it affects, where it affects one. */
  readonly seat: Seat;
  readonly forMs: number;
  /** Presses every device's button, as a person does after a repair. */
  readonly press: () => void;
  /** The person connects Spotify again. */
  readonly connect: () => Promise<unknown>;
}

type End = () => unknown;

export interface SoakFault {
  readonly name: string;
  /** One device, or all. */
  readonly affects: 'one' | 'all';
  /** `excused`: it may show anything. `unnoticed`: the display must be right again while the fault lasts. */
  readonly meanwhile: Meanwhile | 'excused' | 'unnoticed';
  /** After its end. A heartbeat, a response and a check by default. */
  readonly withinMs?: number;
  readonly only?: 'gpio' | 'pcf8574' | 'two relays';
  /** The device may lose its count of the day's requests. */
  readonly forgets?: true;
  /** The chip starts again. */
  readonly restarts?: true;
  /** The relay loses its access to Spotify, until the person connects it again. */
  readonly endsGrants?: true;
  /** The device then polls too rarely for a bound, so no fault follows. */
  readonly isLast?: true;
  /** The display's controller gets what no driver would send. */
  readonly garbles?: true;
  /** @returns what ends it; a fault without an end is over at once */
  begin(scene: FaultScene): End | undefined | Promise<End | undefined>;
}

/** A heartbeat, then a response and a check. */
export const RECOVERS_WITHIN_MS = 45_000;
/** A restart takes some seconds more, and the wait before it grows if it happens often. */
const RESTARTS_WITHIN_MS = 120_000;
/** The longest wait that can be under way at the end of a fault of four minutes: for the fourth 429 without a time. */
const LONGEST_WAIT_MS = 240_000;
/** A response and a check after it. */
const CHECK_MS = 15_000;
/** After several refusals with a time: from the second on the device waits longer than it was told. */
const LIMITED_WITHIN_MS = 65_000;
/** After an hour of nothing, and so after responses that say so by mistake. */
const IDLE_WITHIN_MS = 75_000;
/** The display is written as a whole each minute. */
const HEALS_WITHIN_MS = 75_000;
/** A missing backpack is looked for each 30 s. */
const FOUND_WITHIN_MS = 45_000;
/** A longer one outlasts the quiet time before the next fault. */
const RETRY_AFTER_S_MAX = 60;
const HOUR_MS = 3_600_000;
/** Faults last for minutes, a daily quota for hours. */
const QUOTA_TIMES = 60;
/** Before and after each statement that a relay needs for an access token. */
const INSTANTS = 14;
const LAST = { isLast: true, withinMs: Infinity } as const;
/** The other wire faults let no response through. */
const WITH_RESPONSES: Partial<Record<WireFault, SoakFault['meanwhile']>> = {
  slow: 'excused',
  stale: 'stale',
  'late position': 'late',
};

type Row = Omit<SoakFault, 'name' | 'affects' | 'meanwhile' | 'begin'>;

const affecting =
  (affects: SoakFault['affects']) =>
  (
    name: string,
    meanwhile: SoakFault['meanwhile'],
    begin: SoakFault['begin'],
    row: Row = {},
  ): SoakFault => ({ name, affects, meanwhile, begin, ...row });
const one = affecting('one');
const all = affecting('all');

/** @param mended what the person does at its end */
function answers(
  { target, answer, times = Infinity }: Omit<FaultStep, 'times'> & Partial<FaultStep>,
  mended: (scene: FaultScene) => unknown = () => undefined,
) {
  return (scene: FaultScene): End => {
    const { faults, grants } = scene.system.fakeSpotify;
    faults.add({ target, answer, times });
    // The relay asks only when an access token has expired.
    if (target === 'accounts') grants.expireAccessTokens();
    return () => {
      faults.clear();
      return mended(scene);
    };
  };
}

function outcomeOf({ status, text, retryAfter }: Extract<Came, { status: number }>): FakeOutcome {
  return {
    status,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    body: text,
  };
}

function networkIs(state: NetworkState): SoakFault['begin'] {
  return ({ seat }) => {
    seat.device.network.become(state);
    return () => seat.device.network.become({ kind: 'online' });
  };
}

const CASES = FAULT_CASES.flatMap(({ name, origin, came, wait: [, tenthMs] }) => {
  if (origin !== 'spotify' || 'socket' in came) return [];
  // A date is long too: it is the same for every seed, and hours away.
  const isShort = Number(came.retryAfter ?? 0) <= RETRY_AFTER_S_MAX;
  const isLast = !isShort || came.text.includes('QUOTA_EXCEEDED');
  const isForOwner = tenthMs >= HOUR_MS;
  const waitMs = isForOwner ? 0 : Math.min(tenthMs, LONGEST_WAIT_MS);
  const begin = answers(
    { target: 'api', answer: outcomeOf(came) },
    isForOwner ? ({ press }) => press() : undefined,
  );
  return all(`answer: ${name}`, 'blind', begin, {
    withinMs: Math.max(
      came.status === 429 ? LIMITED_WITHIN_MS : RECOVERS_WITHIN_MS,
      waitMs + CHECK_MS,
    ),
    ...(isLast ? LAST : {}),
  });
});

const NAMED = Object.entries(NAMED_FAULTS).flatMap(([name, { target, answer }]) => {
  // The devices have no buttons for the player.
  if (target === 'command') return [];
  const isRevoked = name === 'false-revoked';
  if (target === 'accounts')
    return all(
      `answer ${name}`,
      'excused',
      // A mistaken refusal looks like a true one.
      answers({ target, answer }, isRevoked ? ({ connect }) => connect() : undefined),
      isRevoked ? { endsGrants: true } : { withinMs: LIMITED_WITHIN_MS },
    );
  const withinMs =
    name === 'rate-limited-text'
      ? LONGEST_WAIT_MS + CHECK_MS
      : name === 'rate-limited'
        ? LIMITED_WITHIN_MS
        : RECOVERS_WITHIN_MS;
  const polled = all(`answer ${name}`, 'blind', answers({ target, answer }), { withinMs });
  // Time stands while a relay waits for a response that never comes.
  if ('hang' in answer) return polled;
  return [
    polled,
    all(`refresh: ${name}`, 'excused', answers({ target: 'accounts', answer }), {
      withinMs: LIMITED_WITHIN_MS,
    }),
  ];
});

export const SOAK_FAULTS: readonly SoakFault[] = [
  ...(['spotify', 'relay'] as const).flatMap((host) =>
    SOCKET_FAULTS.map((kind) =>
      one(`${host} ${kind}`, host === 'spotify' ? 'blind' : 'served', ({ seat }) => {
        seat.gate.close(host, kind);
        return () => seat.gate.close(host, undefined);
      }),
    ),
  ),
  ...WIRE_FAULTS.map((kind) =>
    one(
      `wire: ${kind}`,
      WITH_RESPONSES[kind] ?? 'blind',
      ({ seat }) => {
        seat.wire.fault = kind;
        return () => (seat.wire.fault = undefined);
      },
      { withinMs: kind === 'stale' ? IDLE_WITHIN_MS : RECOVERS_WITHIN_MS },
    ),
  ),
  ...CASES,
  ...NAMED,
  ...HARMLESS_CASES.map(({ name, came }) =>
    all(`blip: ${name}`, 'excused', answers({ target: 'api', answer: outcomeOf(came), times: 1 }), {
      withinMs: IDLE_WITHIN_MS,
    }),
  ),
  all('block', 'blind', ({ system, forMs }) => {
    system.fakeSpotify.limits.block(forMs, false);
    return () => undefined;
  }),
  all(
    'restart in a block',
    'excused',
    ({ system, seat, forMs }) => {
      system.fakeSpotify.limits.block(forMs, false);
      system.time.timer.set(() => seat.restart(), forMs / 2);
      return () => undefined;
    },
    { withinMs: RESTARTS_WITHIN_MS },
  ),
  all(
    'daily quota',
    'blind',
    ({ system, forMs }) => {
      system.fakeSpotify.limits.block(forMs * QUOTA_TIMES, true);
      return () => undefined;
    },
    LAST,
  ),
  all('token expired', 'excused', ({ system }) => {
    system.fakeSpotify.grants.expireAccessTokens();
    return undefined;
  }),
  all(
    'app removed',
    'blind',
    ({ system, connect }) => {
      system.fakeSpotify.control({ action: 'revoke' });
      return connect;
    },
    { endsGrants: true },
  ),
  all('relay restarted', 'excused', async ({ system }) => {
    await system.relays.stop();
    await system.relays.start();
    return undefined;
  }),
  all('relay stopped', 'served', async ({ system }) => {
    await system.relays.stop();
    return () => system.relays.start();
  }),
  all(
    'one relay stopped',
    'unnoticed',
    async ({ system }) => {
      await system.relays.stop(1);
      system.fakeSpotify.grants.expireAccessTokens();
      return () => system.relays.start();
    },
    { only: 'two relays' },
  ),
  all('relay killed', 'excused', ({ system: { relays, fakeSpotify }, forMs, connect }) => {
    relays.killAt(1 + (forMs % INSTANTS));
    fakeSpotify.grants.expireAccessTokens();
    return async () => {
      await relays.recover();
      if (relays.lost.size > 0) await connect();
      relays.lost.clear();
    };
  }),
  all('relay updated', 'excused', async ({ system }) => {
    await system.relays.update();
    system.fakeSpotify.grants.expireAccessTokens();
    return undefined;
  }),
  ...(['away', 'read-only'] as const).map((state) =>
    all(`database ${state}`, 'served', ({ system: { relays, fakeSpotify }, forMs }) => {
      relays.databaseBecomes(state, 1 + (forMs % INSTANTS));
      fakeSpotify.grants.expireAccessTokens();
      return () => relays.recover();
    }),
  ),
  one('network lost', 'blind', networkIs({ kind: 'lost', name: 'Home' })),
  one('network joined again', 'blind', networkIs({ kind: 'joining', name: 'Home' })),
  one(
    // It replies late, or not before the device has gone on with the relay's date.
    'time server missing',
    'excused',
    ({ seat, forMs }) => {
      seat.startWithoutTime(forMs);
      return undefined;
    },
    { withinMs: LATE_MS + GO_ON_MS + RESTARTS_WITHIN_MS },
  ),
  ...[-400 * 24, -24, -1, 1, 24, 400 * 24].map((hours) =>
    one(
      `clock wrong by ${hours} h`,
      'excused',
      ({ seat }) => {
        seat.clockOffsetMs = hours * HOUR_MS;
        return () => (seat.clockOffsetMs = 0);
      },
      { forgets: true },
    ),
  ),
  one('power cut', 'excused', ({ seat }) => seat.cutPower(), { withinMs: RESTARTS_WITHIN_MS }),
  ...TEARS.map((tear) =>
    one(`power cut in a write, ${tear.name}`, 'excused', ({ seat }) => seat.tearNextWrite(tear), {
      withinMs: RESTARTS_WITHIN_MS,
      forgets: true,
    }),
  ),
  ...(['crash', 'brown-out'] as const).map((reason) =>
    one(
      reason,
      'excused',
      ({ seat }) => {
        seat.device.chip.crash(reason);
        return undefined;
      },
      { withinMs: RESTARTS_WITHIN_MS, restarts: true },
    ),
  ),
  one(
    'controller reset',
    'excused',
    ({ seat }) => {
      seat.device.lcd.reset();
      return undefined;
    },
    { withinMs: HEALS_WITHIN_MS, garbles: true },
  ),
  ...(['lost', 'doubled'] as const).map((flaw) =>
    one(
      `E edges ${flaw}`,
      'excused',
      ({ seat }) => {
        seat.edges = flaw;
        return () => (seat.edges = 'well');
      },
      { withinMs: HEALS_WITHIN_MS, garbles: true, only: 'gpio' },
    ),
  ),
  one(
    'backpack silent',
    'excused',
    ({ seat }) => {
      const { backpack } = seat.device;
      if (!backpack) throw new Error('no backpack');
      backpack.isConnected = false;
      return () => (backpack.isConnected = true);
    },
    { withinMs: FOUND_WITHIN_MS, garbles: true, only: 'pcf8574' },
  ),
];
