/** What a build prints, hundreds of lines of it, as one line that moves. Pure. */

/** make's echo for each file, and idf.py's and esptool's own words. */
const STEP = /^# (tsc|xsc|xsl|cc|ld|cp|h)\b.* (\S+)$/;
const NINJA = /^\[(\d+)\/(\d+)\]/;
const WRITING = /Writing at 0x[0-9a-f]+\W+.*?\(?(\d{1,3})(?:\.\d)? ?%/i;

export class Progress {
  #steps = 0;

  /** @returns what to show now; undefined where the line says nothing of progress */
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
