/** A notice as a picture: the device's own painter on an emulated display, its dots as SVG. */
import { readFileSync } from 'node:fs';
import { Painter } from '../../device/app/painter.js';
import type { Notice } from '../../device/screen/notices.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { parseRom } from '../../simulator/hd44780/rom.js';
import { notWired, timedBank } from '../../simulator/ports/bank.js';
import { VirtualTime } from '../virtual/virtual-clock.js';

const CELL = Object.freeze({ columns: 6, rows: 9 });
const MARGIN = 4;
const ROM = parseRom(
  readFileSync(new URL('../../simulator/hd44780/rom/a00.tsv', import.meta.url), 'utf8'),
);

/** @param shownForS when it is taken: a long text scrolls */
export function lcdPicture(notice: Notice, alt: string, shownForS = 0): string {
  const { columns, rows } = DEFAULTS;
  const time = new VirtualTime();
  const { clock, timer } = time;
  const lcd = new Hd44780Emulator({
    geometry: { columns, rows },
    nowNs: () => clock.nowUs() * 1000,
    rom: ROM,
  });
  const painter = new Painter({
    openBank: timedBank(lcd.openBank(DEFAULTS.wiring.pins), clock),
    openI2c: notWired,
    ...{ clock, timer, settings: DEFAULTS, log: { write: () => undefined } },
  });
  painter.start(notice);
  time.advanceUs(shownForS * 1e6);
  painter.stop();
  let dots = '';
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      for (const [y, bits] of lcd.cellDots(row, column).entries())
        for (let x = 0; x < 5; x += 1)
          if ((bits >> (4 - x)) & 1)
            dots += `M${MARGIN + column * CELL.columns + x} ${MARGIN + row * CELL.rows + y}h.9v.9h-.9z`;
  const width = columns * CELL.columns + 2 * MARGIN;
  const height = rows * CELL.rows + 2 * MARGIN;
  return `<svg role="img" aria-label="${alt}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" rx="2" fill="#1b3fae"/><path fill="#eaf2ff" d="${dots}"/></svg>`;
}
