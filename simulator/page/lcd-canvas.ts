/**
 * Draws the panel's dots, and nothing else than the dots, in the proportions of a common 16x2 module: dots of
 * 0.56 x 0.66 mm every 0.60 x 0.70 mm, cells every 3.55 x 5.94 mm.
 */
import type { LiveLcd } from './live-state.js';
import type { PanelLook } from './panel-look.js';

const DOT_COLUMNS = 5;
const DOT_ROWS = 8;
/** All in dot pitches of their own direction. */
const CELL_GAP_X = 1;
const CELL_GAP_Y = 0.6;
const MARGIN_X = 5;
const MARGIN_Y = 3.5;
const PITCH_RATIO = 0.7 / 0.6;
const DOT_SHARE = 0.92;
/** Time constant of the liquid crystal; a real one takes longer still, but reads worse on a screen. */
const FADE_MS = 60;
const SETTLED = 0.01;

/** Dark glass in the right size, until the first state is there. */
const UNKNOWN: LiveLcd = Object.freeze({
  columns: 16,
  rows: 2,
  isOn: false,
  backlight: false,
  dots: '',
  readableRows: [],
});

interface Layout {
  readonly pitchX: number;
  readonly pitchY: number;
  readonly dotWidth: number;
  readonly dotHeight: number;
  readonly width: number;
  readonly height: number;
}

export class LcdCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  /** Glass and resting dots, drawn once a layout. */
  readonly #glass = document.createElement('canvas');
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  #look: PanelLook;
  #lcd = UNKNOWN;
  #layout: Layout | undefined;
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
    const parent = canvas.parentElement ?? canvas;
    // A frame later: to change a size while sizes are being told makes the browser complain of a loop.
    new ResizeObserver(() => requestAnimationFrame(() => this.#arrange())).observe(parent);
  }

  show(lcd: LiveLcd): void {
    const before = this.#lcd;
    this.#lcd = lcd;
    this.#readDots(lcd);
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
    const rowLength = columns * DOT_COLUMNS;
    for (let cell = 0; cell < columns * rows; cell++)
      for (let y = 0; y < DOT_ROWS; y++) {
        const at = (cell * DOT_ROWS + y) * 2;
        const line = parseInt(dots.slice(at, at + 2), 16);
        const start =
          (Math.floor(cell / columns) * DOT_ROWS + y) * rowLength + (cell % columns) * DOT_COLUMNS;
        for (let x = 0; x < DOT_COLUMNS; x++)
          this.#wanted[start + x] = (line >> (DOT_COLUMNS - 1 - x)) & 1;
      }
  }

  /** Whole device pixels for every pitch, so that all dots are equally sharp on any screen. */
  #arrange(): void {
    const lcd = this.#lcd;
    const parent = this.#canvas.parentElement;
    if (!parent) return;
    const style = getComputedStyle(parent);
    const room =
      parent.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const across = lcd.columns * (DOT_COLUMNS + CELL_GAP_X) - CELL_GAP_X + 2 * MARGIN_X;
    const down = lcd.rows * (DOT_ROWS + CELL_GAP_Y) - CELL_GAP_Y + 2 * MARGIN_Y;
    const pitchX = Math.max(1, Math.floor((room * devicePixelRatio) / across));
    const pitchY = Math.max(1, Math.round(pitchX * PITCH_RATIO));
    const layout: Layout = {
      pitchX,
      pitchY,
      dotWidth: pitchX < 3 ? pitchX : Math.min(pitchX - 1, Math.round(pitchX * DOT_SHARE)),
      dotHeight: pitchY < 3 ? pitchY : Math.min(pitchY - 1, Math.round(pitchY * DOT_SHARE)),
      width: Math.round(across * pitchX),
      height: Math.round(down * pitchY),
    };
    this.#layout = layout;
    this.#canvas.width = this.#glass.width = layout.width;
    this.#canvas.height = this.#glass.height = layout.height;
    this.#canvas.style.width = `${layout.width / devicePixelRatio}px`;
    this.#canvas.style.height = `${layout.height / devicePixelRatio}px`;
    this.#paintGlass(layout, lcd);
    this.#draw(layout, lcd);
    this.#wake();
  }

  #paintGlass(layout: Layout, lcd: LiveLcd): void {
    const context = this.#glass.getContext('2d');
    if (!context) return;
    const { width, height } = layout;
    context.fillStyle = lcd.backlight ? this.#look.lit : this.#look.unlit;
    context.fillRect(0, 0, width, height);
    // The light comes in from the sides and is spread unevenly, and the bezel throws a shadow on the glass.
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
    this.#eachDot(layout, lcd, (_index, x, y) => {
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

  #draw(layout: Layout, lcd: LiveLcd): void {
    const context = this.#context;
    const { dotWidth, dotHeight, pitchX, pitchY } = layout;
    context.globalAlpha = 1;
    context.drawImage(this.#glass, 0, 0);
    const colour = lcd.backlight ? this.#look.dot : this.#look.unlitDot;
    const isGlowing = this.#look.glows && lcd.backlight;
    context.fillStyle = isGlowing ? colour : '#000';
    // Under all dots first, or a dot's shadow would darken its neighbour.
    const offset = isGlowing ? 0 : Math.max(1, Math.round(pitchX * 0.22));
    const spread = isGlowing ? Math.max(1, Math.round(pitchX * 0.5)) : 0;
    const strength = isGlowing ? 0.09 : this.#look.glows ? 0 : 0.13;
    this.#eachDot(layout, lcd, (index, x, y) => {
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
    this.#eachDot(layout, lcd, (index, x, y) => {
      const shown = this.#shown[index] ?? 0;
      if (shown === 0) return;
      context.globalAlpha = shown;
      context.fillRect(x, y, dotWidth, dotHeight);
    });
    context.globalAlpha = 1;
    // The glass in front of it all catches some of the room.
    const sheen = context.createLinearGradient(0, 0, layout.width * 0.6, pitchY * 22);
    sheen.addColorStop(0, 'rgb(255 255 255 / 0.10)');
    sheen.addColorStop(0.45, 'rgb(255 255 255 / 0.02)');
    sheen.addColorStop(0.46, 'rgb(255 255 255 / 0)');
    context.fillStyle = sheen;
    context.fillRect(0, 0, layout.width, layout.height);
  }

  #eachDot(
    { pitchX, pitchY }: Layout,
    { columns, rows }: LiveLcd,
    visit: (index: number, x: number, y: number) => void,
  ): void {
    let index = 0;
    for (let row = 0; row < rows; row++)
      for (let dotRow = 0; dotRow < DOT_ROWS; dotRow++) {
        const y = Math.round((MARGIN_Y + row * (DOT_ROWS + CELL_GAP_Y) + dotRow) * pitchY);
        for (let column = 0; column < columns; column++)
          for (let dotColumn = 0; dotColumn < DOT_COLUMNS; dotColumn++) {
            const x = (MARGIN_X + column * (DOT_COLUMNS + CELL_GAP_X) + dotColumn) * pitchX;
            visit(index, x, y);
            index++;
          }
      }
  }
}
