/** The keys of an embedded database's secrets: made once, kept beside it, readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTokenKeys, type TokenKey } from '../../config.js';
import { errorCode } from '../../error-code.js';
import { StartError } from '../start-error.js';

export const TOKEN_KEY_FILE = 'token-keys';

export async function readOrMakeTokenKeys(dataDir: string): Promise<readonly TokenKey[]> {
  const path = join(dataDir, TOKEN_KEY_FILE);
  const made = `1:${randomBytes(32).toString('base64')}`;
  try {
    await writeFile(path, `${made}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  // A restored backup or a careless copy may have widened it.
  await chmod(path, 0o600);
  const keys = parseTokenKeys((await readFile(path, 'utf8')).trim());
  if (typeof keys === 'string')
    throw new StartError(
      `${path} ${keys}; restore it from a backup (without it what is stored cannot be read)`,
    );
  return keys;
}
