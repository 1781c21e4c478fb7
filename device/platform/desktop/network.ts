/** The Network port on a PC: the system is online, or its failures come back request by request. */
import type { Network, NetworkState } from '../../ports.js';

export class SystemNetwork implements Network {
  readonly state: NetworkState = { kind: 'online' };

  /** Nothing ever changes, so nobody is called. */
  watch(): void {
    return;
  }
}
