/** Progress of a build, read from its hundreds of lines. */
import { describe, expect, it } from '@jest/globals';
import { Progress } from '../../../tools/flash/progress.js';

describe('Progress', () => {
  it('counts files, and shows the progress of ESP-IDF and of flashing', () => {
    const progress = new Progress();
    const lines = [
      '# tsc app.ts',
      'something else',
      '# xsc text/han.xsb',
      '[12/980] Building C object x.c.obj',
      'Writing at 0x00010000... (3 %)',
      'Writing at 0x00018000 [=====>      ]  45.3% 16384/36000 bytes...',
    ];
    expect(lines.map((line) => progress.take(line))).toEqual([
      'building: step 1, app.ts',
      undefined,
      'building: step 2, text/han.xsb',
      'building ESP-IDF: 12 of 980',
      'writing to flash: 3 %',
      'writing to flash: 45 %',
    ]);
  });
});
