/** Runs in XS: composes and writes frames to a bank without a display, so that only the device's own work counts. */
import { LcdController } from '../../device/lcd/controller.js';
import type { Card } from '../../device/screen/card.js';
import { composePlaying } from '../../device/screen/compose.js';
import { blankFrame } from '../../device/screen/draw.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { answerCommands } from '../xs/command.js';

export type FrameStep =
  'nothing' | 'second' | 'scroll step' | 'all new' | 'new letters' | 'unchanged';

const { clock } = new VirtualTime();
const geometry = { columns: 16, rows: 2 };
// With the ROM's letters, so that a new item may need other glyphs.
const sheet = blankFrame(geometry, 'A00');
const lcd = new LcdController({
  openBank: () => ({ write: () => undefined }),
  pins: DEFAULTS.wiring.pins,
  clock,
  geometry,
  foscKhz: DEFAULTS.foscKhz,
});

function card(letters: string): Card {
  const line = letters.repeat(20);
  return { line, title: line, byline: line, album: '', device: '' };
}
const CARDS = [card('abcdef '), card('ghijklm')] as const;
/** Each needs two letters that the ROM lacks, and there are two slots for them. */
const LETTER_CARDS = [card('café łąd '), card('Åse øre ')] as const;
const USE = { hasBar: true, marks: ['play', 'pause'] } as const;

let positionMs = 0;
let shownForMs = 2000;
let isOther = false;
let letterTurn = -1;

function draw(): void {
  composePlaying(sheet, {
    card: letterTurn < 0 ? CARDS[isOther ? 1 : 0] : (LETTER_CARDS[letterTurn] ?? CARDS[0]),
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
  if (kind === 'new letters') {
    letterTurn = letterTurn === 0 ? 1 : 0;
    sheet.alphabet.assign(USE, [(LETTER_CARDS[letterTurn] ?? CARDS[0]).line]);
  }
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
