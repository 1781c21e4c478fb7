/** The code points of a text or of a part of it. The array is reused, so most texts allocate none; that of a long text is not kept. */
const KEPT = 128;

export class PointBuffer {
  readonly #kept = new Uint32Array(KEPT);
  #points = this.#kept;
  #length = 0;

  clear(): void {
    this.#points = this.#kept;
    this.#length = 0;
  }

  push(point: number): void {
    if (this.#length === this.#points.length) {
      const longer = new Uint32Array(this.#length * 2);
      longer.set(this.#points);
      this.#points = longer;
    }
    this.#points[this.#length] = point;
    this.#length += 1;
  }

  /** At an index that has one. */
  set(index: number, point: number): void {
    this.#points[index] = point;
  }

  /** Removes the last one, if any. */
  pop(): void {
    if (this.#length > 0) this.#length -= 1;
  }

  get length(): number {
    return this.#length;
  }

  /** 0 where there is none. */
  at(index: number): number {
    return index < 0 || index >= this.#length ? 0 : (this.#points[index] ?? 0);
  }

  /** 0 where there is none. */
  get last(): number {
    return this.#length === 0 ? 0 : (this.#points[this.#length - 1] ?? 0);
  }

  /** Only if there is one. */
  set last(point: number) {
    this.#points[this.#length - 1] = point;
  }

  /** Valid until the next text. */
  view(): Uint32Array {
    return this.#points.subarray(0, this.#length);
  }
}
