/** One soak: links the devices, then plays the script and checks every display. */
import { seededRandom } from '../virtual/seeded-random.js';
import { NAMED_FAULTS } from '../../simulator/spotify/faults.js';
import { trackOf, type PlaylistStep } from '../../simulator/spotify/playlist.js';
import type { Person } from '../../simulator/person.js';
import { seenState, type SeenState } from '../../simulator/seen-state.js';
import { Gate } from './gate.js';
import { DAY_MS, soakScript, faultName, type SoakEvent, type SoakFault } from './script.js';
import { VirtualSystem, type DeviceOfSystem } from './system.js';
import { Watch, type Complaint } from './watch.js';
import { Wire } from './wire.js';

export interface SoakOptions {
  readonly days: number;
  readonly seed: number;
  readonly devices?: number;
  readonly dataDir: string;
  readonly onDay?: (day: number, complaints: readonly Complaint[]) => void;
}

export interface SoakSummary {
  readonly days: number;
  readonly seed: number;
  readonly devices: number;
  readonly looks: number;
  /** Of the busiest device, in its busiest 24 hours. */
  readonly requestsADayMax: number;
  readonly faults: Readonly<Record<string, number>>;
  /** A restart that the script did not order is a failed check. */
  readonly restarts: number;
  readonly storeWrites: number;
  readonly broken: readonly Complaint[];
}

const START_EPOCH_MS = Date.UTC(2026, 10, 25);
const LOOK_MS = 10_000;
const BUDGET = 2_000;
/** A heartbeat, then a response and a check. */
const RECOVERS_WITHIN_MS = 45_000;
/** A restart takes some seconds more, and the wait before it grows if it happens often. */
const RESTARTS_WITHIN_MS = 120_000;
/** After refusals without Retry-After: the wait between polls has doubled up to five minutes. */
const NO_TIME_RECOVERS_WITHIN_MS = 315_000;
const LINKS_WITHIN_MS = 120_000;

const track = (title: string, artist: string, ms: number): readonly [PlaylistStep, string] => [
  trackOf(title, artist, ms),
  `${title} - ${artist}`,
];
/** They fit on a row of 16, so that one check tells which item it is. */
const ITEMS = [
  track('Blue', 'Kin', 201_000),
  track('Boats', 'Ada Fenn', 243_000),
  track('Ferry', 'Lune', 188_000),
  track('Rain', 'Mira', 226_000),
  track('Slow', 'Juno', 95_000),
];

/** A device and what lies between it and the network. */
interface Seat extends DeviceOfSystem {
  readonly gate: Gate;
}

interface Soak {
  readonly system: VirtualSystem;
  readonly seats: readonly Seat[];
  readonly watch: Watch;
}

export async function soak(options: SoakOptions): Promise<SoakSummary> {
  const { seed, devices = 1, dataDir } = options;
  const system = await VirtualSystem.start({
    env: { DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    seed: seed + 1,
    startEpochMs: START_EPOCH_MS,
    playlist: ITEMS.map(([step]) => step),
  });
  await system.forgetAccounts();
  const watch = new Watch(new Map(ITEMS.map(([{ label }, reads]) => [label, reads])));
  const seats = Array.from({ length: devices }, (_, index) =>
    seatOf(system, watch, index, seed * 31 + index),
  );
  const running: Soak = { system, seats, watch };
  const onRejection = (reason: unknown): void =>
    void watch.complaints.push({
      atMs: nowOf(system),
      seat: 0,
      what: `unhandled rejection: ${String(reason)}`,
    });
  process.on('unhandledRejection', onRejection);
  try {
    await link(running);
    return await play(running, options);
  } finally {
    process.off('unhandledRejection', onRejection);
    await system.close();
  }
}

function seatOf(system: VirtualSystem, watch: Watch, index: number, seed: number): Seat {
  const { time, settings, fakeSpotify } = system;
  const wire = new Wire({
    timer: time.timer,
    random: seededRandom(seed + 1),
    answer: (request) => fakeSpotify.handle(request),
  });
  const gate = new Gate({
    http: { relay: system.http, spotify: wire },
    timer: time.timer,
    nowMs: () => time.clock.nowUs() / 1000,
    hostOf: (url) => (url.startsWith(settings.relayUrl) ? 'relay' : 'spotify'),
    onEarly: (host, byMs) =>
      watch.complaints.push({
        atMs: nowOf(system),
        seat: index,
        what: `a request to ${host} came ${Math.ceil(byMs / 1000)} s before its Retry-After was over`,
      }),
  });
  return { ...system.addDevice(seed, gate), gate };
}

function nowOf(system: VirtualSystem): number {
  return (system.time.clock.epochMs() ?? 0) - START_EPOCH_MS;
}

async function link({ system, seats }: Soak): Promise<void> {
  const person = await connected(system);
  for (const { device } of seats) {
    const seen = (): SeenState => seenState(device.lcd.text());
    device.chip.powerOn();
    await until(system, () => seen().code !== undefined);
    await person.link(seen().code ?? '');
    await until(system, () => seen().state === 'playing');
  }
  system.fakeSpotify.player.pause();
}

async function until(system: VirtualSystem, isSo: () => boolean): Promise<void> {
  const endMs = nowOf(system) + LINKS_WITHIN_MS;
  while (!isSo()) {
    if (nowOf(system) > endMs) throw new Error('the devices could not be linked');
    await system.pass(1_000);
  }
}

async function play(running: Soak, options: SoakOptions): Promise<SoakSummary> {
  const { system, seats, watch } = running;
  const { days, seed } = options;
  const devices = seats.length;
  const script = soakScript(days, seededRandom(seed));
  const ends: { readonly atMs: number; readonly end: () => Promise<void> | void }[] = [];
  const faults: Record<string, number> = {};
  let orderedRestarts = 0;
  for (let dayEnd = DAY_MS; nowOf(system) < days * DAY_MS;) {
    const nextMs = Math.min(
      script[0]?.atMs ?? Infinity,
      ends[0]?.atMs ?? Infinity,
      nowOf(system) + LOOK_MS,
    );
    await system.pass(Math.max(1, nextMs - nowOf(system)));
    while (ends[0] && ends[0].atMs <= nowOf(system)) await ends.shift()?.end();
    while (script[0] && script[0].atMs <= nowOf(system)) {
      const event = script.shift();
      if (!event) break;
      if (event.kind !== 'fault') listen(system, event);
      else {
        const name = faultName(event.fault);
        faults[name] = (faults[name] ?? 0) + 1;
        const seat = Object.values(faults).reduce((sum, count) => sum + count, 0) % devices;
        if (event.fault.kind === 'crash') orderedRestarts += 1;
        ends.push({
          atMs: nowOf(system) + event.forMs,
          end: begin(running, event.fault, seat, event.forMs),
        });
        ends.sort((a, b) => a.atMs - b.atMs);
      }
    }
    const shown = seats.map(({ device }) => device);
    watch.look(shown, system.fakeSpotify.player.read(), nowOf(system));
    if (nowOf(system) >= dayEnd) {
      options.onDay?.(dayEnd / DAY_MS, watch.complaints);
      dayEnd += DAY_MS;
    }
  }
  const restarts = seats.reduce((sum, { device }) => sum + device.chip.restartCount, 0);
  const requestsADayMax = Math.max(...seats.map(({ gate }) => busiestDay(gate.requestsAtMs)));
  const broken = [...watch.complaints];
  const complain = (what: string): void => void broken.push({ atMs: nowOf(system), seat: 0, what });
  if (requestsADayMax > BUDGET) complain(`${requestsADayMax} requests in 24 h`);
  if (restarts > orderedRestarts) complain(`${restarts - orderedRestarts} restarts by itself`);
  return {
    days,
    seed,
    devices,
    looks: watch.lookCount,
    requestsADayMax,
    faults,
    restarts,
    storeWrites: seats.reduce((sum, { store }) => sum + store.writeCount, 0),
    broken,
  };
}

function listen(system: VirtualSystem, { kind }: Exclude<SoakEvent, { kind: 'fault' }>): void {
  const { player } = system.fakeSpotify;
  if (kind === 'next') player.next();
  else if (kind === 'play' || kind === 'resume') player.play();
  else player.pause();
}

/** @returns what ends it */
function begin(
  { system, seats, watch }: Soak,
  fault: SoakFault,
  index: number,
  forMs: number,
): () => Promise<void> | void {
  const seat = seats[index];
  if (!seat) throw new Error(`no device ${index}`);
  const { fakeSpotify } = system;
  const everyone = seats.map((_seat, at) => at);
  const lost = (indices: readonly number[]): void => {
    for (const at of indices) watch.blind(at, nowOf(system));
  };
  const excuse = (indices: readonly number[], ms: number): void => {
    for (const at of indices) watch.excuse(at, nowOf(system) + ms);
  };
  /** After `end` they must recover within a time. */
  const over =
    (
      indices: readonly number[],
      end: () => unknown = () => undefined,
      withinMs = RECOVERS_WITHIN_MS,
    ) =>
    async (): Promise<void> => {
      await end();
      for (const at of indices) watch.blind(at, undefined);
      excuse(indices, withinMs);
    };
  switch (fault.kind) {
    case 'socket':
      seat.gate.close(fault.host, fault.cause);
      // Without the relay it plays on until its token expires.
      if (fault.host === 'spotify') lost([index]);
      else excuse([index], forMs);
      return over([index], () => seat.gate.close(fault.host, undefined));
    case 'answer': {
      const named = NAMED_FAULTS[fault.name];
      if (!named) throw new Error(`no fault ${fault.name}`);
      const { target, answer } = named;
      fakeSpotify.faults.add({ target, answer, times: Infinity });
      if (target === 'api') lost(everyone);
      else excuse(everyone, forMs);
      const hasNoTime =
        'status' in answer && answer.status === 429 && !('retry-after' in answer.headers);
      const end = async (): Promise<void> => {
        fakeSpotify.faults.clear();
        // A mistaken refusal looks like a true one: the person connects Spotify again.
        if (target === 'accounts') await connected(system);
      };
      return over(everyone, end, hasNoTime ? NO_TIME_RECOVERS_WITHIN_MS : RECOVERS_WITHIN_MS);
    }
    case 'block':
      fakeSpotify.limits.block(forMs, false);
      lost(everyone);
      return over(everyone);
    case 'no network':
      seat.device.network.become({ kind: 'lost', name: 'Home' });
      lost([index]);
      return over([index], () => seat.device.network.become({ kind: 'online' }));
    case 'power cut':
      seat.device.chip.powerOff();
      excuse([index], forMs);
      return over([index], () => seat.device.chip.powerOn(), RESTARTS_WITHIN_MS);
    case 'crash':
      seat.device.chip.crash();
      excuse([index], RESTARTS_WITHIN_MS);
      return () => undefined;
    case 'token expired':
      fakeSpotify.grants.expireAccessTokens();
      excuse(everyone, RECOVERS_WITHIN_MS);
      return () => undefined;
    case 'app removed':
      fakeSpotify.control({ action: 'revoke' });
      lost(everyone);
      return over(everyone, () => connected(system));
  }
}

/** Each has a browser of its own; to the relay all are one account. */
async function connected(system: VirtualSystem): Promise<Person> {
  const person = await system.person('soaker', 'a password of the soak');
  await person.authorize();
  return person;
}

function busiestDay(requestsAtMs: readonly number[]): number {
  let from = 0;
  let most = 0;
  for (const [to, atMs] of requestsAtMs.entries()) {
    while (atMs - (requestsAtMs[from] ?? atMs) >= DAY_MS) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
