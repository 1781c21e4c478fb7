/** The Bank port on GPIO 0–31. */
import DigitalBank from 'embedded:io/digitalbank';
import type { Bank } from '../../shared/ports.js';

/**
 * Claims the lines of `mask` as outputs, all low.
 * @throws if a line is not a GPIO, is input only (34–39), or is already claimed
 */
export function openGpioBank(mask: number): Bank {
  // DigitalBank sets the 1 bits and then clears the 0 bits, as the port promises (modules/io/digital/esp32).
  return new DigitalBank({ pins: mask, mode: DigitalBank.Output });
}
