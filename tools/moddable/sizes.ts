/** The sizes of our parts of a board's image, read from the C that the SDK's linker writes, and their budgets. Pure. */

export interface Sizes {
  /** Bytecode of every module, ours and the SDK's. */
  readonly codeBytes: number;
  /** Objects that preloading made, in flash. */
  readonly preloadBytes: number;
  /** Mutable ones among them: each takes a pointer in RAM. */
  readonly aliasCount: number;
}

export interface Budget {
  readonly name: string;
  readonly bytes: number;
  readonly maxBytes: number;
}

const KB = 1024;
/** On a 32-bit chip. */
const SLOT_BYTES = 16;
/** Fixed budgets for the tables; code and objects have some room above their size. */
const MAX = Object.freeze({
  code: 320 * KB,
  preload: 540 * KB,
  text: 200 * KB,
  japanese: 720 * KB,
  trust: 30 * KB,
});

/** @param source of `mc.xs.c` */
export function sizesOf(source: string): Sizes {
  let codeBytes = 0;
  for (const [, bytes] of source.matchAll(/\bgxCode\d+\[(\d+)\];/g)) codeBytes += Number(bytes);
  const countOf = (name: string): number =>
    Number(new RegExp(`#define ${name} (\\d+)`).exec(source)?.[1] ?? NaN);
  return {
    codeBytes,
    preloadBytes: countOf('mxHeapCount') * SLOT_BYTES,
    aliasCount: countOf('mxAliasCount'),
  };
}

/** @param files bytes of our resources by their names */
export function budgetsOf(sizes: Sizes, files: ReadonlyMap<string, number>): Budget[] {
  const japanese = files.get('japanese.bin');
  let trustBytes = 0;
  for (const [name, bytes] of files) if (name.startsWith('ca')) trustBytes += bytes;
  return [
    { name: 'bytecode', bytes: sizes.codeBytes, maxBytes: MAX.code },
    { name: 'preloaded objects', bytes: sizes.preloadBytes, maxBytes: MAX.preload },
    { name: 'text tables', bytes: files.get('tables.bin') ?? NaN, maxBytes: MAX.text },
    ...(japanese === undefined
      ? []
      : [{ name: 'Japanese dictionary', bytes: japanese, maxBytes: MAX.japanese }]),
    { name: 'trust store', bytes: trustBytes, maxBytes: MAX.trust },
  ];
}

export function budgetLine({ name, bytes, maxBytes }: Budget): string {
  const kb = (count: number): string => (count / KB).toFixed(1);
  return `${name} ${kb(bytes)} KB of ${kb(maxBytes)}`;
}

/** NaN exceeds any budget. */
export function isKept({ bytes, maxBytes }: Budget): boolean {
  return bytes <= maxBytes;
}
