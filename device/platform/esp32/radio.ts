/**
 * The Radio of set-up, on the SDK's older Wi-Fi module: the newer one, `embedded:network/interface/wifi`, has no access
 * point. Both create the chip's station interface, and the second to do so crashes. So each start uses only one, this one
 * for set-up and the other to join, with a restart in between.
 */
import Timer from 'timer';
import WiFi from 'wifi';
import type { AccessPoint, FoundNetwork, Radio } from '../../setup/ports.js';
import { readable } from '../moddable/foreign-text.js';

const STATION = 1;
/** From the change of mode until the radio can scan: the driver starts in its own task and does not report when. */
const SETTLE_MS = 500;

export class WifiRadio implements Radio {
  scan(onDone: (found: readonly FoundNetwork[]) => void): void {
    // Once the access point is open, the mode stays "station and access point".
    if (WiFi.mode <= 0) WiFi.mode = STATION;
    Timer.set(() => scanNow(onDone), SETTLE_MS);
  }

  openAccessPoint({ name, password }: AccessPoint): void {
    // With `station` it can scan as well.
    const options: AccessPointOptions = {
      ssid: name,
      ...(password === '' ? {} : { password }),
      station: true,
    };
    WiFi.accessPoint(options);
  }
}

/** `station` is missing in the typings. */
type AccessPointOptions = Parameters<typeof WiFi.accessPoint>[0] & { readonly station: boolean };

function scanNow(onDone: (found: readonly FoundNetwork[]) => void): void {
  const found: FoundNetwork[] = [];
  try {
    WiFi.scan({}, (item) => {
      if (item === null) onDone(found);
      else
        found.push({
          name: readable(item.ssid),
          signalDbm: item.rssi,
          isOpen: item.authentication === 'none',
        });
    });
  } catch {
    // Still starting, or already scanning: names can be typed, and the next scan is in a minute.
    Timer.set(() => onDone([]));
  }
}
