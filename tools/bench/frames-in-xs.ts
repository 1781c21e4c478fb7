/** Bundled into XS: composes and writes frames to a bank that goes nowhere, so that only the device's own work counts. */
import { LcdController } from '../../device/lcd/controller.js';
import type { Card } from '../../device/screen/card.js';
import { composePlaying } from '../../device/screen/compose.js';
import { blankFrame } from '../../device/screen/draw.js';
import { DEFAULTS } from '../../device/settings.js';
import { VirtualTime } from '../../simulator/ports/virtual-clock.js';
import { answerCommands } from '../../simulator/xs/command.js';

export type FrameStep = 'nothing' | 'second' | 'scroll step' | 'all new' | 'unchanged';

const { clock } = new VirtualTime();
const geometry = { columns: 16, rows: 2 };
const sheet = blankFrame(geometry);
const lcd = new LcdController({
  openBank: () => ({ write: () => undefined, close: () => undefined }),
  pins: DEFAULTS.pins,
  clock,
  geometry,
  foscKhz: DEFAULTS.foscKhz,
});

function card(letters: string): Card {
  const line = letters.repeat(20);
  return { line, title: line, byline: line, detail: '' };
}
const CARDS = [card('abcdef '), card('ghijklm')] as const;

let positionMs = 0;
let shownForMs = 2000;
let isOther = false;

function draw(): void {
  composePlaying(sheet, {
    card: CARDS[isOther ? 1 : 0],
    mark: isOther ? 'pause' : 'play',
    durationMs: isOther ? 599_000 : 400_000,
    positionMs,
    shownForMs,
    layout: 'progress',
  });
  lcd.show(sheet);
}

function step(kind: FrameStep): void {
  if (kind === 'nothing') return;
  if (kind === 'second') positionMs = (positionMs + 1000) % 399_000;
  if (kind === 'scroll step') shownForMs = 2000 + ((shownForMs + 333) % 30_000);
  if (kind === 'all new') isOther = !isOther;
  draw();
}

lcd.initialise();
draw();

answerCommands({
  onCommand: (command) => {
    const { kind, count } = command as { readonly kind: FrameStep; readonly count: number };
    for (let turn = 0; turn < count; turn += 1) step(kind);
    return undefined;
  },
});
