/** Tags of the two tables on the wire to spelling-in-xs.ts. */
export const TEXT_TAG = 0;
export const JAPANESE_TAG = 1;
