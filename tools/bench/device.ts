/** `npm run bench -- device`: what the device's work costs in its own engine, next to the budgets and to other code. */
import type { Holding } from './device-hours.js';
import { HOUR_MS, listen } from './device-hours.js';
import type { Done, Room } from './device-room.js';
import { bytesAt32, roomFor, workIn } from './device-room.js';
import type { Work } from './device-work.js';
import { peerWorks, works } from './device-work.js';
import { FULL_WORK, longRuns, type Held, type LongRun, type WorkDone } from './memory.js';
import { benchInXs, type BenchResult, type Machine, type Ratio, type Table } from './table.js';

/** Above rest, while decoding any response of up to 64 KB. */
export const DECODING_BUDGET = Object.freeze({ slots: 300, bytes: 8 * 1024 });
/** The creation record of esp32/nodemcu, and what TLS needs of it beside the device at rest. */
export const ESP32 = Object.freeze({ slots: 4_928, bytes: 78_848 });
export const TLS = Object.freeze({ slots: 1_200, bytes: 30 * 1024 });
const HOUR_COUNT = 48;
/** Enough to see that everything runs. */
const QUICK_WORK: WorkDone = Object.freeze({
  polls: 20,
  refreshes: 2,
  frames: 20,
  losses: 5,
  faultRounds: 5,
  setUpRequests: 20,
});

interface Measured extends Done {
  readonly work: Work;
  readonly room: Room;
}

export function benchDevice(isQuick: boolean): Promise<BenchResult> {
  return benchInXs((machine) => benchMachine(machine, isQuick));
}

async function benchMachine(machine: Machine, isQuick: boolean): Promise<BenchResult> {
  const own = await measureAll(machine, works());
  const peers = await measureAll(machine, peerWorks());
  const { atRest, ...time } = await listen(machine, isQuick ? 2 : HOUR_COUNT, HOUR_MS);
  const runs = await longRuns({
    hostPath: machine.hostPath,
    work: isQuick ? QUICK_WORK : FULL_WORK,
  });
  return {
    notes: notesOf(machine),
    ratios: ratiosOf(peers),
    tables: [
      workTable(
        `room that a work needs above rest (budget of decoding: ${numbersOf(DECODING_BUDGET)})`,
        own,
      ),
      workTable('decoders: room and time', peers),
      restTable(machine, atRest),
      longRunTable(runs),
      {
        title: 'a second of playing, a title that scrolls',
        head: ['', 'computrons'],
        rows: [
          ['median of seconds without a poll', `${time.computronsASecond.median}`],
          ['the worst of them', `${time.computronsASecond.worst}`],
          [
            'mean with polls and the making of their responses',
            `${time.computronsASecondWithQuestions}`,
          ],
        ],
      },
    ],
    json: {
      slotBytes: machine.slotBytes,
      works: [...own, ...peers].map(({ work, ...figures }) => ({ name: work.name, ...figures })),
      atRest,
      ...time,
      longRuns: runs,
    },
  };
}

function notesOf({ slotBytes }: Machine): string[] {
  const width =
    slotBytes === 16
      ? 'The machine is 32-bit, its slots of 16 bytes as on an ESP32: nothing is converted.'
      : 'The machine is 64-bit for want of a 32-bit compiler: slots are counted, bytes are shown times 0.7.';
  return [
    width,
    'Room is what is left of the heap when all else is taken; the smallest in which the work succeeds is shown, so that what lives for a moment counts. It holds the piece of 512 bytes that a socket hands over.',
  ];
}

async function measureAll(machine: Machine, all: readonly Work[]): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const work of all) {
    const done = await workIn(machine, work);
    if (!done) throw new Error(`${work.name} does not fit in any room`);
    const room = await roomFor(machine, work);
    measured.push({
      work,
      ...done,
      room: { ...room, bytes: Math.round(bytesAt32(room.bytes, machine)) },
    });
  }
  return measured;
}

function workTable(title: string, measured: readonly Measured[]): Table {
  return {
    title,
    head: ['work', 'slots', 'bytes', 'stack slots', 'computrons'],
    rows: measured.map(({ work, room, stackPeak, computrons }) => [
      work.name,
      `${room.slots}`,
      `${room.bytes}`,
      `${stackPeak}`,
      `${computrons}`,
    ]),
  };
}

/** Each body is decoded by ours and by the others. */
function ratiosOf(peers: readonly Measured[]): Ratio[] {
  return peers.flatMap(({ work, room }) => {
    const [body = '', peer = ''] = work.name.split(': ');
    const ours = peers.find(({ work: { name } }) => name === `${body}: ours`);
    if (peer === 'ours' || ours === undefined) return [];
    const measure = `bytes of memory to decode ${body}`;
    return [{ measure, peer, ours: ours.room.bytes, theirs: room.bytes }];
  });
}

function restTable(machine: Machine, atRest: readonly Holding[]): Table {
  const last = atRest.at(-1) ?? { slots: NaN, bytes: NaN };
  const day = atRest[Math.min(23, atRest.length - 1)] ?? last;
  const bytes = (held: Holding): number => Math.round(bytesAt32(held.bytes, machine));
  const row = (name: string, slots: number, byteCount: number): string[] => [
    name,
    `${slots}`,
    `${byteCount}`,
  ];
  return {
    title: `the device at rest after ${atRest.length} hours, and what it leaves of esp32/nodemcu's memory`,
    head: ['', 'slots', 'bytes'],
    rows: [
      row('after the first hour', atRest[0]?.slots ?? NaN, bytes(atRest[0] ?? last)),
      row('after a day', day.slots, bytes(day)),
      row('after the last hour', last.slots, bytes(last)),
      row('left of the creation record', ESP32.slots - last.slots, ESP32.bytes - bytes(last)),
      row('wanted for TLS', TLS.slots, TLS.bytes),
    ],
  };
}

function longRunTable(runs: readonly LongRun[]): Table {
  const kinds: readonly (keyof Held)[] = ['slots', 'chunks', 'keys', 'mallocBlocks', 'mallocBytes'];
  return {
    title: 'work without end: what is held, after a fifth of it and after all of it',
    head: ['work', 'slots', 'bytes of chunks', 'names', 'blocks of malloc', 'bytes of malloc'],
    rows: runs.map(({ done, held }) => [
      Object.entries(done)
        .map(([kind, times]) => `${times} ${kind}`)
        .join(', '),
      ...kinds.map((kind) => `${held[0]?.[kind] ?? NaN} → ${held.at(-1)?.[kind] ?? NaN}`),
    ]),
  };
}

function numbersOf({ slots, bytes }: Room): string {
  return `${slots} slots, ${bytes} bytes`;
}
