/** A text too wide for its row scrolls: with pauses, about three characters a second, one row at a time. */
import { describe, expect, it } from '@jest/globals';
import { marqueeAt, type MarqueeMoment } from '../../../device/screen/marquee.js';

const travelsOf = (lengths: readonly number[], columns: number): number[] =>
  lengths.map((length) => length - columns);

/** All moments of the first `totalMs`, each asked for exactly when the one before said so. */
function moments(lengths: readonly number[], columns: number, totalMs: number) {
  const seen: (MarqueeMoment & { readonly atMs: number })[] = [];
  for (let atMs = 0; atMs < totalMs;) {
    const moment = marqueeAt(travelsOf(lengths, columns), atMs);
    seen.push({ ...moment, atMs });
    if (moment.nextMs === undefined) break;
    expect(moment.nextMs).toBeGreaterThan(0);
    atMs += moment.nextMs;
  }
  return seen;
}

describe('marqueeAt', () => {
  it.each([
    ['no text', []],
    ['texts that fit', [16, 3]],
  ])('stands still for %s', (_name, lengths) => {
    expect(marqueeAt(travelsOf(lengths, 16), 12_345)).toEqual({
      index: 0,
      offset: 0,
      nextMs: undefined,
    });
  });

  it('rests 2 s at the start, steps a character at a time, rests 2 s at the end, starts over', () => {
    const seen = moments([19], 16, 9000);
    expect(seen.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(seen[0]!.nextMs).toBe(2000);
    expect(seen[3]!.nextMs).toBe(2000);
    expect(seen[1]!.nextMs).toBe(333);
  });

  it('moves about three characters a second', () => {
    const seen = moments([116], 16, 40_000);
    const end = seen.find(({ offset }) => offset === 100)!;
    const perSecond = 99 / ((end.atMs - seen[1]!.atMs) / 1000);
    expect(perSecond).toBeCloseTo(3, 1);
  });

  it('shows the last character, and no blank beyond it', () => {
    const offsets = moments([40], 16, 20_000).map(({ offset }) => offset);
    expect(Math.max(...offsets)).toBe(24);
  });

  it('scrolls rows in turn, each to its end, never two at once', () => {
    const seen = moments([20, 5, 18], 16, 30_000);
    const turns: number[] = [];
    for (const { index, offset } of seen) {
      if (offset > 0 && turns.at(-1) !== index) turns.push(index);
      expect(index).not.toBe(1);
    }
    expect(turns.slice(0, 4)).toEqual([0, 2, 0, 2]);
    expect(Math.max(...seen.filter(({ index }) => index === 2).map(({ offset }) => offset))).toBe(
      2,
    );
  });

  it('returns exactly when the frame changes', () => {
    for (const { atMs, offset, nextMs } of moments([22, 30], 16, 20_000)) {
      expect(marqueeAt([6, 14], atMs + nextMs! - 1)).toMatchObject({ offset });
      expect(marqueeAt([6, 14], atMs + nextMs!)).not.toMatchObject({ offset });
    }
  });

  it('with bounce, scrolls back the same way and rests at both ends', () => {
    const bounce = { scroll: 'bounce', stepMs: 200 } as const;
    const seen: [number, number][] = [];
    for (let atMs = 0; atMs < 12_000;) {
      const { offset, nextMs } = marqueeAt([3], atMs, bounce);
      seen.push([offset, nextMs!]);
      atMs += nextMs!;
    }
    const round = [0, 1, 2, 3, 2, 1];
    expect(seen.map(([offset]) => offset).slice(0, 12)).toEqual([...round, ...round]);
    expect(seen.slice(0, 6).map(([, nextMs]) => nextMs)).toEqual([2000, 200, 200, 2000, 200, 200]);
  });

  it('takes turns with bounce, too', () => {
    const bounce = { scroll: 'bounce', stepMs: 200 } as const;
    const at = (atMs: number) => marqueeAt([2, 2], atMs, bounce);
    expect([at(4399).index, at(4400).index, at(8799).index, at(8800).index]).toEqual([0, 1, 1, 0]);
  });
});
