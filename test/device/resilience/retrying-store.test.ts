/** With a worn flash nothing is lost until the next start, and the log does not fill up. */
import { describe, expect, it } from '@jest/globals';
import { RetryingStore } from '../../../device/resilience/retrying-store.js';

const HOUR_US = 3_600_000_000;

function failing(): never {
  throw new Error('worn');
}

describe('RetryingStore', () => {
  it('returns what could not be written, and logs that once an hour', () => {
    let nowUs = 0;
    const lines: string[] = [];
    const store = new RetryingStore(
      { read: failing, write: failing, remove: failing },
      { write: (_level, message) => void lines.push(message) },
      { nowUs: () => nowUs, epochMs: () => undefined, waitUntilUs: failing },
    );
    store.write('link', 'a');
    for (let minute = 0; minute < 60; minute += 1) {
      nowUs = (minute * HOUR_US) / 60;
      store.retry();
    }
    expect(store.read('link')).toBe('a');
    expect(lines).toEqual(['store: cannot write link: worn']);
    nowUs = HOUR_US;
    store.retry();
    expect(lines).toHaveLength(2);
  });
});
