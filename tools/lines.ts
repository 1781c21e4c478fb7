/** The lines of a stream of bytes, each still bytes, so that a line can be checked for UTF-8. */
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MARK = Buffer.of(0xef, 0xbb, 0xbf);

/** A line ends with LF or CR LF. A byte order mark before the first line is dropped. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let isFirst = true;
  const finish = (): Buffer => {
    let line = Buffer.concat(pieces);
    pieces = [];
    if (line.at(-1) === CARRIAGE_RETURN) line = line.subarray(0, -1);
    if (isFirst && line.subarray(0, MARK.length).equals(MARK)) line = line.subarray(MARK.length);
    isFirst = false;
    return line;
  };
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk);
    for (let at = rest.indexOf(LINE_FEED); at >= 0; at = rest.indexOf(LINE_FEED)) {
      pieces.push(rest.subarray(0, at));
      yield finish();
      rest = rest.subarray(at + 1);
    }
    if (rest.length > 0) pieces.push(rest);
  }
  if (pieces.length > 0) yield finish();
}
