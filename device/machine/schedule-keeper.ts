/** Keeps the schedule's memory across restarts: the requests of the day, and long blocks. */
import type { Fault } from '../shared/faults.js';
import type { Clock, Store } from '../shared/ports.js';
import type { Source } from '../shared/settings.js';
import { Schedule } from '../spotify/schedule.js';
import type { ActiveFault } from './screen.js';

/** The store's key. */
const KEY = 'schedule';
/** The first word; records of another format are ignored. */
const FORM = '2';
/** The relay keeps the request budget for all its devices and responds from its cache: polling it is free. */
const RELAY_BUDGET = 1_000_000;

interface ScheduleKeeperPorts {
  readonly clock: Clock;
  readonly store: Store;
}

export class ScheduleKeeper {
  readonly schedule: Schedule;
  readonly #ports: ScheduleKeeperPorts;
  readonly #isOwn: boolean;
  #isRecalled: boolean;

  constructor(ports: ScheduleKeeperPorts, source: Source, callBudget: number) {
    this.#ports = ports;
    this.#isOwn = source === 'spotify';
    this.schedule = new Schedule(this.#isOwn ? callBudget : RELAY_BUDGET);
    this.#isRecalled = !this.#isOwn;
  }

  /**
   * Call this once the wall clock is set: stored times are relative to it.
   * @returns the block, if it has not ended yet
   */
  recall(nowMs: number): ActiveFault | undefined {
    const epochMs = this.#ports.clock.epochMs();
    if (this.#isRecalled || epochMs === undefined) return undefined;
    this.#isRecalled = true;
    const text = this.#ports.store.read(KEY);
    const [takenAtMs, ...memory] = readNumbers(text ?? '');
    if (takenAtMs !== undefined) this.schedule.recall(memory, nowMs + takenAtMs - epochMs, nowMs);
    const { block } = this.schedule;
    if (!block || block.untilMs <= nowMs) return undefined;
    const fault: Fault = {
      kind: 'rate-limited',
      origin: 'spotify',
      quota: block.isQuota,
      retryAfterS: Math.ceil(block.retryAfterMs / 1000),
    };
    return { fault, retryAtMs: block.untilMs };
  }

  /** Call this after each poll; it writes to flash only when needed. */
  keep(nowMs: number): void {
    const { clock, store } = this.#ports;
    const epochMs = clock.epochMs();
    if (epochMs === undefined || !this.#isOwn) return;
    const memory = this.schedule.memoryIfDue(nowMs);
    if (memory) store.write(KEY, [FORM, Math.round(epochMs), ...memory].join(' '));
  }
}

/** Undefined if the record is damaged or has another format. */
function readNumbers(text: string): number[] {
  const [form, ...words] = text.split(' ');
  const numbers = words.map((word) => (/^-?[0-9]+$/.test(word) ? Number(word) : NaN));
  return form === FORM && numbers.every(Number.isSafeInteger) ? numbers : [];
}
