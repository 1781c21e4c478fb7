/**
 * `npm run --silent day -- [--budget N]`: a listening day in, a line for each change; the polls that the device would send
 * out, through its own schedule. An invalid line ends the run with its number and the reason, exit code 2.
 */
import { DEFAULT_BUDGET } from '../device/spotify/schedule.js';
import { schedulePoller } from './days/pollers.js';
import { playDay, type DayLine } from './days/day.js';
import { inputLines, numberIn, readLine, runScript, UsageError, wholeNumber } from './usage.js';

const HELP = `Reads a day of listening and prints the polls that the device sends.
  --budget N   requests in any 24 hours (${DEFAULT_BUDGET})
Input, one line per change, in order:
  {"at_ms":0,"state":"playing","item":"a","duration_ms":200000,"progress_ms":0}   or "paused"
  {"at_ms":N,"state":"nothing"}
  {"at_ms":N,"state":"blocked","retry_after_s":3600}   a 429, until the next line
  {"at_ms":N,"state":"end"}   the last line
Output, one line per poll: {"at_ms":N}`;

/** A quarter of a year: more is a mistake in the unit. */
const AT_MS_MAX = 90 * 86_400_000;
/** A week. */
const RETRY_AFTER_S_MAX = 7 * 86_400;
/** One request in 6 s. */
const BUDGET_MAX = 14_400;

function dayLine(fields: Readonly<Record<string, unknown>>, before: DayLine | undefined): DayLine {
  if (before?.state === 'end') throw new UsageError('comes after the end of the day');
  const atMs = numberIn(fields, 'at_ms', AT_MS_MAX);
  if (atMs < (before?.atMs ?? 0))
    throw new UsageError(`"at_ms" is ${atMs}, before the line above (${before?.atMs ?? 0})`);
  const { state, item } = fields;
  switch (state) {
    case 'nothing':
    case 'end':
      return { atMs, state };
    case 'blocked':
      return { atMs, state, retryAfterS: numberIn(fields, 'retry_after_s', RETRY_AFTER_S_MAX) };
    case 'playing':
    case 'paused': {
      if (typeof item !== 'string') throw new UsageError('"item" must be a text');
      const durationMs = numberIn(fields, 'duration_ms', AT_MS_MAX);
      const progressMs = numberIn(fields, 'progress_ms', AT_MS_MAX);
      return { atMs, state, item, durationMs, progressMs };
    }
    default:
      throw new UsageError('"state" must be playing, paused, nothing, blocked or end');
  }
}

const OPTIONS = { budget: { type: 'string', default: `${DEFAULT_BUDGET}` } } as const;

await runScript({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const budget = wholeNumber('--budget', values.budget, 1, BUDGET_MAX);
  const lines: DayLine[] = [];
  for await (const line of inputLines())
    lines.push(readLine(line, (fields) => dayLine(fields, lines.at(-1))));
  if (lines.at(-1)?.state !== 'end')
    throw new UsageError('the last line must have the state "end"');
  const polls = playDay(lines, schedulePoller(budget));
  process.stdout.write(polls.map((atMs) => `${JSON.stringify({ at_ms: atMs })}\n`).join(''));
});
