/**
 * The device core in XS, in step with real time: a bundle's entry, driven by engine.ts. Its clock is virtual and set
 * by each command, so that the pins' timing is the driver's own and not that of two processes talking.
 */
import { Device } from '../../device/app/device.js';
import type { Bank, Http, HttpHandlers, LogLevel, Store } from '../../device/shared/ports.js';
import { timedBank } from '../ports/bank.js';
import { Chip } from '../ports/chip.js';
import { MemoryStore } from '../ports/memory-store.js';
import { ScriptedButton } from '../ports/scripted-button.js';
import { ScriptedNetwork } from '../ports/scripted-network.js';
import { seededRandom } from '../ports/seeded-random.js';
import { VirtualTime } from '../ports/virtual-clock.js';
import { answerCommands } from './command.js';
import {
  BODY_HEADER_BYTES,
  JAPANESE_TAG,
  TABLE_TAG,
  type RealtimeCommand,
  type RealtimeReply,
} from './realtime-messages.js';

interface Outbox {
  pins: number[];
  requests: { id: number; request: RealtimeReply['requests'][number]['request'] }[];
  cancelled: number[];
  store: [string, string | null][];
  log: [LogLevel, string][];
}

const emptyOutbox = (): Outbox => ({ pins: [], requests: [], cancelled: [], store: [], log: [] });

const time = new VirtualTime();
const button = new ScriptedButton();
const exchanges = new Map<number, HttpHandlers>();
let table: Uint8Array = new Uint8Array();
let japanese: Uint8Array | undefined;
let outbox = emptyOutbox();
let requestCount = 0;
let device: Device | undefined;

const http: Http = {
  send: (request, handlers) => {
    requestCount += 1;
    const id = requestCount;
    exchanges.set(id, handlers);
    outbox.requests.push({ id, request });
    return () => {
      if (exchanges.delete(id)) outbox.cancelled.push(id);
    };
  },
};

/** Reads from memory; each write goes on to the store in Node. */
function forwardingStore(contents: Readonly<Record<string, string>>): Store {
  const memory = new MemoryStore(contents);
  return {
    read: (key) => memory.read(key),
    write: (key, value) => {
      memory.write(key, value);
      outbox.store.push([key, value]);
    },
    remove: (key) => {
      memory.remove(key);
      outbox.store.push([key, null]);
    },
  };
}

function start(command: Extract<RealtimeCommand, { kind: 'start' }>): void {
  const recordingBank = (): Bank => ({
    write: (levels) => void outbox.pins.push(time.clock.nowUs(), levels),
    close: () => undefined,
  });
  const store = forwardingStore(command.store);
  const random = seededRandom(command.seed);
  const chip = new Chip({
    timer: time.timer,
    start: (system) => {
      device = new Device(
        {
          openBank: timedBank(recordingBank, time.clock),
          clock: time.clock,
          timer: time.timer,
          http,
          store,
          network: new ScriptedNetwork(),
          system,
          button,
          log: { write: (level, message) => void outbox.log.push([level, message]) },
          random,
          tables: japanese === undefined ? { text: table } : { text: table, japanese },
        },
        command.settings,
      );
      device.start();
      return device;
    },
  });
  chip.powerOn();
}

/** The display's waits may have carried our time a little past the real one: then it stands until that catches up. */
function moveTo(nowUs: number): void {
  time.advanceUs(Math.max(0, nowUs - time.clock.nowUs()));
}

function obey(command: RealtimeCommand): void {
  moveTo(command.nowUs);
  switch (command.kind) {
    case 'start':
      time.setEpochMs(command.epochMs);
      start(command);
      return;
    case 'tick':
      time.setEpochMs(command.epochMs);
      return;
    case 'press':
      device?.press();
      return;
    case 'button':
      button.become(command.isDown);
      return;
    case 'http-headers':
      exchanges.get(command.id)?.onHeaders(command.status, command.headers);
      return;
    case 'http-done':
    case 'http-fault': {
      const handlers = exchanges.get(command.id);
      exchanges.delete(command.id);
      if (command.kind === 'http-done') handlers?.onDone();
      else handlers?.onFault(command.fault);
    }
  }
}

function takeBody(bytes: Uint8Array): void {
  const header = new DataView(bytes.buffer, bytes.byteOffset, BODY_HEADER_BYTES);
  moveTo(header.getFloat64(0, true));
  exchanges.get(header.getUint32(8, true))?.onBody(bytes.subarray(BODY_HEADER_BYTES));
}

function reply(): RealtimeReply {
  const nextUs = time.nextDeadlineUs();
  const sent = outbox;
  outbox = emptyOutbox();
  return nextUs === undefined ? sent : { ...sent, nextUs };
}

answerCommands({
  onCommand: (command) => {
    obey(command as RealtimeCommand);
    return reply();
  },
  onBytes: (tag, bytes) => {
    if (tag === TABLE_TAG) {
      table = bytes;
      return undefined;
    }
    if (tag === JAPANESE_TAG) {
      japanese = bytes;
      return undefined;
    }
    takeBody(bytes);
    return reply();
  },
});
