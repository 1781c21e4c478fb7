/** One soak: links the devices, then plays the script and checks every display. */
import { seededRandom } from '../virtual/seeded-random.js';
import type { DevicePorts } from '../../device/app/device.js';
import { trackOf, type PlaylistStep } from '../../simulator/spotify/playlist.js';
import type { PlaybackModel, PlaybackNow } from '../../simulator/spotify/playback-model.js';
import type { Person } from '../../simulator/person.js';
import type { FakeSpotify } from '../../simulator/spotify/fake-spotify.js';
import { seenState, type SeenState } from '../../simulator/seen-state.js';
import type { Complaint } from './complaints.js';
import { busiestDay, overBudget, told } from './end-checks.js';
import { RECOVERS_WITHIN_MS, type SoakFault } from './faults.js';
import { localTime, relaySettings } from './place.js';
import { DAY_MS, ROOMS, soakPlan, type SoakEvent, type SoakPlan } from './script.js';
import { Seat, type AccountName } from './seat.js';
import type { StartOptions } from '../../relay/start.js';
import { VirtualSystem } from './system.js';
import { Watch } from './watch.js';

export interface SoakOptions {
  /** Less than a day is one sitting. */
  readonly hours: number;
  readonly seed: number;
  /** The seed decides unless it is given. */
  readonly devices?: number | undefined;
  readonly dataDir: string;
  readonly onDay?: (day: number, complaints: readonly Complaint[]) => void;
  /** Only these faults; all by default. */
  readonly faults?: readonly SoakFault[];
  /** A mistake that a test plants, between each device and its ports. */
  readonly plant?: (ports: DevicePorts) => DevicePorts;
  /** The same, between the relay and Spotify. */
  readonly plantAtSpotify?: (spotify: FakeSpotify) => void;
  /** The same, between the relay and its own ports. */
  readonly plantAtRelay?: (options: StartOptions) => StartOptions;
}

export interface SoakSummary {
  readonly hours: number;
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

const LOOK_MS = 10_000;
/** The same in a form and in a URL. */
const PASSWORD = 'a-password-of-the-soak';
const LINKS_WITHIN_MS = 120_000;

const track = (title: string, artist: string, ms: number): readonly [PlaylistStep, string] => [
  trackOf(title, artist, ms),
  `${title} - ${artist}`,
];
/** What each account plays. They fit on a row of 16, so that one check tells which item it is. */
const ITEMS = {
  owner: [
    track('Blue', 'Kin', 201_000),
    track('Boats', 'Ada Fenn', 243_000),
    track('Ferry', 'Lune', 188_000),
    track('Rain', 'Mira', 226_000),
    track('Slow', 'Juno', 95_000),
  ],
  listener: [
    track('Harbour', 'Ilo', 187_000),
    track('Lamp', 'Nova Bay', 236_000),
    track('Moss', 'Tern', 152_000),
    track('Tide', 'Oona', 95_000),
  ],
} as const;

const SHORTEST_MS = 95_000;
const NO_PLAYER = { status: 204, headers: {}, body: '' };

interface Soak {
  readonly system: VirtualSystem;
  readonly seats: readonly Seat[];
  readonly complaints: readonly Complaint[];
  readonly complain: (seat: number, what: string) => void;
  readonly plan: SoakPlan;
  /** Codes and tokens of Spotify. */
  readonly issued: ReadonlySet<string>;
  /** Of the requests that Spotify got. */
  readonly urls: ReadonlySet<string>;
  /** By a fault, so that the relay may say so. */
  areGrantsEnded: boolean;
  lastFault: Complaint['fault'];
}

export async function soak(options: SoakOptions): Promise<SoakSummary> {
  const { seed, dataDir, plant, plantAtSpotify, plantAtRelay } = options;
  const plan = soakPlan(options, seededRandom(seed));
  const system = await VirtualSystem.start({
    env: { DATA_DIR: dataDir, LOG_LEVEL: 'debug' },
    seed: seed + 1,
    startEpochMs: plan.startEpochMs,
    relays: plan.relays,
    ...(plantAtRelay ? { plantAtRelay } : {}),
    playlists: {
      owner: ITEMS.owner.map(([step]) => step),
      listener: ITEMS.listener.map(([step]) => step),
    },
  });
  for (const action of plan.spotify) system.fakeSpotify.control(action);
  const issued = new Set<string>();
  const urls = new Set<string>();
  const { fakeSpotify } = system;
  fakeSpotify.grants.onIssue = (secret) => void issued.add(secret);
  const handle = fakeSpotify.handle.bind(fakeSpotify);
  fakeSpotify.handle = (request) => {
    urls.add(request.path + JSON.stringify(request.query));
    return handle(request);
  };
  plantAtSpotify?.(fakeSpotify);
  const complaints: Complaint[] = [];
  const complain = (seat: number, what: string): void =>
    void complaints.push({ atMs: nowOf(system), seat, what, fault: running.lastFault });
  const onRejection = (reason: unknown): void =>
    complain(0, `unhandled rejection: ${String(reason)}`);
  process.on('unhandledRejection', onRejection);
  const seats = plan.devices.map(
    (account, index) =>
      new Seat({
        ...{ system, seed: seed * 31 + index, settings: plan.settings, account },
        ...(plant ? { plant } : {}),
        watch: new Watch(
          new Map(ITEMS[account].map(([{ label }, reads]) => [label, reads])),
          ITEMS[account === 'owner' ? 'listener' : 'owner'].map(([, reads]) => reads),
          plan.place && localTime(plan.place, plan.startEpochMs),
        ),
        complain: (what) => complain(index, what),
        onNoGrant: () => {
          if (!running.areGrantsEnded && !system.relays.lost.get(account))
            complain(index, 'the relay lost a grant');
        },
      }),
  );
  const running: Soak = {
    ...{ system, seats, complaints, complain, plan, issued, urls },
    ...{ areGrantsEnded: false, lastFault: undefined },
  };
  try {
    await link(running);
    return await play(running, options);
  } finally {
    process.off('unhandledRejection', onRejection);
    await system.relays.forgetAll();
    await system.close();
  }
}

const HOUR_MS = 3_600_000;

function nowOf(system: VirtualSystem): number {
  return system.time.clock.nowUs() / 1000;
}

async function link(running: Soak): Promise<void> {
  const { system, seats, plan } = running;
  const people = await connected(running);
  for (const { device, account } of seats) {
    const seen = (): SeenState => seenState(device.lcd.text());
    device.chip.powerOn();
    await until(system, () => seen().code !== undefined);
    await people.get(account)?.link(seen().code ?? '');
    await until(system, () => seen().state === 'playing');
  }
  if (plan.place) {
    for (const person of people.values()) await person.set(relaySettings(plan.place));
    // Settings come with a token.
    system.fakeSpotify.grants.expireAccessTokens();
  }
  for (const player of playersOf(running)) player.pause();
}

/** What a display may be expected to show. */
function truthOf({ system, plan }: Soak, account: AccountName): PlaybackNow | undefined {
  const now = system.fakeSpotify.playerOf(account).read();
  const { onlyDevice = '' } = plan.settings;
  return onlyDevice === '' || now?.device.name === onlyDevice ? now : undefined;
}

async function until(system: VirtualSystem, isSo: () => boolean): Promise<void> {
  const endMs = nowOf(system) + LINKS_WITHIN_MS;
  while (!isSo()) {
    if (nowOf(system) > endMs) throw new Error('the devices could not be linked');
    await system.pass(1_000);
  }
}

async function play(running: Soak, options: SoakOptions): Promise<SoakSummary> {
  const { system, seats, complaints, complain, plan } = running;
  const { hours, seed, onDay, dataDir } = options;
  const random = seededRandom(seed + 3);
  const script = [...plan.events];
  const ends: { readonly atMs: number; readonly end: () => Promise<void> }[] = [];
  const faults: Record<string, number> = {};
  let faultCount = 0;
  let looks = 0;
  const orderedRestarts = seats.map(() => 0);
  // At fixed times: how long the display's writes take varies by some µs.
  let lookMs = Math.ceil(nowOf(system) / LOOK_MS) * LOOK_MS;
  for (let dayEnd = DAY_MS; lookMs <= hours * HOUR_MS;) {
    const nextMs = Math.min(script[0]?.atMs ?? Infinity, ends[0]?.atMs ?? Infinity, lookMs);
    await system.pass(Math.max(1, nextMs - nowOf(system)));
    while (ends[0] && ends[0].atMs <= nowOf(system)) await ends.shift()?.end();
    while (script[0] && script[0].atMs <= nowOf(system)) {
      const event = script.shift();
      if (!event) break;
      if (event.kind !== 'fault') {
        // Spotify may know of no player until another one has taken over. A device on which nothing plays believes it.
        if (event.kind === 'move' && seats.every(({ watch }) => watch.isSteady(nowOf(system))))
          system.fakeSpotify.faults.add({ target: 'api', answer: NO_PLAYER, times: 1 });
        for (const player of playersOf(running)) listen(player, event, random);
        // Two within seconds may end as they began, but the device may see what came between.
        for (const { watch, account } of seats)
          watch.follow(truthOf(running, account), nowOf(system));
        continue;
      }
      const { fault, forMs } = event;
      faults[fault.name] = (faults[fault.name] ?? 0) + 1;
      faultCount += 1;
      running.lastFault = { name: fault.name, atMs: nowOf(system) };
      const index = faultCount % seats.length;
      if (fault.restarts) orderedRestarts[index] = (orderedRestarts[index] ?? 0) + 1;
      const end = await begin(running, { fault, index, forMs });
      if (!end) continue;
      ends.push({ atMs: nowOf(system) + forMs, end });
      ends.sort((a, b) => a.atMs - b.atMs);
    }
    if (nowOf(system) < lookMs) continue;
    lookMs += LOOK_MS;
    looks += 1;
    const atMs = nowOf(system);
    for (const [seat, { device, account, watch }] of seats.entries())
      for (const what of watch.look(device, truthOf(running, account), atMs)) complain(seat, what);
    if (nowOf(system) >= dayEnd) {
      onDay?.(dayEnd / DAY_MS, complaints);
      dayEnd += DAY_MS;
    }
  }
  const broken = [
    ...overBudget(seats, hours, orderedRestarts),
    ...(await told({ ...running, dataDir, password: PASSWORD })).map((what) => ({ what })),
  ].map((complaint) => ({ atMs: nowOf(system), ...complaint }));
  return {
    hours,
    seed,
    devices: seats.length,
    looks,
    requestsADayMax: Math.max(...seats.map(({ gate }) => busiestDay(gate.requestsAtMs))),
    faults,
    restarts: seats.reduce((sum, { device }) => sum + device.chip.restartCount, 0),
    storeWrites: seats.reduce((sum, { memory }) => sum + memory.writeCount, 0),
    broken: [...complaints, ...broken],
  };
}

function playersOf({ system, plan }: Soak): PlaybackModel[] {
  return [...new Set(plan.devices)].map((account) => system.fakeSpotify.playerOf(account));
}

function listen(
  player: PlaybackModel,
  { kind }: Exclude<SoakEvent, { kind: 'fault' }>,
  random: () => number,
): void {
  if (kind === 'next') player.next();
  else if (kind === 'previous') player.previous({ always: true });
  else if (kind === 'seek') player.seek(Math.floor(random() * SHORTEST_MS));
  else if (kind === 'move') player.moveTo(ROOMS[Math.floor(random() * ROOMS.length)] ?? ROOMS[0]);
  else if (kind === 'play') {
    player.moveTo(ROOMS[0]);
    player.play();
  } else if (kind === 'resume') player.play();
  else player.pause();
}

interface Begun {
  readonly fault: SoakFault;
  /** Of the seat that it affects. */
  readonly index: number;
  readonly forMs: number;
}

/** @returns what ends it, or undefined where it is over */
async function begin(
  running: Soak,
  { fault, index, forMs }: Begun,
): Promise<(() => Promise<void>) | undefined> {
  const { system, seats } = running;
  const seat = seats[index];
  if (!seat) throw new Error(`no device ${index}`);
  const affected = fault.affects === 'one' ? [seat] : seats;
  const excuse = (ms: number): void => {
    for (const { watch } of affected) {
      watch.excuse(nowOf(system) + ms);
      if (fault.garbles) watch.ignoreViolations(nowOf(system) + ms);
    }
  };
  const withinMs = fault.withinMs ?? RECOVERS_WITHIN_MS;
  const connect = (): Promise<unknown> => connected(running);
  const press = (): void => seats.forEach((one) => one.press());
  running.areGrantsEnded = fault.endsGrants ?? false;
  // What a move left for the next poll, which may come after the fault.
  system.fakeSpotify.faults.clear();
  const forget = (): void => {
    if (fault.forgets) seat.gate.forgottenAtMs.push(nowOf(system));
  };
  forget();
  const end = await fault.begin({ system, seat, forMs, press, connect });
  if (!end) {
    excuse(withinMs);
    return undefined;
  }
  if (fault.meanwhile === 'excused') excuse(forMs);
  else if (fault.meanwhile === 'unnoticed') excuse(withinMs);
  else
    for (const { watch, account } of affected)
      watch.begin(fault.meanwhile, truthOf(running, account), nowOf(system));
  return async () => {
    await end();
    forget();
    running.areGrantsEnded = false;
    for (const { watch } of affected) watch.end();
    excuse(withinMs);
  };
}

/** Each person signs in with a new browser, which Spotify does not know yet, and connects Spotify. */
async function connected({ system, plan }: Soak): Promise<ReadonlyMap<AccountName, Person>> {
  const people = new Map<AccountName, Person>();
  for (const account of new Set(plan.devices)) {
    system.fakeSpotify.authorize.forgetConsents();
    const person = await system.person(account, PASSWORD, account);
    await person.authorize();
    people.set(account, person);
  }
  return people;
}
