/**
 * The demo without a server: device, emulator, fake Spotify and relay run in the page itself. It connects Spotify and
 * enters the code by itself. Settings come from the address: `?columns=20&rows=4`, `?rom=A00`, `?layout=classic`.
 */
import { readSettings } from '../../../device/app/build-settings.js';
import { PLAYER_BUTTONS } from '../../../device/shared/board-pins.js';
import type { HttpRequest } from '../../../device/shared/ports.js';
import { CHOSEN_SETTINGS, type DeviceSettings } from '../../../device/shared/settings.js';
import japanese from '../../../device/text/japanese.bin';
import text from '../../../device/text/tables.bin';
import type { TextTables } from '../../../device/text/transliterate.js';
import { coalesce } from '../../coalesce.js';
import { Hd44780Emulator } from '../../hd44780/emulator.js';
import { parseRom } from '../../hd44780/rom.js';
import a00 from '../../hd44780/rom/a00.tsv';
import a02 from '../../hd44780/rom/a02.tsv';
import { lcdText, liveBus, liveDevice, liveLcd } from '../../lcd-view.js';
import { EmulatedDevice } from '../../ports/emulated-device.js';
import { MemoryStore } from '../../ports/memory-store.js';
import { VirtualNetwork, type VirtualResponse } from '../../ports/virtual-network.js';
import { RealClock, RealTimer } from '../../real-time.js';
import { seenState } from '../../seen-state.js';
import { FakeSpotify } from '../../spotify/fake-spotify.js';
import { byId, setText } from '../elements.js';
import { showStatus, startView } from '../view.js';
import { PageRelay } from './page-relay.js';

const RELAY_URL = 'https://relay.example';
const SPOTIFY_URL = 'https://api.spotify.example';
const CLIENT = { id: 'demo', secret: 'demo', redirectUris: [`${RELAY_URL}/callback`] };
const SETTINGS = Object.freeze(['columns', 'rows', ...CHOSEN_SETTINGS.map(({ name }) => name)]);
const BACKLIGHT_PIN = 26;
/** As from a home to its providers. */
const LATENCY_MS = 80;
const REDRAW_MS = 50;
/** How often the demo's person looks at the display. */
const LOOK_MS = 500;
/** Long enough to read the code, and what it says without Spotify. */
const LINK_AFTER_MS = 2000;
const CONNECT_AFTER_MS = 15_000;

function settings(): DeviceSettings {
  const query = new URLSearchParams(location.search);
  const chosen = SETTINGS.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const result = readSettings({
    utc_offset_min: -new Date().getTimezoneOffset(),
    ...Object.fromEntries(chosen),
    relay: RELAY_URL,
    spotify: SPOTIFY_URL,
    pin_backlight: BACKLIGHT_PIN,
    device_name: 'Demo',
  });
  if (result.ok) return result.settings;
  throw new Error(result.problems.map(({ name, problem }) => `${name} ${problem}`).join('; '));
}

async function bytesOf(base64: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

async function tables(): Promise<TextTables> {
  const [forText, forJapanese] = await Promise.all([bytesOf(text), bytesOf(japanese)]);
  return { text: forText, japanese: forJapanese };
}

function spotifyResponse(
  spotify: FakeSpotify,
  { method, url, headers, body }: HttpRequest,
): VirtualResponse {
  const { pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  const outcome = spotify.handle({ method, path: pathname, query, headers, body: body ?? '' });
  return 'reset' in outcome
    ? { fault: { kind: 'unreachable', detail: 'the connection was reset' } }
    : outcome;
}

async function start(): Promise<void> {
  const [clock, timer] = [new RealClock(), new RealTimer()];
  const [now, random] = [() => Date.now(), Math.random];
  const spotify = new FakeSpotify({
    ...{ now, random, clients: [CLIENT], consent: 'agree' },
    sha256: () => {
      throw new Error('an app with a secret needs no PKCE');
    },
  });
  const relay = new PageRelay({
    ...{ url: RELAY_URL, uid: 'demo', now, random, spotify, client: CLIENT, intervalS: 1 },
  });
  const chosen = settings();
  const nowMs = (): number => performance.now();
  const drawing = coalesce({ nowMs, timer, intervalMs: REDRAW_MS }, () => draw());
  const lcd = new Hd44780Emulator({
    geometry: chosen,
    ...chosen.wiring,
    rom: parseRom(chosen.rom === 'A02' ? a02 : a00),
    nowNs: () => clock.nowUs() * 1000,
    onByte: () => drawing.request(),
  });
  const running: { device?: EmulatedDevice } = {};
  const show = startView({
    button: (isDown, name) =>
      running.device?.buttonOf(PLAYER_BUTTONS.find((one) => one === name)).become(isDown),
    control: (fields) => {
      const result = spotify.control(fields);
      // A press makes the device poll at once, so that the display follows the controls.
      if (result.ok) running.device?.device.press();
      drawing.request();
      return Promise.resolve(result.ok ? '' : `That failed: ${result.problem}`);
    },
  });
  const draw = (): void => {
    show({
      lcd: liveLcd(lcd),
      bus: liveBus(lcd),
      // There is no page to enter the code on.
      device: { ...liveDevice(lcd, chosen, RELAY_URL, running.device), link: undefined },
      fakeSpotify: spotify.state(),
    });
    setText(byId('lcd-text', HTMLOutputElement), lcdText(lcd));
  };
  // Before the page is drawn for the first time, so that nothing jumps.
  draw();
  const device = new EmulatedDevice({
    ...{ settings: chosen, hasPlayerButtons: true, clock, timer, lcd, random },
    store: new MemoryStore(),
    tables: await tables(),
    http: new VirtualNetwork({
      timer,
      latencyMs: LATENCY_MS,
      answer: (request) =>
        request.url.startsWith(`${RELAY_URL}/`)
          ? relay.answer(request)
          : spotifyResponse(spotify, request),
    }),
    onLog: (level, message) => console[level](message),
  });
  running.device = device;
  device.chip.powerOn();
  usePerson(relay, lcd, () => spotify.control({ action: 'item', item: 'plain' }));
}

/** Connects Spotify and enters the code, as soon as a person could have read what the display says. */
function usePerson(relay: PageRelay, lcd: Hd44780Emulator, onLinked: () => void): void {
  let readForMs = 0;
  setInterval(() => {
    const { code } = seenState(lcd.text());
    readForMs = code !== undefined || !relay.isConnected ? readForMs + LOOK_MS : 0;
    if (code === undefined) {
      if (readForMs >= CONNECT_AFTER_MS) relay.connect();
      return;
    }
    if (readForMs < LINK_AFTER_MS) return;
    if (relay.connect() && relay.decide(code, 'approve')) onLinked();
  }, LOOK_MS);
}

start().catch((error: unknown) => {
  document.body.classList.add('lost');
  showStatus(error instanceof Error ? error.message : String(error));
});
