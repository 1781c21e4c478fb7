/** Draws the panel: its glass and its dots, as the controller drives them. */
import {
  DOT_COLUMNS,
  DOT_ROWS,
  eachDot,
  lcdLayout,
  readDots,
  type LcdLayout,
} from './lcd-layout.js';
import type { LiveLcd } from './live-state.js';
import type { PanelLook } from './panel-look.js';

/** Time constant of the liquid crystal; a real one takes longer still, but reads worse on a screen. */
const FADE_MS = 60;
const SETTLED = 0.01;

/** Dark glass of the default size, until the first state arrives. */
const UNKNOWN: LiveLcd = Object.freeze({
  columns: 16,
  rows: 2,
  isOn: false,
  backlight: false,
  dots: '',
  readableRows: [],
});

export class LcdCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  /** Glass and unlit dots, drawn once per layout. */
  readonly #glass = document.createElement('canvas');
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  #look: PanelLook;
  #lcd = UNKNOWN;
  #layout: LcdLayout | undefined;
  /** 0 to 1 a dot, by row of dots from the top. */
  #wanted = new Float32Array(0);
  #shown = new Float32Array(0);
  #drawnAtMs = 0;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, look: PanelLook) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser draws no canvas');
    this.#canvas = canvas;
    this.#context = context;
    this.#look = look;
    this.#readDots(this.#lcd);
    // Until it is arranged for a window that became narrower.
    canvas.style.maxWidth = '100%';
    this.#arrange();
    const parent = canvas.parentElement ?? canvas;
    // A frame later: changing a size within the observer's callback is reported as a loop.
    new ResizeObserver(() => requestAnimationFrame(() => this.#arrange())).observe(parent);
  }

  show(lcd: LiveLcd): void {
    const before = this.#lcd;
    this.#lcd = lcd;
    this.#readDots(lcd);
    // What the display shows when the page opens was written earlier: it does not fade in.
    if (before === UNKNOWN) this.#shown.set(this.#wanted);
    if (
      before.columns !== lcd.columns ||
      before.rows !== lcd.rows ||
      before.backlight !== lcd.backlight
    )
      this.#arrange();
    else this.#wake();
  }

  setLook(look: PanelLook): void {
    this.#look = look;
    this.#arrange();
  }

  #readDots({ columns, rows, dots }: LiveLcd): void {
    const dotCount = columns * DOT_COLUMNS * rows * DOT_ROWS;
    if (this.#wanted.length !== dotCount) {
      this.#wanted = new Float32Array(dotCount);
      this.#shown = new Float32Array(dotCount);
    }
    readDots(dots, columns, rows, this.#wanted);
  }

  #arrange(): void {
    const lcd = this.#lcd;
    const parent = this.#canvas.parentElement;
    if (!parent) return;
    const style = getComputedStyle(parent);
    const room =
      parent.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const layout = lcdLayout(lcd.columns, lcd.rows, room * devicePixelRatio);
    this.#layout = layout;
    this.#canvas.width = this.#glass.width = layout.width;
    this.#canvas.height = this.#glass.height = layout.height;
    this.#canvas.style.width = `${layout.width / devicePixelRatio}px`;
    this.#canvas.style.height = `${layout.height / devicePixelRatio}px`;
    this.#paintGlass(layout, lcd);
    this.#draw(layout, lcd);
    this.#wake();
  }

  #paintGlass(layout: LcdLayout, lcd: LiveLcd): void {
    const context = this.#glass.getContext('2d');
    if (!context) return;
    const { width, height } = layout;
    context.fillStyle = lcd.backlight ? this.#look.lit : this.#look.unlit;
    context.fillRect(0, 0, width, height);
    // The backlight is uneven, and the bezel throws a shadow on the glass.
    const light = context.createRadialGradient(
      width / 2,
      height * 0.45,
      0,
      width / 2,
      height * 0.45,
      width * 0.62,
    );
    light.addColorStop(0, lcd.backlight ? 'rgb(255 255 255 / 0.13)' : 'rgb(255 255 255 / 0.04)');
    light.addColorStop(1, 'rgb(0 0 0 / 0.16)');
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
    const shade = context.createLinearGradient(0, 0, 0, layout.pitchY * 3);
    shade.addColorStop(0, 'rgb(0 0 0 / 0.35)');
    shade.addColorStop(1, 'rgb(0 0 0 / 0)');
    context.fillStyle = shade;
    context.fillRect(0, 0, width, layout.pitchY * 3);
    context.fillStyle = this.#look.dot;
    context.globalAlpha = this.#look.restOpacity;
    eachDot(layout, (_index, x, y) => {
      context.fillRect(x, y, layout.dotWidth, layout.dotHeight);
    });
    context.globalAlpha = 1;
  }

  #wake(): void {
    if (this.#frame !== 0) return;
    this.#drawnAtMs = performance.now();
    this.#frame = requestAnimationFrame((nowMs) => this.#step(nowMs));
  }

  #step(nowMs: number): void {
    this.#frame = 0;
    const layout = this.#layout;
    if (!layout) return;
    const elapsedMs = Math.max(0, nowMs - this.#drawnAtMs);
    const share = this.#stillness.matches ? 1 : 1 - Math.exp(-elapsedMs / FADE_MS);
    let isSettled = true;
    for (let index = 0; index < this.#shown.length; index++) {
      const wanted = this.#wanted[index] ?? 0;
      const shown = this.#shown[index] ?? 0;
      const next = shown + (wanted - shown) * share;
      const isThere = Math.abs(wanted - next) < SETTLED;
      this.#shown[index] = isThere ? wanted : next;
      isSettled &&= isThere;
    }
    this.#draw(layout, this.#lcd);
    if (isSettled) return;
    this.#drawnAtMs = nowMs;
    this.#frame = requestAnimationFrame((laterMs) => this.#step(laterMs));
  }

  #draw(layout: LcdLayout, lcd: LiveLcd): void {
    const context = this.#context;
    const { dotWidth, dotHeight, pitchX, pitchY } = layout;
    context.globalAlpha = 1;
    context.drawImage(this.#glass, 0, 0);
    const colour = lcd.backlight ? this.#look.dot : this.#look.unlitDot;
    const isGlowing = this.#look.glows && lcd.backlight;
    context.fillStyle = isGlowing ? colour : '#000';
    // All shadows before all dots, or a dot's shadow would darken its neighbour.
    const offset = isGlowing ? 0 : Math.max(1, Math.round(pitchX * 0.22));
    const spread = isGlowing ? Math.max(1, Math.round(pitchX * 0.5)) : 0;
    const strength = isGlowing ? 0.09 : this.#look.glows ? 0 : 0.13;
    eachDot(layout, (index, x, y) => {
      const shown = this.#shown[index] ?? 0;
      if (shown === 0) return;
      context.globalAlpha = shown * strength;
      context.fillRect(
        x + offset - spread,
        y + offset - spread,
        dotWidth + 2 * spread,
        dotHeight + 2 * spread,
      );
    });
    context.fillStyle = colour;
    eachDot(layout, (index, x, y) => {
      const shown = this.#shown[index] ?? 0;
      if (shown === 0) return;
      context.globalAlpha = shown;
      context.fillRect(x, y, dotWidth, dotHeight);
    });
    context.globalAlpha = 1;
    // The front glass reflects some light.
    const sheen = context.createLinearGradient(0, 0, layout.width * 0.6, pitchY * 22);
    sheen.addColorStop(0, 'rgb(255 255 255 / 0.10)');
    sheen.addColorStop(0.45, 'rgb(255 255 255 / 0.02)');
    sheen.addColorStop(0.46, 'rgb(255 255 255 / 0)');
    context.fillStyle = sheen;
    context.fillRect(0, 0, layout.width, layout.height);
  }
}
