/** A driver's options, checked before any pin is claimed: a wrong one could drive other hardware. */
import { isPanel, PANEL_NAMES } from '../shared/panels.js';
import type { Clock, OpenBank, Pins } from '../shared/ports.js';
import type { Geometry } from '../shared/frame.js';
import type { Wiring } from '../shared/settings.js';
import { wiringProblems } from '../shared/wiring.js';

export interface LcdOptions {
  readonly openBank: OpenBank;
  readonly pins: Pins;
  /** Switches the backlight; absent if it is wired to stay on. */
  readonly backlightPin?: number | undefined;
  /** The level at which it is lit; high if absent. */
  readonly backlightActive?: Wiring['backlightActive'];
  readonly clock: Pick<Clock, 'nowUs' | 'waitUntilUs'>;
  readonly geometry: Geometry;
  /** Whether a seek costs more than a write, as over I2C. */
  readonly isSeekDear?: boolean;
  /** The oscillator's frequency, which scales every wait. */
  readonly foscKhz: number;
}

export type LcdProblem =
  | { readonly kind: 'wiring'; readonly name: string; readonly problem: string }
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

/** External clocks may be as slow as 125 kHz; 350 kHz is the fastest oscillator (data sheet p. 49, 55). */
const FOSC_MIN_KHZ = 125;
const FOSC_MAX_KHZ = 350;

/** The first problem, or undefined. */
export function lcdProblem(options: LcdOptions): LcdProblem | undefined {
  const { pins, backlightPin, backlightActive = 'high', geometry, foscKhz } = options;
  const [pin] = wiringProblems({ bus: 'gpio', pins, backlightPin, backlightActive });
  if (pin) return { kind: 'wiring', ...pin };
  const { columns, rows, addressing } = geometry;
  if (!isPanel(columns, rows, addressing)) return { kind: 'geometry', geometry };
  // JavaScript would calculate with text as well.
  const isInRange =
    typeof foscKhz === 'number' && foscKhz >= FOSC_MIN_KHZ && foscKhz <= FOSC_MAX_KHZ;
  return isInRange ? undefined : { kind: 'oscillator', foscKhz };
}

function problemText(problem: LcdProblem): string {
  switch (problem.kind) {
    case 'wiring':
      return `${problem.name} ${problem.problem}`;
    case 'geometry': {
      const { columns, rows, addressing = 'linear' } = problem.geometry;
      return `${columns}x${rows}, ${addressing}, is not a known panel (${PANEL_NAMES}, all linear, or a split 16x1)`;
    }
    case 'oscillator':
      return `${JSON.stringify(problem.foscKhz)} kHz is not a number from ${FOSC_MIN_KHZ} to ${FOSC_MAX_KHZ}`;
  }
}
