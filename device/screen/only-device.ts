/** Whether an item plays on the one speaker that a display is for. */
import type { Item } from '../spotify/playback.js';
import type { Transliterator } from '../text/transliterate.js';

/**
 * Names are compared as they are spelled, since the relay sends them so.
 * @param onlyDevice empty for any
 */
export function isOnDevice(
  { deviceName }: Item,
  onlyDevice: string,
  transliterator: Transliterator,
): boolean {
  const spelled = (name: string): string => transliterator.transliterate(name).toLowerCase();
  return onlyDevice === '' || spelled(deviceName) === spelled(onlyDevice);
}
