/** Netstrings (cr.yp.to/proto/netstrings.txt): `<length>:<bytes>,`. They delimit the frames between Node and the XS host. */

/** As in host.c: a longer frame means a broken peer. */
export const FRAME_BYTES_MAX = 64 * 1024 * 1024;

export function frame(verb: string, bytes: Uint8Array): Buffer {
  const length = verb.length + bytes.byteLength;
  if (length > FRAME_BYTES_MAX) throw new RangeError(`a frame of ${length} bytes is too long`);
  return Buffer.concat([Buffer.from(`${length}:${verb}`, 'latin1'), bytes, Buffer.from(',')]);
}

/** Cuts a stream into frames, however its chunks fall. */
export class FrameReader {
  readonly #onFrame: (bytes: Buffer) => void;
  #parts: Buffer[] = [];
  #held = 0;
  /** Bytes of the next frame with its comma; undefined while its length is read. */
  #wanted: number | undefined;

  constructor(onFrame: (bytes: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#held += chunk.length;
    for (;;) {
      // A frame of megabytes comes in thousands of chunks: they are joined once, after the last.
      if (this.#wanted !== undefined && this.#held < this.#wanted) return;
      const bytes =
        this.#parts.length === 1 ? (this.#parts[0] ?? chunk) : Buffer.concat(this.#parts);
      const used =
        this.#wanted === undefined ? this.#readLength(bytes) : this.#readBytes(bytes, this.#wanted);
      this.#parts = [bytes.subarray(used)];
      this.#held = bytes.length - used;
      if (used === 0) return;
    }
  }

  #readLength(bytes: Buffer): number {
    const colon = bytes.indexOf(0x3a);
    const digits = bytes.toString('latin1', 0, colon < 0 ? bytes.length : colon);
    const length = Number(digits);
    if (!/^\d{0,9}$/.test(digits) || length > FRAME_BYTES_MAX)
      throw new Error('a broken frame length');
    if (colon < 0) return 0;
    this.#wanted = length + 1;
    return colon + 1;
  }

  #readBytes(bytes: Buffer, wanted: number): number {
    if (bytes[wanted - 1] !== 0x2c) throw new Error('a frame does not end in a comma');
    this.#wanted = undefined;
    this.#onFrame(bytes.subarray(0, wanted - 1));
    return wanted;
  }
}
