/** The ESP-IDF configuration of `npm run flash -- --log`: the release build's, and a console. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../moddable/sdk.js';

/**
 * Writes it into `folder`, as the SDK merges it with its own.
 * @returns the folder, for SDKCONFIGPATH
 */
export function logSdkconfig(folder: string): string {
  const ours = join(ROOT, 'device', 'sdkconfig');
  copyFileSync(join(ours, 'sdkconfig.defaults'), join(folder, 'sdkconfig.defaults'));
  const release = ['sdkconfig.defaults.release', 'sdkconfig.console'].map((name) =>
    readFileSync(join(ours, name), 'utf8'),
  );
  writeFileSync(join(folder, 'sdkconfig.defaults.release'), release.join(''));
  return folder;
}
