/** Bundled into XS by the tests beside it: evaluates code, throws at a known line, runs a small device. */
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';
import { answerCommands } from '../../../tools/xs/command.js';

interface Probe {
  readonly evaluate?: string;
  readonly explode?: boolean;
  readonly advanceMs?: number;
  readonly leak?: boolean;
}

const time = new VirtualTime({ startEpochMs: 1_700_000_000_000 });
const leaked: object[] = [];
let byteCount = 0;
let tickCount = 0;
let isLeaking = false;

function tick(): void {
  tickCount += 1;
  time.clock.waitUntilUs(time.clock.nowUs() + 40);
  if (isLeaking) leaked.push({ tickCount });
  time.timer.set(tick, 500);
}
time.timer.set(tick, 500);

function explode(): never {
  throw new Error('as asked'); // EXPLODES HERE: the test looks for this line
}

answerCommands({
  onBytes: (_tag, bytes) => {
    byteCount += bytes.length;
  },
  onCommand: (command) => {
    const { evaluate, explode: isToExplode, advanceMs, leak } = command as Probe;
    if (evaluate !== undefined) return (0, eval)(evaluate) as unknown;
    if (isToExplode) explode();
    isLeaking = leak ?? false;
    if (advanceMs !== undefined) time.advanceUs(advanceMs * 1000);
    return { tickCount, byteCount, nowUs: time.clock.nowUs(), epochMs: time.clock.epochMs() };
  },
});
