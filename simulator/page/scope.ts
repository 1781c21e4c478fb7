/** The last bytes as a logic analyser shows them: six lines, two pulses of E a byte, and the time since the byte before. */
import { gapText, nibblesOf } from './byte-text.js';
import { byId } from './elements.js';
import type { LiveBus } from './live-state.js';

type SeenByte = LiveBus['lastBytes'][number];

const SHOWN_BYTES = 6;
const LINES = ['RS', 'E', 'D7', 'D6', 'D5', 'D4'] as const;
/** Units of the drawing. */
const LABEL_WIDTH = 26;
const NIBBLE_WIDTH = 26;
const BYTE_GAP = 6;
const LINE_HEIGHT = 20;
const SWING = 13;
const HEAD = 16;
const FOOT = 18;
/** Where in its slot E rises and falls. */
const RISE = 9;
const FALL = 18;
const SVG = 'http://www.w3.org/2000/svg';

export class Scope {
  readonly #frame = byId('scope', HTMLDivElement);
  #newestNs = -1;

  show({ lastBytes }: LiveBus): void {
    const bytes = lastBytes.slice(-SHOWN_BYTES);
    const newestNs = bytes.at(-1)?.atNs ?? -1;
    if (newestNs === this.#newestNs) return;
    this.#newestNs = newestNs;
    this.#frame.replaceChildren(draw(bytes, lastBytes.at(-SHOWN_BYTES - 1)));
  }
}

function draw(bytes: readonly SeenByte[], before: SeenByte | undefined): Element {
  const width = LABEL_WIDTH + bytes.length * (2 * NIBBLE_WIDTH + BYTE_GAP);
  const height = HEAD + LINES.length * LINE_HEIGHT + FOOT;
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' });
  svg.setAttribute(
    'aria-label',
    bytes.map(({ rs, byte, meaning }) => `RS ${rs}, ${nibblesOf(byte)}: ${meaning}`).join('; '),
  );
  for (const [index, name] of LINES.entries()) {
    svg.append(text(name, 0, lineY(index) - 3, 'name'));
    svg.append(element('path', { d: trace(name, bytes), class: name === 'E' ? 'e' : 'line' }));
  }
  for (const [index, { atNs, byte, rs, meaning }] of bytes.entries()) {
    const middle = byteX(index) + NIBBLE_WIDTH;
    const label = text(nibblesOf(byte), middle, 11, rs === 1 ? 'byte' : 'byte instruction');
    const title = element('title', {});
    title.textContent = meaning;
    label.append(title);
    svg.append(label);
    const previous = index === 0 ? before : bytes[index - 1];
    if (previous) svg.append(text(gapText(atNs - previous.atNs), middle, height - 4, 'gap'));
  }
  return svg;
}

/** A line's levels from left to right; data and RS are steady from before E rises until after it falls. */
function trace(name: (typeof LINES)[number], bytes: readonly SeenByte[]): string {
  const low = lineY(LINES.indexOf(name));
  const y = (isHigh: boolean): number => (isHigh ? low - SWING : low);
  let path = `M${LABEL_WIDTH} ${y(false)}`;
  for (const [index, { rs, byte }] of bytes.entries())
    for (const [half, nibble] of [byte >> 4, byte & 15].entries()) {
      const x = byteX(index) + half * NIBBLE_WIDTH;
      if (name === 'E')
        path += `H${x + RISE}V${y(true)}H${x + FALL}V${y(false)}H${x + NIBBLE_WIDTH}`;
      else {
        const isHigh = name === 'RS' ? rs === 1 : ((nibble >> (Number(name[1]) - 4)) & 1) === 1;
        path += `H${x}V${y(isHigh)}H${x + NIBBLE_WIDTH}`;
      }
    }
  return path;
}

function byteX(index: number): number {
  return LABEL_WIDTH + BYTE_GAP / 2 + index * (2 * NIBBLE_WIDTH + BYTE_GAP);
}

function lineY(index: number): number {
  return HEAD + (index + 1) * LINE_HEIGHT - 4;
}

function text(content: string, x: number, y: number, className: string): Element {
  const label = element('text', { x, y, class: className });
  label.textContent = content;
  return label;
}

function element(tag: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
