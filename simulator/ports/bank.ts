/** A bank whose writes take time, as on a device: with instant writes, no pulse would have a width. */
import type { Bank, Clock, OpenBank } from '../../device/shared/ports.js';

/** A call from XS takes longer on an ESP32; this is close to the shortest pulse that E accepts. */
const BANK_WRITE_US = 0.6;

/** After each write the virtual clock moves on by `writeUs`. */
export function timedBank(openBank: OpenBank, clock: Clock, writeUs = BANK_WRITE_US): OpenBank {
  return (mask): Bank => {
    const bank = openBank(mask);
    return {
      write: (levels) => {
        bank.write(levels);
        clock.waitUntilUs(clock.nowUs() + writeUs);
      },
      close: () => bank.close?.(),
    };
  };
}

/** The port of the other bus. */
export function notWired(): never {
  throw new Error('the display is wired otherwise');
}
