/** A text on several rows, broken between words alone: no host name and no code is ever cut. */

/**
 * At most `rows` lines; a word wider than a row has a line of its own, which then scrolls.
 * @returns undefined where they do not suffice
 */
export function wrapped(text: string, columns: number, rows: number): string[] | undefined {
  const lines = linesOf(text, columns);
  return lines.length <= rows ? lines : undefined;
}

/** As many lines as there are rows; what they have no room for runs past on the last. */
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
