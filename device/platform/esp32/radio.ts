/**
 * The set-up's Radio on the SDK's older Wi-Fi module: the newer one, `embedded:network/interface/wifi`, has no access
 * point. Each makes the chip's station interface for itself, and the second to do so stops the chip; so a start uses
 * one of them alone, this one for set-up and the other to join, and a restart lies between the two.
 */
import Timer from 'timer';
import WiFi from 'wifi';
import type { AccessPoint, FoundNetwork, Radio } from '../../setup/edges.js';
import { readable } from '../moddable/foreign-text.js';

const STATION = 1;
/** From the mode's change to a radio that scans; the driver starts in a task of its own and reports no end here. */
const SETTLE_MS = 500;

export class WifiRadio implements Radio {
  scan(onDone: (found: readonly FoundNetwork[]) => void): void {
    // Once the access point is open it is station and access point both, and stays so.
    if (WiFi.mode <= 0) WiFi.mode = STATION;
    Timer.set(() => scanNow(onDone), SETTLE_MS);
  }

  openAccessPoint({ name, password }: AccessPoint): void {
    // With `station` it can scan meanwhile.
    const options: AccessPointOptions = { ssid: name, password, station: true };
    WiFi.accessPoint(options);
  }
}

/** `station` is missing in the typing. */
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
    // Still starting, or scanning already: the names can be typed, and the next scan is a minute away.
    Timer.set(() => onDone([]));
  }
}
