/** The contract of `npm run day`: a day in, the device's polls out, none during a block, never more than the budget. */
import { describe, expect, it } from '@jest/globals';
import { runBundled, runTool } from './run-tool.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function pollsOf(day: readonly object[], args: readonly string[] = []): Promise<number[]> {
  const { code, lines, errors } = await runTool(
    'day',
    day.map((line) => JSON.stringify(line)),
    args,
  );
  expect(errors).toBe('');
  expect(code).toBe(0);
  return lines.map((line) => {
    const poll: unknown = JSON.parse(line);
    expect(poll).toEqual({ at_ms: expect.any(Number) });
    return (poll as { at_ms: number }).at_ms;
  });
}

/** Items of 200 s from `fromMs` on, each beginning where the one before it ended. */
function album(fromMs: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    at_ms: fromMs + index * 200_000,
    state: 'playing',
    item: `item ${index}`,
    duration_ms: 200_000,
    progress_ms: 0,
  }));
}

describe('npm run day', () => {
  it('polls first at 0 and sees each item of an album within 2 s', async () => {
    const polls = await pollsOf([...album(0, 18), { at_ms: HOUR, state: 'end' }]);
    expect(polls[0]).toBe(0);
    for (let index = 1; index < 18; index += 1) {
      const startMs = index * 200_000;
      expect(polls.find((atMs) => atMs >= startMs)! - startMs).toBeLessThanOrEqual(2000);
    }
  });

  it('polls in whole milliseconds, in order, and not at the end or after it', async () => {
    const polls = await pollsOf([...album(0, 3), { at_ms: 500_000, state: 'end' }]);
    expect(polls.every((atMs, index) => index === 0 || atMs > polls[index - 1]!)).toBe(true);
    expect(polls.every((atMs) => Number.isInteger(atMs) && atMs < 500_000)).toBe(true);
  });

  it('polls once into a block, then waits for the whole Retry-After, even if the block ends earlier', async () => {
    const polls = await pollsOf([
      ...album(0, 5),
      { at_ms: 900_000, state: 'blocked', retry_after_s: 3600 },
      ...album(1_200_000, 30),
      { at_ms: 3 * HOUR, state: 'end' },
    ]);
    const met = polls.findIndex((atMs) => atMs >= 900_000);
    expect(polls[met + 1]).toBe(polls[met]! + HOUR);
  });

  it('keeps to a budget in any 24 hours', async () => {
    const day = [...album(0, 400), { at_ms: 400 * 200_000, state: 'nothing' }];
    const polls = await pollsOf([...day, { at_ms: 2 * DAY, state: 'end' }], ['--budget', '300']);
    const most = polls.map(
      (fromMs) => polls.filter((at) => at >= fromMs && at < fromMs + DAY).length,
    );
    expect(Math.max(...most)).toBeLessThanOrEqual(300);
  });

  it.each([
    ['no JSON', ['{'], 'line 1: is not JSON'],
    ['an unknown state', ['{"at_ms":0,"state":"stopped"}'], 'line 1: "state" must be'],
    [
      'an item without a duration',
      ['{"at_ms":0,"state":"playing","item":"a"}'],
      '"duration_ms" must',
    ],
    [
      'time that runs back',
      ['{"at_ms":9,"state":"nothing"}', '{"at_ms":8,"state":"end"}'],
      'line 2: "at_ms" is 8',
    ],
    ['a day without an end', ['{"at_ms":0,"state":"nothing"}'], 'the last line must have'],
    [
      'more after the end',
      ['{"at_ms":0,"state":"end"}', '{"at_ms":1,"state":"end"}'],
      'line 2: comes after',
    ],
  ])('refuses %s with exit code 2', async (_name, input, message) => {
    const { code, lines, errors } = await runBundled('day', input);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(errors).toContain(message);
  });

  it.each([
    ['--budget', '0'],
    ['--budget', 'many'],
    ['--bugdet', '5'],
  ])('refuses %s %s with exit code 2', async (...args) => {
    const { code, errors } = await runBundled('day', ['{"at_ms":0,"state":"end"}'], args);
    expect(code).toBe(2);
    expect(errors).toContain('--b');
  });
});
