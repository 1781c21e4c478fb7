import { describe, expect, it } from '@jest/globals';
import { readableLine } from '../../relay/readable-log.js';

const time = new Date(2026, 10, 30, 9, 5, 7).getTime();

describe('readableLine', () => {
  it.each([
    [
      {
        level: 30,
        time,
        id: 'x',
        method: 'GET',
        path: '/link',
        status: 200,
        ms: 3,
        msg: 'request',
      },
      '09:05:07  GET /link 200, 3 ms\n',
    ],
    [{ level: 30, time, port: 8000, msg: 'listening' }, '09:05:07  listening (port=8000)\n'],
    [
      { level: 50, time, error: 'Error', frames: ['at a', 'at b'], msg: 'failed' },
      '09:05:07  error: failed (error=Error)\n    at a\n    at b\n',
    ],
    [{ level: 40, msg: '3 log lines were lost' }, 'warning: 3 log lines were lost\n'],
  ])('shows %j as a sentence', (line, shown) => {
    expect(readableLine(`${JSON.stringify(line)}\n`)).toBe(shown);
  });

  it('strips control sequences from names', () => {
    expect(readableLine(JSON.stringify({ level: 30, uid: '\x1b[2J\n', msg: 'hello' }))).toBe(
      'hello (uid=?[2J?)\n',
    );
  });
});
