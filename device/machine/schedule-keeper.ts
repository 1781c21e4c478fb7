/** The schedule, and what of it survives a restart: the requests of the day, a block of hours. */
import type { Fault } from '../shared/faults.js';
import type { Clock, Store } from '../shared/ports.js';
import type { Source } from '../shared/settings.js';
import { Schedule } from '../spotify/schedule.js';
import type { ActiveFault } from './screen.js';

/** The store's key. */
const KEY = 'schedule';
/** The first word; what another release wrote is forgotten. */
const FORM = '2';
/** The relay keeps Spotify's budget for all its displays, and answers from what it knows: polling it costs nothing. */
const RELAY_BUDGET = 1_000_000;

export interface ScheduleKeeperPorts {
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
   * Once the wall clock is known: only by it can an earlier run's times be read.
   * @returns the block, if one has not ended yet
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
      retryAfterS: Math.ceil(block.toldMs / 1000),
    };
    return { fault, retryAtMs: block.untilMs };
  }

  /** After each poll: most are not worth a write to flash. */
  keep(nowMs: number): void {
    const { clock, store } = this.#ports;
    const epochMs = clock.epochMs();
    if (epochMs === undefined || !this.#isOwn) return;
    const memory = this.schedule.memoryIfDue(nowMs);
    if (memory) store.write(KEY, [FORM, Math.round(epochMs), ...memory].join(' '));
  }
}

/** None of another form or a damaged text: then nothing is known, as on the first day. */
function readNumbers(text: string): number[] {
  const [form, ...words] = text.split(' ');
  const numbers = words.map((word) => (/^-?[0-9]+$/.test(word) ? Number(word) : NaN));
  return form === FORM && numbers.every(Number.isSafeInteger) ? numbers : [];
}
