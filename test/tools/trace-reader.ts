/** Reads a pin trace with nothing but the data sheet: edges → bytes → cells, and what each frame cost. */

interface PinEvent {
  readonly us: number;
  readonly rs: number;
  readonly e: number;
  readonly d4: number;
  readonly d5: number;
  readonly d6: number;
  readonly d7: number;
}

interface FrameEvent {
  readonly us: number;
  readonly frame: number;
}

export interface TracedByte {
  readonly atUs: number;
  readonly rs: number;
  readonly byte: number;
}

interface TracedFrame {
  readonly index: number;
  readonly endUs: number;
  /** First event of any line since the frame before. */
  readonly firstUs: number | undefined;
  readonly bytes: readonly TracedByte[];
}

export interface Trace {
  readonly frames: readonly TracedFrame[];
  /** Rules of the order of edges that a write broke. */
  readonly broken: readonly string[];
}

const PIN_KEYS = 'us,rs,e,d4,d5,d6,d7';
const dataOf = ({ d4, d5, d6, d7 }: PinEvent): number => d4 | (d5 << 1) | (d6 << 2) | (d7 << 3);

export function readTrace(lines: readonly string[]): Trace {
  const frames: TracedFrame[] = [];
  const broken: string[] = [];
  let bytes: TracedByte[] = [];
  let nibbles: { readonly value: number; readonly rs: number }[] = [];
  let nibbleCount = 0;
  let firstUs: number | undefined;
  let before: PinEvent = { us: 0, rs: 0, e: 0, d4: 0, d5: 0, d6: 0, d7: 0 };
  for (const line of lines) {
    const event = JSON.parse(line) as PinEvent | FrameEvent;
    if (event.us < before.us) broken.push(`time runs backwards: ${line}`);
    if ('frame' in event) {
      frames.push({ index: event.frame, endUs: event.us, firstUs, bytes });
      bytes = [];
      firstUs = undefined;
      continue;
    }
    if (Object.keys(event).join() !== PIN_KEYS) broken.push(`not all six lines: ${line}`);
    firstUs ??= event.us;
    if (event.e && !before.e && event.rs !== before.rs) broken.push(`RS with E's rise: ${line}`);
    if (event.e && before.e && event.rs !== before.rs) broken.push(`RS while E is high: ${line}`);
    if (!event.e && before.e) {
      if (event.rs !== before.rs || dataOf(event) !== dataOf(before))
        broken.push(`RS or data with E's fall: ${line}`);
      nibbleCount += 1;
      // The four single nibbles of the initialisation come first.
      if (nibbleCount > 4) nibbles.push({ value: dataOf(before), rs: before.rs });
      const [high, low] = nibbles;
      if (high && low) {
        if (high.rs !== low.rs) broken.push(`RS within a byte: ${line}`);
        bytes.push({ atUs: event.us, rs: low.rs, byte: (high.value << 4) | low.value });
        nibbles = [];
      }
    }
    before = event;
  }
  return { frames, broken };
}
