/** The page's parts around the simulator's state, wherever it comes from: a server, or this very page. */
import { Controls } from './controls.js';
import { byId, make, setText } from './elements.js';
import { LcdCanvas } from './lcd-canvas.js';
import type { Commands, LiveDevice, LiveState } from './live-state.js';
import { PANEL_LOOKS, rememberedLook, rememberLook, type PanelLook } from './panel-look.js';
import { wirePushButtons } from './push-button.js';
import { Reader } from './reader.js';
import { Wires } from './wires.js';

export function showStatus(text: string): void {
  setText(byId('status', HTMLElement), text);
}

/** @returns what shows a state */
export function startView(commands: Commands): (state: LiveState) => void {
  const canvas = byId('lcd', HTMLCanvasElement);
  const look = rememberedLook();
  const lcd = new LcdCanvas(canvas, look);
  const reader = new Reader(canvas, byId('reader', HTMLElement));
  const wires = new Wires();
  const controls = new Controls(commands);
  offerLooks(lcd, look);
  wirePushButtons(commands);
  return (state) => {
    lcd.show(state.lcd);
    reader.show(state.lcd, state.device.playing);
    wires.show(state.bus, state.device);
    controls.show(state.fakeSpotify);
    showDevice(state.device);
    setText(byId('silk-size', HTMLElement), `${state.lcd.columns} x ${state.lcd.rows}`);
  };
}

function showDevice({ state, link, playing, foscKhz, version }: LiveDevice): void {
  showStatus(state);
  const { original = '', spelled = '' } = playing ?? {};
  setText(byId('original', HTMLElement), original || spelled);
  const isSpelled = original !== '' && original.replace(' – ', ' - ') !== spelled;
  setText(byId('spelled', HTMLElement), isSpelled ? `On the display: ${spelled}` : '');
  setText(byId('silk-clock', HTMLElement), `fosc ${foscKhz} kHz`);
  setText(byId('version', HTMLElement), version);
  showLink(link);
}

function showLink(link: LiveDevice['link']): void {
  const section = byId('link', HTMLElement);
  // Once shown it keeps its place, or all below would move while a person reads it.
  if (link) section.hidden = false;
  section.classList.toggle('done', !link);
  if (!link) return;
  const anchor = byId('link-uri', HTMLAnchorElement);
  // It comes from the display: only a web address may become a link.
  if (/^https?:\/\//.test(link.complete)) anchor.href = link.complete;
  setText(anchor, link.uri.replace(/^https?:\/\//, ''));
  setText(byId('link-code', HTMLElement), link.code);
  const qr = byId('link-qr', HTMLImageElement);
  const address = `/simulator/link.svg?${link.code}`;
  if (qr.getAttribute('src') !== address) qr.src = address;
}

function offerLooks(lcd: LcdCanvas, chosen: PanelLook): void {
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
