/**
 * A name and a password for one set-up. Both are new each time: a phone that remembers the name would try the old
 * password and report it as wrong.
 */
import type { AccessPoint } from './ports.js';

/** Without characters that look alike on a display of five by eight dots. */
const NAME_LETTERS = 'ACDEFHJKLMNPRTUVWXY34679';
const NAME_LETTER_COUNT = 4;
/** WPA2's minimum: a hundred million combinations, and each attempt over the air takes a second or more. */
const PASSWORD_DIGIT_COUNT = 8;
export const RANDOM_BYTES = 16;

export interface NewAccessPoint {
  readonly accessPoint: AccessPoint;
  /** The form's secret, against requests from other sites. */
  readonly token: string;
}

/**
 * @param random `RANDOM_BYTES` unpredictable bytes
 * @param isKeyless for a display that cannot show a key
 */
export function newAccessPoint(random: Uint8Array, isKeyless = false): NewAccessPoint {
  let at = 0;
  const next = (): number => random[at++] ?? 0;
  let name = '16x2-';
  for (let index = 0; index < NAME_LETTER_COUNT; index += 1)
    name += NAME_LETTERS[next() % NAME_LETTERS.length] ?? '';
  let password = '';
  for (let index = 0; index < PASSWORD_DIGIT_COUNT; index += 1) password += String(next() % 10);
  let token = '';
  while (at < RANDOM_BYTES) token += next().toString(16).padStart(2, '0');
  return { accessPoint: { name, password: isKeyless ? '' : password }, token };
}
