/** Wi-Fi set-up on loopback: its own code on Node's sockets, with a radio and a chip that the test can see. */
import { hardwareFields, hardwareProblems } from '../../../device/app/hardware.js';
import type { Fields, FoundNetwork, Radio } from '../../../device/setup/ports.js';
import { SetUp, type SetUpOptions } from '../../../device/setup/set-up.js';
import type { AccessPoint } from '../../../device/setup/ports.js';
import { goodPins } from '../../../device/shared/board-pins.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { NodeNetwork } from './node-network.js';

export const TOKEN = 'f00dcafe';
export const ADDRESS = '192.168.4.1';
export const BUILT_IN = { name: '', password: undefined, relay: 'https://relay.example.org' };
export const AIR: readonly FoundNetwork[] = [
  { name: 'Home', signalDbm: -52, isOpen: false },
  { name: 'Café <b>"Nord"</b> & Söhne', signalDbm: -71, isOpen: true },
  { name: 'Home', signalDbm: -80, isOpen: false },
  { name: 'Far away', signalDbm: -88, isOpen: false },
];

export class SetUpScene {
  readonly network = new NodeNetwork();
  readonly time = new VirtualTime();
  readonly store = new MemoryStore();
  readonly lines: string[] = [];
  readonly opened: AccessPoint[] = [];
  readonly setUp: SetUp;
  /** What the page stored and tested of the display's hardware. */
  readonly storedHardware: Fields[] = [];
  readonly testedHardware: Fields[] = [];
  air: readonly FoundNetwork[];
  scans = 0;
  restarts = 0;

  constructor(change: Partial<SetUpOptions> = {}, air: readonly FoundNetwork[] = AIR) {
    this.air = air;
    const radio: Radio = {
      scan: (onDone) => {
        this.scans += 1;
        this.time.timer.set(() => onDone(this.air), 0);
      },
      openAccessPoint: (accessPoint) => this.opened.push(accessPoint),
    };
    this.setUp = new SetUp({
      accessPoint: { name: '16x2-4F2A', password: '48213907' },
      address: [192, 168, 4, 1],
      port: 0,
      dnsPort: 0,
      token: TOKEN,
      radio,
      network: this.network,
      timer: this.time.timer,
      store: this.store,
      log: { write: (_level, line) => this.lines.push(line) },
      restart: () => (this.restarts += 1),
      builtIn: BUILT_IN,
      known: { name: '', relay: BUILT_IN.relay, mayBePlain: false },
      couldNotJoin: false,
      hardware: {
        current: hardwareFields({}),
        pins: goodPins(),
        problemsOf: hardwareProblems,
        store: (fields) => void this.storedHardware.push(fields),
        test: (fields) => void this.testedHardware.push(fields),
      },
      ...change,
    });
  }

  /** Scans, opens the access point and listens. @returns where a client finds the page */
  async open(): Promise<string> {
    this.setUp.watch();
    this.time.advanceUs(1000);
    return `http://127.0.0.1:${(await this.network.ports()).http}`;
  }
}
