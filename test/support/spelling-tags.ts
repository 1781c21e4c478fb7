/** Tags of the two tables on the wire to spelling-in-xs.ts, and of the wish to spell what is held. */
export const TEXT_TAG = 0;
export const JAPANESE_TAG = 1;
export const RUN_TAG = 2;
