/**
 * `npm run --silent day -- [--budget N]`: a listening day in, a line a change of the truth; the questions that the device
 * would ask out, through its own schedule. A bad line ends the run with its number and what was wrong, exit code 2.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DEFAULT_BUDGET } from '../device/spotify/schedule-thrift.js';
import { scheduleAsker } from './days/askers.js';
import type { DayLine } from './days/day.js';
import { playDay } from './days/day.js';

const HELP = `A listening day in, the device's questions out.
  --budget N   questions that a rolling day may have (${DEFAULT_BUDGET})
Input, a line a change, in order:
  {"at_ms":0,"state":"playing","item":"a","duration_ms":200000,"progress_ms":0}   or "paused"
  {"at_ms":N,"state":"nothing"}
  {"at_ms":N,"state":"blocked","retry_after_s":3600}   a 429, until the next line
  {"at_ms":N,"state":"end"}   the last line
Output, a line a question: {"at_ms":N}`;

class UsageError extends Error {}

/** A quarter of a year: whoever asks for more has mixed up his units. */
const AT_MS_MAX = 90 * 86_400_000;
/** A week; an owner who wants more questions than one in 6 s has mixed up something as well. */
const RETRY_AFTER_S_MAX = 7 * 86_400;
const BUDGET_MAX = 14_400;

function parseLine(text: string, afterMs: number): DayLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError('is not JSON');
  }
  if (!isRecord(value)) throw new UsageError('must be an object');
  const atMs = numberOf(value, 'at_ms', AT_MS_MAX);
  if (atMs < afterMs)
    throw new UsageError(`"at_ms" is ${atMs}, before the line above (${afterMs})`);
  const { state } = value;
  switch (state) {
    case 'nothing':
    case 'end':
      return { atMs, state };
    case 'blocked':
      return { atMs, state, retryAfterS: numberOf(value, 'retry_after_s', RETRY_AFTER_S_MAX) };
    case 'playing':
    case 'paused': {
      const { item } = value;
      if (typeof item !== 'string') throw new UsageError('"item" must be a text');
      const durationMs = numberOf(value, 'duration_ms', AT_MS_MAX);
      return {
        atMs,
        state,
        item,
        durationMs,
        progressMs: numberOf(value, 'progress_ms', AT_MS_MAX),
      };
    }
    default:
      throw new UsageError('"state" must be playing, paused, nothing, blocked or end');
  }
}

function numberOf(line: Record<string, unknown>, name: string, max: number): number {
  const value = line[name];
  if (typeof value === 'number' && value >= 0 && value <= max) return value;
  throw new UsageError(`"${name}" must be a number from 0 to ${max}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readBudget(): number | undefined {
  const { values } = parseArgs({
    options: {
      budget: { type: 'string', default: `${DEFAULT_BUDGET}` },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const budget = Number(values.budget);
  if (!Number.isInteger(budget) || budget < 1 || budget > BUDGET_MAX)
    throw new UsageError(`--budget must be a whole number from 1 to ${BUDGET_MAX}`);
  return budget;
}

async function readDay(): Promise<DayLine[]> {
  const lines: DayLine[] = [];
  let number = 0;
  for await (const text of createInterface({ input: process.stdin })) {
    number += 1;
    if (text.trim() === '') continue;
    try {
      if (lines.at(-1)?.state === 'end') throw new UsageError('follows the end of the day');
      lines.push(parseLine(text, lines.at(-1)?.atMs ?? 0));
    } catch (error) {
      if (error instanceof UsageError) throw new UsageError(`line ${number}: ${error.message}`);
      throw error;
    }
  }
  if (lines.at(-1)?.state !== 'end')
    throw new UsageError('the last line must have the state "end"');
  return lines;
}

async function main(): Promise<void> {
  const budget = readBudget();
  if (budget === undefined) {
    console.log(HELP);
    return;
  }
  const questions = playDay(await readDay(), scheduleAsker(budget));
  process.stdout.write(questions.map((atMs) => `${JSON.stringify({ at_ms: atMs })}\n`).join(''));
}

try {
  await main();
} catch (error) {
  // Whatever is not about the input is a bug, and shows where it is.
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  if (!isUsage) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
