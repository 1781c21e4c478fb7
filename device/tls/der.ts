/** Reads DER (X.690) in place: no copies, and no objects for elements. */

export const TAG = Object.freeze({
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
});

/** Walks the elements of one level, from left to right. Throws if the bytes are not DER. */
export class DerReader {
  readonly bytes: Uint8Array;
  /** The last element: its content is from `start` to before `end`. */
  tag = 0;
  start = 0;
  end = 0;
  #next: number;
  #limit: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#next = 0;
    this.#limit = bytes.length;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#limit;
  }

  /** The tag of the next element; 0 at the end. */
  get nextTag(): number {
    return this.isAtEnd ? 0 : this.byte(this.#next);
  }

  /** Reads the next element, which must be a `tag` if one is given. */
  read(tag?: number): void {
    const at = this.#next;
    this.tag = this.byte(at);
    const first = this.byte(at + 1);
    let length = first;
    let start = at + 2;
    if (first >= 0x80) {
      // Lengths have at most two bytes in a certificate: TLS records are not longer.
      const count = first & 0x7f;
      if (count < 1 || count > 2) throw new Error('DER: a length that no certificate has');
      length = 0;
      for (const stop = start + count; start < stop; start += 1)
        length = length * 256 + this.byte(start);
    }
    this.start = start;
    this.end = start + length;
    if (this.end > this.#limit) throw new Error('DER: an element beyond the end');
    if (tag !== undefined && this.tag !== tag)
      throw new Error(`DER: tag ${this.tag} where ${tag} belongs`);
    this.#next = this.end;
  }

  /** A reader for the content of the last element. */
  enter(): void {
    this.#next = this.start;
    this.#limit = this.end;
  }

  get content(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }

  private byte(at: number): number {
    const byte = at < this.#limit ? this.bytes[at] : undefined;
    if (byte === undefined) throw new Error('DER: cut off');
    return byte;
  }
}
