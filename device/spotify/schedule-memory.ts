/**
 * What of the schedule survives a restart, as one short text for the store: a device that forgot a block of hours, or
 * how much it had asked today, would run straight into the next one.
 */
import type { BudgetMemory } from './schedule-budget.js';

export interface Block {
  readonly untilMs: number;
  /** How long it was to be when Spotify said so. */
  readonly toldMs: number;
  readonly isQuota: boolean;
}

export interface Memory {
  readonly budget: BudgetMemory;
  readonly block: Block | undefined;
  readonly offsetMs: number;
  readonly heartbeatMs: number;
}

/** The first field; another one is another form, and is forgotten. */
const FORM = '1';
const FIELD_COUNT = 10;
/** Whole quarters of an hour at one call a second: more was never counted. */
const COUNT_MAX = 900;
/** Of the texts that a store can hold; a day of counts takes 400 characters at most. */
const RADIX = 36;

/** @param shiftMs epoch minus the clock of the memory's times */
export function memoryText(
  { budget, block, offsetMs, heartbeatMs }: Memory,
  shiftMs: number,
): string {
  const epochS = (atMs: number): string =>
    Number.isFinite(atMs) ? Math.ceil((atMs + shiftMs) / 1000).toString(RADIX) : '';
  return [
    FORM,
    epochS(budget.countedToMs),
    budget.counts.map((count) => (count === 0 ? '' : count.toString(RADIX))).join(','),
    budget.lesson ? budget.lesson.limit.toString(RADIX) : '',
    budget.lesson ? epochS(budget.lesson.learntAtMs) : '',
    epochS(budget.openFromMs),
    block ? epochS(block.untilMs) : '',
    block ? toldText(block) : '',
    Math.round(offsetMs).toString(RADIX),
    heartbeatMs.toString(RADIX),
  ].join(' ');
}

/** @returns undefined where the text is of another form or damaged: then nothing is known, as on the first day */
export function readMemory(text: string, shiftMs: number): Memory | undefined {
  const fields = text.split(' ');
  const [form, countedTo, counts, limit, learntAt, openFrom, until, told, ...rest] = fields;
  if (form !== FORM || fields.length !== FIELD_COUNT || counts === undefined) return undefined;
  const countedToMs = atMs(countedTo, shiftMs);
  const [offsetMs, heartbeatMs] = rest.map(number);
  if (countedToMs === undefined) return undefined;
  if (offsetMs === undefined || heartbeatMs === undefined) return undefined;
  const lessonLimit = number(limit);
  const learntAtMs = atMs(learntAt, shiftMs);
  const untilMs = atMs(until, shiftMs);
  const toldS = number(told);
  return {
    budget: {
      countedToMs,
      counts: counts
        .split(',')
        .map((count) => Math.min(COUNT_MAX, Math.max(0, number(count) ?? 0))),
      lesson:
        lessonLimit === undefined || learntAtMs === undefined
          ? undefined
          : { limit: lessonLimit, learntAtMs },
      openFromMs: atMs(openFrom, shiftMs) ?? -Infinity,
    },
    block:
      untilMs === undefined || toldS === undefined
        ? undefined
        : { untilMs, toldMs: Math.abs(toldS) * 1000, isQuota: toldS >= 0 },
    offsetMs,
    heartbeatMs,
  };
}

/** Below zero where it is not the daily quota's. */
function toldText({ toldMs, isQuota }: Block): string {
  const toldS = Math.ceil(toldMs / 1000);
  return (isQuota ? toldS : -toldS).toString(RADIX);
}

function atMs(text: string | undefined, shiftMs: number): number | undefined {
  const seconds = number(text);
  return seconds === undefined ? undefined : seconds * 1000 - shiftMs;
}

function number(text: string | undefined): number | undefined {
  if (text === undefined || !/^-?[0-9a-z]+$/.test(text)) return undefined;
  const value = parseInt(text, RADIX);
  return Number.isSafeInteger(value) ? value : undefined;
}
