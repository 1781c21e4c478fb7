/** Receives the simulator's state and shows it in each part of the page. */
import { Controls } from './controls.js';
import { byId, make, setText } from './elements.js';
import { LcdCanvas } from './lcd-canvas.js';
import type { LiveDevice, LiveState } from './live-state.js';
import { PANEL_LOOKS, rememberedLook, rememberLook } from './panel-look.js';
import { wirePushButton } from './push-button.js';
import { Reader } from './reader.js';
import { Wires } from './wires.js';

const canvas = byId('lcd', HTMLCanvasElement);
const lcd = new LcdCanvas(canvas, rememberedLook());
const reader = new Reader(canvas, byId('reader', HTMLElement));
const wires = new Wires();
const controls = new Controls();
const status = byId('status', HTMLElement);

function show(state: LiveState): void {
  lcd.show(state.lcd);
  reader.show(state.lcd);
  wires.show(state.bus, state.device);
  controls.show(state.fakeSpotify);
  showDevice(state.device);
  setText(byId('silk-size', HTMLElement), `${state.lcd.columns} x ${state.lcd.rows}`);
}

function showDevice({ state, link, foscKhz, relayUrl, version }: LiveDevice): void {
  setText(status, state);
  setText(byId('silk-clock', HTMLElement), `fosc ${foscKhz} kHz`);
  setText(byId('version', HTMLElement), version);
  byId('relay', HTMLAnchorElement).href = relayUrl;
  byId('link', HTMLElement).hidden = link === undefined;
  if (!link) return;
  const anchor = byId('link-uri', HTMLAnchorElement);
  // It comes from the display: only a web address may become a link.
  if (/^https?:\/\//.test(link.uri)) anchor.href = link.uri;
  setText(anchor, link.uri.replace(/^https?:\/\//, ''));
  setText(byId('link-code', HTMLElement), link.code);
}

function offerLooks(): void {
  const chosen = rememberedLook();
  for (const look of PANEL_LOOKS) {
    const label = make('label');
    const input = make('input');
    input.type = 'radio';
    input.name = 'look';
    input.value = look.name;
    input.checked = look === chosen;
    input.addEventListener('change', () => {
      rememberLook(look);
      lcd.setLook(look);
    });
    const swatch = make('span', '', 'swatch');
    swatch.style.setProperty('--glass', look.lit);
    swatch.style.setProperty('--dot', look.dot);
    label.title = look.label;
    label.append(input, swatch, make('span', look.label, 'unseen'));
    byId('looks', HTMLElement).append(label);
  }
}

offerLooks();
wirePushButton();
// The state that came with the page.
show(JSON.parse(byId('state', HTMLScriptElement).text) as LiveState);

let events: EventSource | undefined;

/** The browser reconnects by itself; each connection begins with the whole state. */
function listen(): void {
  events ??= new EventSource('/simulator/events');
  events.onopen = () => document.body.classList.remove('lost');
  events.onerror = () => {
    document.body.classList.add('lost');
    setText(status, 'disconnected from the simulator, retrying');
  };
  events.onmessage = ({ data }: MessageEvent<string>) => {
    show(JSON.parse(data) as LiveState);
  };
}

// A browser opens six connections to a host: hidden tabs must not hold them, or the buttons would wait.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') {
    listen();
  } else {
    events?.close();
    events = undefined;
  }
});
listen();
