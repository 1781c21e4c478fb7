/** Form bodies that any server can read. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VERSION } from '../../../device/shared/version.js';
import { formBody, relayRequest } from '../../../device/relay-client/relay-request.js';

describe('formBody', () => {
  it('is parsed back by URLSearchParams, for any text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const read = new URLSearchParams(formBody({ one, other }));
        expect([...read]).toEqual([
          ['one', one],
          ['other', other],
        ]);
      }),
      { seed: 14, numRuns: 300 },
    );
  });
});

describe('relayRequest', () => {
  it('names the device’s version', () => {
    expect(relayRequest('u', 'b').headers).toHaveProperty(
      'user-agent',
      `sixteen-by-two/${VERSION}`,
    );
  });

  it('sends a token only if there is one', () => {
    expect(relayRequest('u', 'b').headers).not.toHaveProperty('authorization');
    expect(relayRequest('u', 'b', 'dev').headers).toHaveProperty('authorization', 'Bearer dev');
  });
});
