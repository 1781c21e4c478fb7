/** Composition root in Moddable's desktop simulator (lin, mac, win), which has no GPIO and is always online. No logic. */
import config from 'mc/config';
import { Device, showSettingsProblem, type DevicePorts } from './app/device.js';
import { readSettings } from './app/build-settings.js';
import { MillisecondClock } from './platform/desktop/clock.js';
import { FileStore } from './platform/desktop/file-store.js';
import { screenBankOpener, screenI2cOpener } from './platform/desktop/screen-bank.js';
import {
  applyCommand,
  SwitchedHttp,
  SwitchedNetwork,
  WindowButton,
} from './platform/desktop/switchboard.js';
import { ProcessSystem } from './platform/desktop/system.js';
import { watchWindow } from './platform/desktop/window.js';
import { catchCrashes } from './platform/moddable/crash-hook.js';
import { SystemHttp } from './platform/moddable/http.js';
import { TraceLog } from './platform/moddable/log.js';
import { optionalResourceBytes, resourceBytes } from './platform/moddable/tables.js';
import { SystemTimer } from './platform/moddable/timer.js';
import { DEFAULTS } from './shared/settings.js';

const device = readSettings(config);
const { relayUrl } = device.ok ? device.settings : DEFAULTS;
const log = new TraceLog();
const timer = new SystemTimer();
const network = new SwitchedNetwork();
const http = new SwitchedHttp(new SystemHttp(), timer, relayUrl);
const button = new WindowButton();
watchWindow((message) => applyCommand({ network, http, button }, message));

const storePath: unknown = config['store'];
const japanese = optionalResourceBytes('japanese.bin');
const ports: DevicePorts = {
  openBank: screenBankOpener(device.ok ? device.settings : undefined),
  openI2c: screenI2cOpener(device.ok ? device.settings : undefined),
  clock: new MillisecondClock(),
  timer,
  http,
  store: new FileStore(
    typeof storePath === 'string' ? storePath : `${config.file.root}sixteen-by-two.json`,
    log,
  ),
  network,
  system: new ProcessSystem(log),
  button,
  log,
  random: () => Math.random(),
  tables: { text: resourceBytes('tables.bin'), ...(japanese ? { japanese } : {}) },
};
if (device.ok) {
  const started = new Device(ports, device.settings);
  catchCrashes((error) => started.crashed(error));
  started.start();
} else {
  showSettingsProblem(ports, device.problems);
}
