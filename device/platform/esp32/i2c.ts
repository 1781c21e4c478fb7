/** The I2c port on two GPIOs, by the SDK's synchronous driver: the asynchronous one takes 255 bytes and a task of its own. */
import I2C from 'embedded:implementation/i2csync';
import type { I2c, OpenI2c } from '../../shared/ports.js';

/** The PCF8574's limit. */
const KHZ = 100;
/** A full frame takes 60 ms; the SDK's default is 400. */
const TIMEOUT_MS = 150;

export const openI2c: OpenI2c = ({ sda, scl }): I2c => {
  let address: number | undefined;
  let io: I2C | undefined;
  const close = (): void => {
    io?.close();
    io = undefined;
  };
  return {
    khz: KHZ,
    close,
    write(to, bytes) {
      if (to !== address) close();
      address = to;
      io ??= new I2C({ data: sda, clock: scl, hz: KHZ * 1000, address: to, timeout: TIMEOUT_MS });
      io.write(bytes);
    },
  };
};
