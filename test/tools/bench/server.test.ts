/** The server's benchmark with a few devices and hours: nothing fails, and it fits the memory. Figures are for `npm run bench`. */
import { expect } from '@jest/globals';
import { POSTGRES, testsNeeding } from '../../support/needs.js';
import { proxyNeed } from '../../support/proxy.js';
import { benchServer } from '../../../tools/bench/server.js';

testsNeeding(proxyNeed('nginx'), POSTGRES).it(
  'serves devices behind nginx, under the limits of a small server',
  async () => {
    const { json, notes } = await benchServer({ deviceCount: 40, hours: 2 });
    expect({ json, notes }).toMatchObject({ json: { failed: 0, isKept: true } });
    // An hourly refresh finds its token run out, or what was measured was the cache.
    expect((json as { refreshes: number }).refreshes).toBeGreaterThanOrEqual(40);
  },
  60_000,
);
