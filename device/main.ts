/** Composition root on the ESP32: builds the ports from Moddable's modules and hands them to the app. No logic. */
import config from 'mc/config';
import RNG from 'rng';
import { Device, showFailedStart, showSettingsProblem, type DevicePorts } from './app/device.js';
import { readSettings } from './app/build-settings.js';
import { setUpHardware, withStoredHardware } from './app/hardware.js';
import { CertificateWatch } from './clock/certificate-watch.js';
import { requestNtp } from './clock/ntp-client.js';
import { relayDate } from './clock/relay-date.js';
import { TimeSetter } from './clock/time-setter.js';
import { buttonsOn, GpioButton } from './platform/esp32/button.js';
import { MicrosecondClock, setChipTime } from './platform/esp32/clock.js';
import { openGpioBank } from './platform/esp32/digital-bank.js';
import { openI2c } from './platform/esp32/i2c.js';
import { NvsStore } from './platform/esp32/nvs-store.js';
import { readBoardPins } from './shared/board-pins.js';
import { WifiRadio } from './platform/esp32/radio.js';
import { openStation } from './platform/esp32/station.js';
import { ChipSystem, restartChip } from './platform/esp32/system.js';
import { readWifiSettings } from './platform/esp32/wifi-settings.js';
import { openUdp } from './platform/esp32/udp.js';
import { WifiNetwork } from './platform/esp32/wifi.js';
import { catchCrashes } from './platform/moddable/crash-hook.js';
import { SystemHttp } from './platform/moddable/http.js';
import { SocketNetwork } from './platform/moddable/local-network.js';
import { resolve } from './platform/moddable/lookup.js';
import { TraceLog } from './platform/moddable/log.js';
import { optionalResourceBytes, resourceBytes } from './platform/moddable/tables.js';
import { SystemTimer } from './platform/moddable/timer.js';
import type { Network } from './shared/ports.js';
import { DEFAULTS } from './shared/settings.js';
import { wiringPins } from './shared/wiring.js';
import { newAccessPoint, RANDOM_BYTES } from './setup/new-access-point.js';
import { SetUp } from './setup/set-up.js';
import { requestSetUp, noteJoined, planStart } from './setup/start-plan.js';

/** ESP-IDF's own, for every access point. */
const ACCESS_POINT_ADDRESS = [192, 168, 4, 1] as const;

/** Time to read the message, and for a busy flash or driver to recover. */
const FAILED_START_MS = 10_000;

const clock = new MicrosecondClock();
const timer = new SystemTimer();
const log = new TraceLog();

// Comes first, so that whatever throws before there is a device is shown as well, and the start is retried.
let display = readSettings({ ...config, relay: DEFAULTS.relayUrl });
let crashed = (error: unknown): void => {
  timer.set(restartChip, FAILED_START_MS);
  const settings = display.ok ? display.settings : DEFAULTS;
  showFailedStart({ openBank: openGpioBank, openI2c, clock, timer, log }, settings, error);
};
catchCrashes((error) => crashed(error));

const store = new NvsStore();
const chosen = withStoredHardware(config, store, log);
display = readSettings({ ...chosen, relay: DEFAULTS.relayUrl });
const system = new ChipSystem(store, log);

const builtIn = readWifiSettings(config);
const plan = planStart(store, builtIn.settings, log);
const known = plan.kind === 'join' ? plan.wifi : plan.known;
const device = readSettings({
  ...chosen,
  relay: known.relay,
  ...(known.mayBePlain ? { plain_http: 'yes' } : {}),
});

const randomBytes = (count: number): Uint8Array => new Uint8Array(RNG.get(count));
const systemHttp = new SystemHttp();
const time = new TimeSetter({
  ...{ clock, timer, log, store, setTime: setChipTime },
  servers: builtIn.settings.timeServers,
  requestServer: (host, onReply) =>
    requestNtp({ clock, timer, resolve, openUdp, randomBytes }, host, onReply),
  requestRelay: relayDate(systemHttp, known.relay),
});

let started: Device | undefined;
const restart = (): void => system.restart();
const network: Network =
  plan.kind === 'join'
    ? new WifiNetwork({
        settings: plan.wifi,
        clock,
        timer,
        log,
        openStation,
        setClock: (onSet, onLate) => time.start(onSet, onLate),
        giveUpAfterMs: plan.giveUpAfterMs,
        onJoined: () => noteJoined(store, plan.wifi, builtIn.settings, log),
        onGivenUp: () => {
          if (requestSetUp(store, plan.wifi.isUnproven ? 'not-joined' : 'lost', log)) restart();
        },
      })
    : new SetUp({
        ...newAccessPoint(randomBytes(RANDOM_BYTES), plan.isKeyless),
        address: ACCESS_POINT_ADDRESS,
        radio: new WifiRadio(),
        network: new SocketNetwork(),
        timer,
        store,
        log,
        restart,
        builtIn: builtIn.settings,
        known,
        couldNotJoin: plan.couldNotJoin,
        hardware: setUpHardware(chosen, store, (settings) => started?.test(settings)),
      });

const japanese = optionalResourceBytes('japanese.bin');
const ports: DevicePorts = {
  openBank: openGpioBank,
  openI2c,
  clock,
  timer,
  http: new CertificateWatch(systemHttp, () => time.doubt()),
  store,
  network,
  system,
  openSetUp: () => {
    if (requestSetUp(store, 'menu', log)) restart();
  },
  log,
  random: () => Math.random(),
  tables: { text: resourceBytes('tables.bin'), ...(japanese ? { japanese } : {}) },
};

const shown = display.ok ? display.settings : DEFAULTS;
const pins = readBoardPins(wiringPins(shown.wiring), chosen);
const problems = [...builtIn.problems, ...(device.ok ? [] : device.problems), ...pins.problems];
if (device.ok && problems.length === 0) {
  // BOOT stays a way into the menu if the page was given a wrong pin for the button.
  const spare = chosen === config ? undefined : pins.spareButton;
  const playerButtons = buttonsOn(pins.player, log);
  const running = new Device(
    {
      ...ports,
      button: new GpioButton(pins.button, log),
      spareButton: spare === undefined ? undefined : new GpioButton(spare, log),
      ...(playerButtons && { playerButtons }),
    },
    device.settings,
  );
  started = running;
  crashed = (error) => running.crashed(error);
  running.start();
} else {
  showSettingsProblem(ports, problems, pins.problems.length === 0 ? shown : DEFAULTS);
}
