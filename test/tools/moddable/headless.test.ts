/** Screens are read from what the program wrote to its lines; the last message may be cut off. */
import { describe, expect, it } from '@jest/globals';
import { LcdController } from '../../../device/lcd/controller.js';
import { abortWords, screensOf } from '../../../tools/moddable/headless.js';

const PINS = { rs: 19, e: 23, d4: 18, d5: 17, d6: 16, d7: 4 };
const GEOMETRY = { columns: 16, rows: 2 };

/** What the device's own driver would have posted while it showed these texts. */
function posts(...texts: readonly string[]): string {
  const lines = [JSON.stringify({ wiring: { ...GEOMETRY, pins: PINS } })];
  let writes: number[] = [];
  const lcd = new LcdController({
    openBank: () => ({ write: (levels) => writes.push(levels), close: () => undefined }),
    clock: { nowUs: () => 0, waitUntilUs: () => undefined },
    pins: PINS,
    geometry: GEOMETRY,
    foscKhz: 190,
  });
  lcd.initialise();
  for (const text of texts) {
    const cells = Uint8Array.from(text.padEnd(32), (letter) => letter.charCodeAt(0));
    lcd.show({ geometry: GEOMETRY, cells, glyphs: new Array<undefined>(8).fill(undefined) });
    lines.push(JSON.stringify({ writes }));
    writes = [];
  }
  return lines.join('\n');
}

describe('screensOf', () => {
  it('reads each screen once', () => {
    expect(screensOf(posts('Hello', 'Hello', 'World'))).toEqual([
      `Hello           |${' '.repeat(16)}`,
      `World           |${' '.repeat(16)}`,
    ]);
  });

  it('ignores what is half written', () => {
    expect(screensOf(`${posts('Hello')}\n{"writes":[1,2`)).toHaveLength(1);
    expect(screensOf('')).toEqual([]);
  });
});

describe('abortWords', () => {
  it('reports why the machine aborted', () => {
    expect([abortWords(71), abortWords(139)]).toEqual(['memory is full', 'status 139']);
  });
});
