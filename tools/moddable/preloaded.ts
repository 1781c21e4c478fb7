/** Preloaded objects that the SDK (8.2.3) mishandles in flash; test/device/preload.test.ts says how. Pure. */
const MISHANDLED = Object.freeze(['REGEXP', 'DATE', 'WEAK_MAP', 'WEAK_SET', 'WEAK_REF', 'PROMISE']);

/** @param source of `mc.xs.c` */
export function mishandledKinds(source: string): string[] {
  return MISHANDLED.filter((kind) => source.includes(`.kind = XS_${kind}_KIND`));
}
