/** A build's hundreds of lines of output as one line of progress. Pure. */

/** The output of make for each file, of idf.py and of esptool. */
const STEP = /^# (tsc|xsc|xsl|cc|ld|cp|h)\b.* (\S+)$/;
const NINJA = /^\[(\d+)\/(\d+)\]/;
const WRITING = /Writing at 0x[0-9a-f]+\W+.*?\(?(\d{1,3})(?:\.\d)? ?%/i;

export class Progress {
  #steps = 0;

  /** @returns what to show now; undefined if the line is not about progress */
  take(line: string): string | undefined {
    const writing = WRITING.exec(line);
    if (writing) return `writing to flash: ${writing[1] ?? ''} %`;
    const ninja = NINJA.exec(line);
    if (ninja) return `building ESP-IDF: ${ninja[1] ?? ''} of ${ninja[2] ?? ''}`;
    const step = STEP.exec(line);
    if (!step) return undefined;
    this.#steps += 1;
    return `building: step ${this.#steps}, ${step[2] ?? ''}`;
  }
}
