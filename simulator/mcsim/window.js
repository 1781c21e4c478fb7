/**
 * The display in Moddable's desktop simulator: takes what the device writes to its lines (`device/platform/desktop/
 * screen-bank.ts`) and draws the emulator's dots. `npm run sim` bundles it into one file for mcsim, which offers the two
 * modules that stay imports.
 */
/* global Behavior, Label, Port, Skin, Style */
import { ButtonsRow, ControlsColumn, SwitchRow } from 'ControlsPane';
import { DeviceBehavior, DeviceContainer, DeviceScreen } from 'DevicePane';
import A00 from '../hd44780/rom/a00.tsv';
import { parseRom } from '../hd44780/rom.ts';
import { Panel } from './panel.ts';

const ROM = parseRom(A00);
/** Until the device says otherwise: the defaults of `device/shared/settings.ts`. */
const DEFAULT_WIRING = {
  columns: 16,
  rows: 2,
  pins: { rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 },
  backlightPin: undefined,
};
const GLASS = { width: 320, height: 120, margin: 10 };
const CELL = { columns: 6, rows: 9 }; // Five by eight dots and the gap to the next cell.
const PITCH_MAX = 5;
const COLOUR = {
  board: '#10402a',
  lit: { glass: '#a8c81c', off: '#9dbd1a', on: '#1c2b0a' },
  // Without backlight it is still readable, as a panel is by day.
  dark: { glass: '#5d6b2c', off: '#576529', on: '#1a2109' },
};

class LcdBehavior extends DeviceBehavior {
  onCreate(container, device) {
    super.onCreate(container, device);
    this.onWiring(container, DEFAULT_WIRING);
  }

  /** The inherited one traces each message, and a marquee sends several a second. */
  onMessage(container, message) {
    const { wiring, writes, i2c } = JSON.parse(message);
    if (wiring) this.onWiring(container, wiring);
    if (writes) {
      for (const levels of writes) this.panel.write(levels);
      container.distribute('onPanelChanged', this.panel);
    }
    if (i2c) {
      this.panel.backpack?.write(i2c.address, Uint8Array.from(i2c.bytes));
      container.distribute('onPanelChanged', this.panel);
    }
  }

  onWiring(container, wiring) {
    this.panel = new Panel(wiring, ROM);
    container.distribute('onPanelChanged', this.panel);
  }

  // The switches and the button are connected to the device's ports.
  onWifi(container, { value }) {
    this.postJSON(container, { wifi: value });
  }

  onRelay(container, { value }) {
    this.postJSON(container, { relay: value });
  }

  onButtonDown(container) {
    this.postJSON(container, { button: true });
  }

  onButtonUp(container) {
    this.postJSON(container, { button: false });
  }

  onAbort() {
    return false; // mcsim reports it itself.
  }
}

class GlassBehavior extends Behavior {
  onPanelChanged(port, panel) {
    this.panel = panel;
    port.invalidate();
  }

  onDraw(port) {
    const { panel } = this;
    const colour = !panel || panel.lcd.isLit ? COLOUR.lit : COLOUR.dark;
    port.fillColor(colour.glass, 0, 0, port.width, port.height);
    if (!panel) return;
    const { columns, rows } = panel.lcd.geometry;
    const pitch = Math.max(
      1,
      Math.min(PITCH_MAX, Math.floor((port.width - 2 * GLASS.margin) / (columns * CELL.columns))),
    );
    const dot = Math.max(1, pitch - (pitch > 3 ? 1 : 0));
    const left = (port.width - columns * CELL.columns * pitch) >> 1;
    const top = (port.height - rows * CELL.rows * pitch) >> 1;
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const dots = panel.lcd.cellDots(row, column);
        for (let y = 0; y < 8; y += 1)
          for (let x = 0; x < 5; x += 1)
            port.fillColor(
              dots[y] & (0x10 >> x) ? colour.on : colour.off,
              left + (column * CELL.columns + x) * pitch,
              top + (row * CELL.rows + y) * pitch,
              dot,
              dot,
            );
      }
  }
}

/** The last transaction, on a backpack. */
class WireBehavior extends Behavior {
  onPanelChanged(label, panel) {
    label.string = panel.backpack?.texts()[0] ?? '';
  }
}

export default {
  applicationName: 'sixteen-by-two',
  title: 'sixteen-by-two',
  Workers: {},
  ControlsTemplate: ControlsColumn.template(() => ({
    contents: [
      SwitchRow({ event: 'onWifi', label: 'Wi-Fi', on: 'on', off: 'off', value: true }),
      SwitchRow({ event: 'onRelay', label: 'Relay', on: 'on', off: 'off', value: true }),
      ButtonsRow({
        label: 'Button',
        buttons: [{ eventDown: 'onButtonDown', eventUp: 'onButtonUp', label: 'hold' }],
      }),
    ],
  })),
  DeviceTemplates: {
    0: DeviceContainer.template(($) => ({
      Behavior: LcdBehavior,
      width: GLASS.width,
      height: GLASS.height + 2 * GLASS.margin,
      skin: new Skin({ fill: COLOUR.board }),
      contents: [
        new Port($, {
          left: GLASS.margin / 2,
          top: GLASS.margin,
          width: GLASS.width - GLASS.margin,
          height: GLASS.height,
          Behavior: GlassBehavior,
        }),
        new Label($, {
          left: GLASS.margin / 2,
          right: GLASS.margin / 2,
          bottom: 0,
          height: GLASS.margin,
          style: new Style({ font: '9px Courier', color: 'white', horizontal: 'left' }),
          Behavior: WireBehavior,
        }),
        // It owns the program's machine; this device draws no pixels.
        DeviceScreen($, { left: 0, width: 0, top: 0, height: 0, rotation: 0 }),
      ],
    })),
  },
};
