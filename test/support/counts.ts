/** How often a property is checked: a few times in `npm test`, in full by `npm run test:long`. */

/** True in `npm run test:long`, which sets TEST_LONG. */
export const isLong = process.env['TEST_LONG'] === '1';

/** @returns `long` in `npm run test:long`, else `short` */
export function count(short: number, long: number): number {
  return isLong ? long : short;
}
