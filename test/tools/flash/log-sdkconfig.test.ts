/** A build with a log is the release build with a console. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { logSdkconfig } from '../../../tools/flash/log-sdkconfig.js';

const OURS = new URL('../../../device/sdkconfig/', import.meta.url);

describe('logSdkconfig', () => {
  it('keeps the lines of a release build and adds a console at 115,200 baud', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sdkconfig-'));
    try {
      logSdkconfig(folder);
      const [defaults, release] = ['sdkconfig.defaults', 'sdkconfig.defaults.release'].map(
        (name) => ({
          ours: readFileSync(new URL(name, OURS), 'utf8'),
          written: readFileSync(join(folder, name), 'utf8'),
        }),
      );
      expect(defaults?.written).toBe(defaults?.ours);
      expect(release?.written.startsWith(release.ours)).toBe(true);
      expect(release?.written).toMatch(/^CONFIG_ESP_CONSOLE_UART_BAUDRATE=115200$/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
