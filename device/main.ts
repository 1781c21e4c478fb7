/** Composition root on the ESP32: builds the ports from Moddable's modules and hands them to the app. No logic. */
import config from 'mc/config';
import RNG from 'rng';
import { Device, showFailedStart, showSettingsProblem, type DevicePorts } from './app/device.js';
import { readSettings } from './app/build-settings.js';
import { GpioButton } from './platform/esp32/button.js';
import { MicrosecondClock } from './platform/esp32/clock.js';
import { openGpioBank } from './platform/esp32/digital-bank.js';
import { NvsStore } from './platform/esp32/nvs-store.js';
import { displayOutputs, readBoardPins } from './platform/esp32/pins.js';
import { WifiRadio } from './platform/esp32/radio.js';
import { setClock } from './platform/esp32/sntp.js';
import { openStation } from './platform/esp32/station.js';
import { ChipSystem, restartChip } from './platform/esp32/system.js';
import { readWifiSettings } from './platform/esp32/wifi-settings.js';
import { WifiNetwork } from './platform/esp32/wifi.js';
import { catchCrashes } from './platform/moddable/crash-hook.js';
import { SystemHttp } from './platform/moddable/http.js';
import { SocketNetwork } from './platform/moddable/local-network.js';
import { TraceLog } from './platform/moddable/log.js';
import { optionalResourceBytes, resourceBytes } from './platform/moddable/tables.js';
import { SystemTimer } from './platform/moddable/timer.js';
import type { Network } from './shared/ports.js';
import { DEFAULTS } from './shared/settings.js';
import { newAccessPoint, RANDOM_BYTES } from './setup/new-access-point.js';
import { SetUp } from './setup/set-up.js';
import { askForSetUp, noteJoined, planStart } from './setup/start-plan.js';

/** ESP-IDF's own, for every access point. */
const ACCESS_POINT_ADDRESS = [192, 168, 4, 1] as const;

/** Long enough to be read, and for a flash or a driver that was busy. */
const FAILED_START_MS = 10_000;

const clock = new MicrosecondClock();
const timer = new SystemTimer();
const log = new TraceLog();

// Before anything that may throw: what goes wrong until there is a device is shown, too, and tried again.
const display = readSettings({ ...config, relay: DEFAULTS.relayUrl });
let crashed = (error: unknown): void => {
  timer.set(restartChip, FAILED_START_MS);
  const settings = display.ok ? display.settings : DEFAULTS;
  showFailedStart({ openBank: openGpioBank, clock, timer, log }, settings, error);
};
catchCrashes((error) => crashed(error));

const store = new NvsStore();
const system = new ChipSystem(store, log);

const builtIn = readWifiSettings(config);
const plan = planStart(store, builtIn.settings, log);
const known = plan.kind === 'join' ? plan.wifi : plan.known;
const device = readSettings({
  ...config,
  relay: known.relay,
  ...(known.mayBePlain ? { plain_http: 'yes' } : {}),
});

const restart = (): void => system.restart();
const network: Network =
  plan.kind === 'join'
    ? new WifiNetwork({
        settings: plan.wifi,
        clock,
        timer,
        log,
        openStation,
        setClock,
        patienceMs: plan.patienceMs,
        onJoined: () => noteJoined(store, plan.wifi, builtIn.settings, log),
        onGivenUp: () => {
          if (askForSetUp(store, plan.wifi.isUnproven ? 'not-joined' : 'lost', log)) restart();
        },
      })
    : new SetUp({
        ...newAccessPoint(new Uint8Array(RNG.get(RANDOM_BYTES))),
        address: ACCESS_POINT_ADDRESS,
        radio: new WifiRadio(),
        network: new SocketNetwork(),
        timer,
        store,
        log,
        restart,
        builtIn: builtIn.settings,
        known,
        isDoubtful: plan.isDoubtful,
      });

const japanese = optionalResourceBytes('japanese.bin');
const ports: DevicePorts = {
  openBank: openGpioBank,
  clock,
  timer,
  http: new SystemHttp(),
  store,
  network,
  system,
  log,
  random: () => Math.random(),
  tables: { text: resourceBytes('tables.bin'), ...(japanese ? { japanese } : {}) },
};

const pins = readBoardPins(
  displayOutputs(device.ok ? device.settings : DEFAULTS),
  config['pin_button'],
);
const problems = [...builtIn.problems, ...(device.ok ? [] : device.problems), ...pins.problems];
if (device.ok && problems.length === 0) {
  const button = pins.button === undefined ? {} : { button: new GpioButton(pins.button, log) };
  const started = new Device({ ...ports, ...button }, device.settings);
  crashed = (error) => started.crashed(error);
  started.start();
} else {
  showSettingsProblem(ports, problems);
}
