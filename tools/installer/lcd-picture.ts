/** A notice as a picture: the device's own painter on an emulated display, its dots as SVG. */
import type { Notice } from '../../device/screen/notices.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { painted } from '../screens/picture.js';

const CELL = Object.freeze({ columns: 6, rows: 9 });
const MARGIN = 4;

/** @param shownForS when it is taken: a long text scrolls */
export function lcdPicture(notice: Notice, alt: string, shownForS = 0): string {
  const { columns, rows } = DEFAULTS;
  const { time, lcd, painter } = painted({ columns, rows });
  painter.show({ kind: 'notice', notice });
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
