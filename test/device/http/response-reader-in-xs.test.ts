/** XS reads any response as Node does, and a usual one within the memory of a poll. */
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { count } from '../../support/counts.js';
import { readResponse } from '../../support/read-response.js';
import type { ResponseCommand } from '../../support/responses-in-xs.js';
import { describeWithXs } from '../../support/xs.js';

const ENTRY = fileURLToPath(new URL('../../support/responses-in-xs.ts', import.meta.url));
const LINES = [
  ...['HTTP/1.1 200 OK', 'HTTP/1.1 103 Hints', 'HTTP/1.1 204 No', 'content-length: 3', 'abc', ''],
  ...[
    'transfer-encoding: chunked',
    '3',
    'A;b',
    '0',
    ' fold',
    'Retry-After: 5',
    'x-long: \xe9',
    ':',
  ],
];

await describeWithXs('ResponseReader in XS', (xs) => {
  it('reads what Node reads, however it is cut', async () => {
    const worker = await xs.start(ENTRY);
    const text = fc
      .array(fc.constantFrom(...LINES), { maxLength: 14 })
      .map((lines) => `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n`);
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 });
    const command: ResponseCommand = fc.sample(fc.record({ text, sizes }), count(500, 20_000));
    for (let from = 0; from < command.length; from += 100) {
      const part = command.slice(from, from + 100);
      const inNode = part.map((one) => readResponse(one.text, { ...one, ends: true }));
      const { value } = await worker.json(part);
      expect(value).toEqual(JSON.parse(JSON.stringify(inNode)));
    }
  });
});
