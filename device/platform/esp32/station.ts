/** The chip's Wi-Fi, as a station of the network that `wifi.ts` keeps it on. */
import WiFi from 'embedded:network/interface/wifi';
import type { Station } from './wifi.js';

export function openStation(onChanged: () => void): Station {
  return new WiFi({ onChanged: () => onChanged() });
}
