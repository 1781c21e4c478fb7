/** Composition root in Moddable's desktop simulator (lin, mac, win), which has no GPIO and is always online. No logic. */
import config from 'mc/config';
import { Device, showSettingsProblem, type DevicePorts } from './app.js';
import { MillisecondClock } from './platform/desktop/clock.js';
import { FileStore } from './platform/desktop/file-store.js';
import { SystemNetwork } from './platform/desktop/network.js';
import { screenBankOpener } from './platform/desktop/screen-bank.js';
import { ProcessSystem } from './platform/desktop/system.js';
import { SystemHttp } from './platform/moddable/http.js';
import { TraceLog } from './platform/moddable/log.js';
import { resourceBytes } from './platform/moddable/tables.js';
import { SystemTimer } from './platform/moddable/timer.js';
import { readSettings } from './build-settings.js';

const device = readSettings(config);
const log = new TraceLog();
const ports: DevicePorts = {
  openBank: screenBankOpener(device.ok ? device.settings : undefined),
  clock: new MillisecondClock(),
  timer: new SystemTimer(),
  http: new SystemHttp(),
  store: new FileStore(`${config.file.root}sixteen-by-two.json`, log),
  network: new SystemNetwork(),
  system: new ProcessSystem(log),
  log,
  random: () => Math.random(),
  tables: { text: resourceBytes('tables.bin'), japanese: resourceBytes('japanese.bin') },
};
if (device.ok) new Device(ports, device.settings).start();
else showSettingsProblem(ports, device.problems);
