/** A driver's options, checked before any pin is claimed: a wrong one could drive other hardware. */
import { isPanel, PANEL_NAMES } from '../shared/panels.js';
import type { Clock, OpenBank, Pins } from '../shared/ports.js';
import type { Geometry } from '../shared/frame.js';

export interface LcdOptions {
  readonly openBank: OpenBank;
  readonly pins: Pins;
  /** Switches the backlight (high is on); absent if it is wired to stay on. */
  readonly backlightPin?: number | undefined;
  readonly clock: Clock;
  readonly geometry: Geometry;
  /** The oscillator's frequency, which scales every wait. */
  readonly foscKhz: number;
}

type Line = keyof Pins | 'backlight';

export type LcdProblem =
  | { readonly kind: 'pin-used-twice'; readonly pin: number; readonly lines: readonly [Line, Line] }
  | { readonly kind: 'pin-outside-bank'; readonly pin: number; readonly line: Line }
  | { readonly kind: 'geometry'; readonly geometry: Geometry }
  | { readonly kind: 'oscillator'; readonly foscKhz: number };

/** Thrown by the driver's constructor before it claims any pin. */
export class LcdOptionsError extends Error {
  readonly problem: LcdProblem;

  constructor(problem: LcdProblem) {
    super(`the display cannot be driven: ${problemText(problem)}`);
    this.name = 'LcdOptionsError';
    this.problem = problem;
  }
}

/** GPIO 0–31: one bank, so that one write sets a whole nibble. */
const PIN_MAX = 31;
/** External clocks may be as slow as 125 kHz; 350 kHz is the fastest oscillator (data sheet p. 49, 55). */
const FOSC_MIN_KHZ = 125;
const FOSC_MAX_KHZ = 350;

/** The first problem, or undefined. */
export function lcdProblem({
  pins,
  backlightPin,
  geometry,
  foscKhz,
}: Pick<LcdOptions, 'pins' | 'backlightPin' | 'geometry' | 'foscKhz'>): LcdProblem | undefined {
  const { rs, e, d4, d5, d6, d7 } = pins;
  const wires: (readonly [Line, number])[] = [
    ['rs', rs],
    ['e', e],
    ['d4', d4],
    ['d5', d5],
    ['d6', d6],
    ['d7', d7],
  ];
  if (backlightPin !== undefined) wires.push(['backlight', backlightPin]);
  for (const [index, [line, pin]] of wires.entries()) {
    if (!Number.isInteger(pin) || pin < 0 || pin > PIN_MAX)
      return { kind: 'pin-outside-bank', pin, line };
    const twin = wires.slice(0, index).find(([, other]) => other === pin);
    if (twin) return { kind: 'pin-used-twice', pin, lines: [twin[0], line] };
  }
  const { columns, rows, addressing } = geometry;
  if (!isPanel(columns, rows, addressing)) return { kind: 'geometry', geometry };
  // JavaScript would calculate with text as well.
  const isInRange =
    typeof foscKhz === 'number' && foscKhz >= FOSC_MIN_KHZ && foscKhz <= FOSC_MAX_KHZ;
  return isInRange ? undefined : { kind: 'oscillator', foscKhz };
}

function problemText(problem: LcdProblem): string {
  switch (problem.kind) {
    case 'pin-used-twice':
      return `${problem.lines.join(' and ')} are both on GPIO ${problem.pin}`;
    case 'pin-outside-bank':
      return `${problem.line} is on GPIO ${problem.pin}, outside 0 to ${PIN_MAX}`;
    case 'geometry': {
      const { columns, rows, addressing = 'linear' } = problem.geometry;
      return `${columns}x${rows}, ${addressing}, is not a known panel (${PANEL_NAMES}, all linear, or a split 16x1)`;
    }
    case 'oscillator':
      return `${JSON.stringify(problem.foscKhz)} kHz is not a number from ${FOSC_MIN_KHZ} to ${FOSC_MAX_KHZ}`;
  }
}
