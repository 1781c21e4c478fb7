/** Wraps a text at words only, so that no host name or code is cut. */

/**
 * At most `rows` lines; a word wider than a row gets a line of its own, which then scrolls.
 * @returns undefined if the text needs more
 */
export function wrapped(text: string, columns: number, rows: number): string[] | undefined {
  const lines = linesOf(text, columns);
  return lines.length <= rows ? lines : undefined;
}

/** Exactly as many lines as rows; the rest goes into the last, which then scrolls. */
export function filled(text: string, columns: number, rows: number): string[] {
  const lines = linesOf(text, columns);
  return [...lines.slice(0, rows - 1), lines.slice(rows - 1).join(' ')];
}

function linesOf(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
  }
  lines.push(line);
  return lines;
}
