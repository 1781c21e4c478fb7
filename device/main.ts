/** Composition root on the ESP32: builds the ports from Moddable's modules and hands them to the app. No logic. */
import config from 'mc/config';
import { Device, showSettingsProblem, type DevicePorts } from './app.js';
import { MicrosecondClock } from './platform/esp32/clock.js';
import { openGpioBank } from './platform/esp32/digital-bank.js';
import { NvsStore } from './platform/esp32/nvs-store.js';
import { setClock } from './platform/esp32/sntp.js';
import { openStation } from './platform/esp32/station.js';
import { ChipSystem } from './platform/esp32/system.js';
import { readWifiSettings } from './platform/esp32/wifi-settings.js';
import { WifiNetwork } from './platform/esp32/wifi.js';
import { SystemHttp } from './platform/moddable/http.js';
import { TraceLog } from './platform/moddable/log.js';
import { resourceBytes } from './platform/moddable/tables.js';
import { SystemTimer } from './platform/moddable/timer.js';
import { readSettings } from './build-settings.js';

const device = readSettings(config);
const wifi = readWifiSettings(config);
const clock = new MicrosecondClock();
const timer = new SystemTimer();
const log = new TraceLog();
const ports: DevicePorts = {
  openBank: openGpioBank,
  clock,
  timer,
  http: new SystemHttp(),
  store: new NvsStore(),
  network: new WifiNetwork({ settings: wifi.settings, clock, timer, log, openStation, setClock }),
  system: new ChipSystem(log),
  log,
  random: () => Math.random(),
  tables: { text: resourceBytes('tables.bin'), japanese: resourceBytes('japanese.bin') },
};
if (device.ok && wifi.problems.length === 0) new Device(ports, device.settings).start();
else showSettingsProblem(ports, [...wifi.problems, ...(device.ok ? [] : device.problems)]);
