/** The colours that such panels come in. */

export interface PanelLook {
  readonly name: string;
  readonly label: string;
  /** Glass with the light behind it on and off. */
  readonly lit: string;
  readonly unlit: string;
  /** A driven dot, by light on and off. */
  readonly dot: string;
  readonly unlitDot: string;
  /** How much of a dot shows when it is not driven. */
  readonly restOpacity: number;
  /** Bright dots on dark glass glow; dark dots throw a shadow on the reflector. */
  readonly glows: boolean;
}

const GREEN: PanelLook = {
  name: 'green',
  label: 'yellow-green',
  lit: '#b5cf2c',
  unlit: '#7d8a55',
  dot: '#18230d',
  unlitDot: '#2a3222',
  restOpacity: 0.055,
  glows: false,
};

export const PANEL_LOOKS: readonly PanelLook[] = Object.freeze([
  GREEN,
  {
    name: 'blue',
    label: 'blue',
    lit: '#1f45d8',
    unlit: '#141d4a',
    dot: '#eef4ff',
    unlitDot: '#3d4a80',
    restOpacity: 0.07,
    glows: true,
  },
  {
    name: 'grey',
    label: 'grey',
    lit: '#dfe5df',
    unlit: '#9ba39b',
    dot: '#15191c',
    unlitDot: '#2c3133',
    restOpacity: 0.045,
    glows: false,
  },
  {
    name: 'amber',
    label: 'amber on black',
    lit: '#180f07',
    unlit: '#100d0a',
    dot: '#ffab2e',
    unlitDot: '#3d2c14',
    restOpacity: 0.08,
    glows: true,
  },
]);

const STORED_AS = 'panel-look';

/** From the address (`?look=blue`), else the last choice in this browser, else green. */
export function rememberedLook(): PanelLook {
  let name = new URLSearchParams(location.search).get('look');
  try {
    name ??= localStorage.getItem(STORED_AS);
  } catch {
    // The browser may block storage; the choice then lasts as long as the page.
  }
  return PANEL_LOOKS.find((look) => look.name === name) ?? GREEN;
}

export function rememberLook({ name }: PanelLook): void {
  try {
    localStorage.setItem(STORED_AS, name);
  } catch {
    // As above.
  }
}
